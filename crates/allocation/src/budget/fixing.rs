//! Narrowing the search by the bound: fixing by reduced costs (Balas and Martin 1980), in integers.
//!
//! The prices that show a bound also show what each choice would lose: one need not served, one unit not
//! ordered, one arc dearer than the cheapest. A choice that loses more than there is between the bound and the
//! value already reached is made by no plan that reaches that value, so the search need not look there. Later
//! stages keep the value, and with it all that was narrowed.

use super::bounds::Proved;
use super::search::Search;

/// Narrows the columns of the program to what plans of at least the value reached can hold.
pub(crate) fn narrow(search: &mut Search<'_>, proved: &Proved<'_>, value: i64) {
    let Some(slack) = proved.slack(search, value).filter(|slack| *slack >= 0) else { return };
    let bounds = |gain: i128, least: i64, most: i64| {
        let give = |gain: i128| i64::try_from(slack / gain).unwrap_or(i64::MAX);
        match gain {
            1.. => (most.saturating_sub(give(gain)).max(least), most),
            0 => (least, most),
            _ => (least, least.saturating_add(give(-gain)).min(most)),
        }
    };
    let mut narrowed: Vec<(usize, i64, i64)> = Vec::new();
    let mut choose = |column: u32, gain: i128| {
        let loose = search.model.loose[column as usize];
        let (least, most) = bounds(gain, loose.least, loose.most);
        narrowed.push((column as usize, least, most));
    };
    for group in 0..proved.aim.groups.len() {
        if let Some(gain) = proved.gain(search, group) {
            choose(search.model.group(group), gain);
        }
    }
    for offer in 0..search.model.market.offers.len() {
        if let Some(gain) = proved.order(search, offer) {
            choose(search.model.order(offer), gain);
        }
    }
    narrowed.extend(proved.dearer(search, slack).into_iter().map(|arc| (arc, 0, 0)));
    for (column, least, most) in narrowed {
        let own = &mut search.model.program.columns[column];
        own.least = own.least.max(least);
        own.most = own.most.min(most);
    }
}
