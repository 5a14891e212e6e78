//! The rule `count`: most served in tier 1, then in tier 2, …, then the highest total score.

use domain::allocation::{Fairness, Stage};

use super::bounds::Aim;
use super::fairness;
use super::groups::Group;
use super::search::Search;

/// Settles who is served, but for ties.
pub(crate) fn settle(search: &mut Search<'_>, groups: &[Group], fairness: &Fairness) {
    tiers(search, groups, fairness);
    search.settle(&Aim { stage: Stage::Score, groups });
    search.is_open = false;
}

/// Settles how many are served in each tier.
pub(crate) fn tiers(search: &mut Search<'_>, groups: &[Group], fairness: &Fairness) {
    let mut tiers: Vec<u8> = groups.iter().map(|group| group.tier).collect();
    tiers.sort_unstable();
    tiers.dedup();
    let all = tiers.len();
    for (at, tier) in tiers.into_iter().enumerate() {
        if search.is_beside {
            search.meter.part(at, all);
        }
        search.settle(&Aim { stage: Stage::Tier(tier), groups });
        if let Fairness::Leximin { tiers, .. } = fairness
            && (tiers.is_empty() || tiers.contains(&tier))
        {
            fairness::level(search, groups, tier);
        }
    }
}
