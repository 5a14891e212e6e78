//! What changes from one plan to the next.

use serde::{Deserialize, Serialize};

use super::plan::{Assignment, Plan, Source};

/// How one need fares when a plan replaces another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The need's id.
    pub need: String,
    /// What it was given; empty: nothing, or it was not there.
    pub before: Vec<Assignment>,
    /// What it is given; empty: nothing, or it is not there any more.
    pub after: Vec<Assignment>,
}

impl Moved {
    /// Whether it is served now and was not.
    #[must_use]
    pub fn is_gained(&self) -> bool {
        self.before.is_empty()
    }

    /// Whether it was served and is not any more.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.after.is_empty()
    }
}

/// The needs that are given something else, in need id order.
#[must_use]
pub fn moves(before: &Plan, after: &Plan) -> Vec<Moved> {
    let all = [before, after].into_iter().flat_map(|plan| &plan.assignments);
    let mut needs: Vec<&str> = all.map(|given| given.need.as_str()).collect();
    needs.sort_unstable();
    needs.dedup();
    fn sources(given: &[Assignment]) -> Vec<&Source> {
        given.iter().map(|part| &part.source).collect()
    }
    let moved = needs.into_iter().filter_map(|need| {
        let (was, is) = (before.given(need), after.given(need));
        (sources(was) != sources(is)).then(|| Moved {
            need: need.to_owned(),
            before: was.to_vec(),
            after: is.to_vec(),
        })
    });
    moved.collect()
}
