//! At what score it makes no difference, under `count`, whether a need is served.
//!
//! The tiers are settled whatever the scores. Of the choices that reach them the greatest total decides: the
//! best of those that serve the need, which is U beside its own score, against the best of those that do
//! not, V. So the need is served above V − U and not below; at V − U itself fit and the draw decide. Two
//! searches find it, where trying one score after another takes one each.

use domain::allocation::Policy;
use milp::Sense;

use super::groups::Group;
use super::search::Search;
use super::{Problem, count};
use crate::Infeasible;
use crate::progress::{Meter, Onward};

/// How the score of a need bears on whether it is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Even {
    /// No score serves it: one tier or another would have fewer served.
    Never,
    /// No score loses it.
    Always,
    /// Above this it is served, below it is not.
    At(i64),
}

/// How the score of a need bears on whether it is served; the need must be alone in its group.
///
/// # Errors
/// As [`super::plan`].
pub(crate) fn even(problem: Problem<'_>, policy: &Policy, need: u32) -> Result<Even, Infeasible> {
    let meter = Meter::new(&Onward, Vec::new());
    let (groups, mut search) = problem.ask(policy, &meter)?;
    let Some(own) = groups.iter().position(|group| group.needs == [need]) else {
        return Ok(Even::Never);
    };
    count::tiers(&mut search, &groups, &policy.fairness);
    // What fills a choice up knows nothing of who is to be left out.
    search.is_open = false;
    let served = others(search.clone(), &groups, own, true);
    let left_out = others(search, &groups, own, false);
    Ok(match (served, left_out) {
        (None, _) => Even::Never,
        (_, None) => Even::Always,
        (Some(served), Some(left_out)) => Even::At(left_out - served),
    })
}

/// The greatest total score of all other needs, if this one is served or is left out.
fn others(mut search: Search<'_>, groups: &[Group], own: usize, served: bool) -> Option<i64> {
    let column = search.model.group(own);
    let (sign, target) = if served { (1, 1) } else { (-1, 0) };
    let row = search.model.program.row(None, None, vec![(column, sign)]);
    if !search.reaches(&[(row, target)]) {
        return None;
    }
    let scores = groups.iter().enumerate().filter(|(at, _)| *at != own);
    let scores: Vec<(u32, i64)> =
        scores.map(|(at, group)| (search.model.group(at), group.score.into())).collect();
    search.improve(Sense::Most, &scores);
    Some(search.value())
}
