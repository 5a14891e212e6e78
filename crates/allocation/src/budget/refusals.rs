//! What proves the refusals of `strict` in integers.
//!
//! Refused needs that follow each other are taken together: if no plan that serves all those served before
//! them serves even one of them, each refusal is right. Where the bound is too weak for all, halves are
//! tried, down to single groups.

use domain::allocation::{Stage, StagePrices, StageProof};
use milp::Sense;

use super::bounds::{self, Aim};
use super::groups::Group;
use super::search::{Search, Settled};
use crate::order::Order;

/// Groups that follow each other, from one with a refused need to the last before one that is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    first: usize,
    /// Past the last.
    end: usize,
}

/// Adds a stage for every run of refusals that prices prove, and one for `served` as a whole.
pub(crate) fn prove(search: &mut Search<'_>, groups: &[Group], order: &Order, ended: bool) {
    let served = search.choice().served;
    let mut todo = runs(groups, &served);
    todo.reverse();
    let mut unproved: Option<u32> = None;
    while let Some(run) = todo.pop() {
        search.meter.part(run.first, groups.len());
        match proof(search, groups, &served, order, run) {
            Some(prices) => search.stages.push(Settled {
                stage: prices.stage,
                value: 0,
                claim: None,
                limit: 0,
                prices: Some(prices),
            }),
            // Nothing more is shown; the runs are in the order.
            None if search.is_stopped() => {
                let (first, _) = positions(groups, &served, order, run);
                unproved = unproved.into_iter().chain([first]).min();
                break;
            }
            None if run.end - run.first > 1 => {
                let middle = run.first.midpoint(run.end);
                todo.push(Run { first: middle, ..run });
                todo.push(Run { end: middle, ..run });
            }
            None => {
                let (first, _) = positions(groups, &served, order, run);
                unproved = unproved.into_iter().chain([first]).min();
            }
        }
    }
    let all = order.by_rank.len() as u32;
    search.decided = match unproved {
        None => StageProof::Exact,
        Some(first) => {
            StageProof::Bound { limit: i64::from(first) - 1, claim: ended.then_some(all.into()) }
        }
    };
    for (group, &served) in served.iter().enumerate() {
        search.model.fix(group, served.into());
    }
}

fn runs(groups: &[Group], served: &[u32]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        let refused = i64::from(served[at]) < group.size();
        match runs.last_mut() {
            Some(run) if run.end == at && served[at] == 0 => run.end += 1,
            _ if refused => runs.push(Run { first: at, end: at + 1 }),
            _ => {}
        }
    }
    runs
}

/// The places, from 1, of the first and the last refused need of a run.
fn positions(groups: &[Group], served: &[u32], order: &Order, run: Run) -> (u32, u32) {
    let first = groups[run.first].needs[served[run.first] as usize];
    let last = groups[run.end - 1].needs.last().copied().unwrap_or(first);
    (order.place[first as usize] + 1, order.place[last as usize] + 1)
}

/// Prices by which nobody of a run is served beside all those served before it.
fn proof(
    search: &mut Search<'_>,
    groups: &[Group],
    served: &[u32],
    order: &Order,
    run: Run,
) -> Option<StagePrices> {
    let before = |at: usize| if at <= run.first { i64::from(served[at]) } else { 0 };
    for (at, group) in groups.iter().enumerate() {
        let most = if (run.first..run.end).contains(&at) { group.size() } else { before(at) };
        search.model.bound(at, before(at), most);
    }
    let (first, last) = positions(groups, served, order, run);
    let aim = Aim { stage: Stage::Refusals(first, last), groups };
    let worths = aim.objective(&search.model).1;
    search.model.program.aim(Sense::Most, worths);
    let certain: i64 = (0..=run.first).map(before).sum();
    let proved = bounds::prove(search, &aim).filter(|proved| proved.limit <= certain)?;
    Some(proved.into_prices(&search.model))
}
