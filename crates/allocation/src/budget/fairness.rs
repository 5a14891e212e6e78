//! What is asked beyond the rule: limits on places, or the smallest share first (`allocation.md` §2.6).
//!
//! With limits the greedy of the stock core is no longer the best (two matroids cross), and neither has it
//! prices here: these stages are the solver's word, and the plan says so.

use domain::allocation::{Fairness, Quota};
use milp::Sense;

use super::groups::Group;
use super::search::Search;
use crate::Infeasible;

/// The needs that a limit counts, by their groups.
fn counted(
    search: &Search<'_>,
    groups: &[Group],
    places: &[&str],
    quota: &Quota,
) -> Vec<(u32, i64)> {
    let counts = |group: &Group| quota.counts(places[group.place as usize], group.tier);
    let groups = groups.iter().enumerate().filter(|(_, group)| counts(group));
    groups.map(|(at, _)| (search.model.group(at), 1)).collect()
}

/// Keeps, from now on, what places may be served at most.
pub(crate) fn at_most(
    search: &mut Search<'_>,
    groups: &[Group],
    places: &[&str],
    fairness: &Fairness,
) {
    for quota in fairness.quotas() {
        if let Some(most) = quota.most {
            let terms = counted(search, groups, places, quota);
            let row = search.model.program.row(None, Some(most.into()), terms);
            search.model.rows.limits.push(row);
        }
    }
}

/// Keeps, from now on, what places must be served at least.
///
/// # Errors
/// A limit that asks for more than is possible beside those before it.
pub(crate) fn at_least(
    search: &mut Search<'_>,
    groups: &[Group],
    places: &[&str],
    fairness: &Fairness,
) -> Result<(), Infeasible> {
    for (at, quota) in fairness.quotas().iter().enumerate().filter(|(_, quota)| quota.least > 0) {
        let terms = counted(search, groups, places, quota);
        search.model.program.aim(Sense::Most, terms.iter().copied());
        if search.value() < quota.least.into() {
            search.improve(Sense::Most, &terms);
        }
        let possible = search.value();
        if possible < quota.least.into() {
            return Err(Infeasible::Quota { at, possible: possible as u32 });
        }
        search.model.program.row(Some(quota.least.into()), None, terms);
    }
    Ok(())
}

/// One place in one tier.
struct Place {
    /// Groups.
    groups: Vec<usize>,
    /// Its needs, and those served for sure.
    needs: i64,
    served: i64,
    row: usize,
    open: bool,
}

/// The smallest share first, in one tier whose number is settled.
pub(crate) fn level(search: &mut Search<'_>, groups: &[Group], tier: u8) {
    let mut places: Vec<Place> = Vec::new();
    let mut numbers: Vec<u32> =
        groups.iter().filter(|group| group.tier == tier).map(|group| group.place).collect();
    numbers.sort_unstable();
    numbers.dedup();
    for number in numbers {
        let here = |group: &Group| group.tier == tier && group.place == number;
        let own = groups.iter().enumerate().filter(|(_, group)| here(group));
        let own: Vec<usize> = own.map(|(at, _)| at).collect();
        let terms = own.iter().map(|&at| (search.model.group(at), 1)).collect();
        let row = search.model.program.row(Some(0), None, terms);
        let needs = own.iter().map(|&at| groups[at].size()).sum();
        places.push(Place { groups: own, needs, served: 0, row, open: true });
    }
    while places.iter().any(|place| place.open) {
        rise(search, &mut places);
        if search.is_stopped() {
            return;
        }
        let Some(at) = lowest(&places) else { break };
        let place = &mut places[at];
        if place.served < place.needs && more(search, place) {
            place.served += 1;
        } else {
            place.open = false;
        }
        if search.is_stopped() {
            return;
        }
        search.model.program.rows[place.row].least = Some(place.served);
    }
}

/// The open place with the smallest share; of equals the one whose next share is greater.
fn lowest(places: &[Place]) -> Option<usize> {
    let open = (0..places.len()).filter(|&at| places[at].open);
    open.min_by(|&a, &b| {
        let (a, b) = (&places[a], &places[b]);
        let share = (a.served * b.needs).cmp(&(b.served * a.needs));
        share.then((b.served + 1).saturating_mul(a.needs).cmp(&((a.served + 1) * b.needs)))
    })
}

/// Whether one more need of a place can be served.
fn more(search: &mut Search<'_>, place: &Place) -> bool {
    let served = |search: &Search<'_>| -> i64 {
        let served = search.choice().served;
        place.groups.iter().map(|&at| i64::from(served[at])).sum()
    };
    if served(search) <= place.served {
        let worths: Vec<(u32, i64)> =
            place.groups.iter().map(|&at| (search.model.group(at), 1)).collect();
        search.improve(Sense::Most, &worths);
    }
    served(search) > place.served
}

/// Raises all open places together to the greatest share that all can have: what raising them one by one
/// comes to, as long as nobody has to stop.
fn rise(search: &mut Search<'_>, places: &mut [Place]) {
    let open = || places.iter().filter(|place| place.open);
    let mut shares: Vec<(i64, i64)> = open()
        .flat_map(|place| (place.served + 1..=place.needs).map(|up| (up, place.needs)))
        .collect();
    shares.sort_unstable_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1)));
    shares.dedup_by(|a, b| a.0 * b.1 == b.0 * a.1);
    let (mut low, mut high) = (0, shares.len());
    while low < high {
        let middle = low.midpoint(high);
        let (up, of) = shares[middle];
        let targets: Vec<(usize, i64)> = places
            .iter()
            .filter(|place| place.open)
            // Rounded up to what reaches the share, never past what the place has.
            .map(|place| (place.row, place.served.max((up * place.needs + of - 1) / of)))
            .collect();
        if search.reaches(&targets) {
            for place in places.iter_mut().filter(|place| place.open) {
                place.served = place.served.max((up * place.needs + of - 1) / of);
            }
            low = middle + 1;
        } else {
            high = middle;
        }
    }
}
