//! The rule `count`: most served in tier 1, then in tier 2, …, then the highest total score.

use domain::allocation::Stage;

use super::bounds::Aim;
use super::groups::Group;
use super::search::Search;

/// Settles who is served, but for ties.
pub(crate) fn settle(search: &mut Search<'_>, groups: &[Group]) {
    tiers(search, groups);
    search.settle(&Aim { stage: Stage::Score, groups });
}

/// Settles how many are served in each tier.
pub(crate) fn tiers(search: &mut Search<'_>, groups: &[Group]) {
    let mut tiers: Vec<u8> = groups.iter().map(|group| group.tier).collect();
    tiers.sort_unstable();
    tiers.dedup();
    for tier in tiers {
        search.settle(&Aim { stage: Stage::Tier(tier), groups });
    }
}
