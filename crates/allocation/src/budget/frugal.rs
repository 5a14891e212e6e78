//! After the served set: least cost in cents, then least spread (the most restricted funds are spent
//! first), then the best fit.

use domain::allocation::Stage;

use super::bounds::Aim;
use super::groups::Group;
use super::search::Search;

/// Settles what is ordered and what is given.
pub(crate) fn settle(search: &mut Search<'_>, groups: &[Group]) {
    for stage in [Stage::Cost, Stage::Spread, Stage::Fit] {
        search.settle(&Aim { stage, groups });
    }
}
