//! Choices known from elsewhere in the same run: what `count` finds is held against them.
//!
//! The solver computes in floating point and may be cut short by a limit: it can call a choice the best, or
//! end with one, while the other rule or the former practice serves more. Both are plans of the same
//! situation, whole and checked: no plan under `count` may serve fewer. Then the search begins again from
//! the better one, and what the solver claims of it is believed no more.

use domain::allocation::{Rule, Situation};

use super::groups::Group;
use super::is_served;
use super::search::Search;
use super::whole::Choice;
use crate::former_practice::Gift;
use crate::market::Market;
use crate::report::per_tier;

/// Who is served and what is ordered, whatever the groups it was found by.
pub(crate) struct Known {
    /// Per need, whether it is served.
    pub served: Vec<bool>,
    bundles: Vec<u32>,
    orders: Vec<u32>,
}

impl Known {
    /// What a search came to.
    pub fn of(search: &Search<'_>, groups: &[Group]) -> Self {
        let Choice { served, bundles, orders } = search.choice();
        let needs = search.model.situation.needs().len();
        Self { served: is_served(groups, &served, needs), bundles, orders }
    }

    /// What the former practice comes to.
    pub fn former(market: &Market, gifts: &[Option<Gift>]) -> Self {
        let (mut bundles, mut orders) =
            (vec![0; market.bundles.len()], vec![0; market.offers.len()]);
        for gift in gifts.iter().flatten() {
            if let Some(bundle) = gift.bundle {
                bundles[bundle] += 1;
            }
            for option in &gift.options {
                if let Some(offer) = (*option as usize).checked_sub(market.lots()) {
                    orders[offer] += 1;
                }
            }
        }
        let served = gifts.iter().map(Option::is_some).collect();
        Self { served, bundles, orders }
    }

    /// The same by other groups: of those that nothing tells apart, as many.
    pub fn choice(&self, groups: &[Group]) -> Choice {
        let many = |group: &Group| {
            group.needs.iter().filter(|&&need| self.served[need as usize]).count() as u32
        };
        let served = groups.iter().map(many).collect();
        Choice { served, bundles: self.bundles.clone(), orders: self.orders.clone() }
    }

    /// How many are served in tier 1, in tier 2, ….
    fn tiers(&self, situation: &Situation) -> Vec<u64> {
        per_tier(situation, |need| self.served[need]).into_values().collect()
    }
}

/// What `count` begins from again if it misses what is known; `strict` decides each need by itself.
pub(crate) fn fresh<'m>(rule: Rule, search: &Search<'m>) -> Option<Search<'m>> {
    (rule == Rule::Count).then(|| search.clone())
}

/// Under `count`, a fresh search that begins from the best of some known choices that serve more than what a
/// search found; none if none does, or none keeps what is asked of the search.
///
/// What the solver claims is not kept in it. A search that was stopped leaves it what was shown.
pub(crate) fn again<'m, 'k>(
    fresh: &Search<'m>,
    found: &Search<'m>,
    groups: &[Group],
    known: impl IntoIterator<Item = &'k Known>,
) -> Option<Search<'m>> {
    let situation = fresh.model.situation;
    let reached = Known::of(found, groups).tiers(situation);
    let known = known.into_iter().map(|known| (known.tiers(situation), known));
    let mut more: Vec<_> = known.filter(|(tiers, _)| *tiers > reached).collect();
    // Stable: of equals, the first.
    more.sort_by(|(a, _), (b, _)| b.cmp(a));
    let mut again = fresh.clone();
    again.is_doubted = true;
    more.iter().find(|(_, known)| again.begin_from(&known.choice(groups)))?;
    if again.is_stopped() {
        again.stages.clone_from(&found.stages);
        again.stages.iter_mut().for_each(|stage| stage.claim = None);
    }
    Some(again)
}
