//! Under `count`, the draw among plans that are equal in all else: the earliest need in draw order is
//! served, then the next.
//!
//! Only needs of one tier and score can stand for each other. Those that no equal plan serves are put aside
//! first, many at a time (a question about all of them together mostly answers for each). For the others, in
//! draw order, each need is kept if some equal plan serves it together with all those kept before.

use std::collections::{BTreeMap, BTreeSet};

use milp::Sense;

use super::groups::Group;
use super::search::Search;
use crate::order::Order;
use crate::progress::Phase;

/// Makes the served set the first by draw.
pub(crate) fn settle(search: &mut Search<'_>, groups: &[Group], order: &Order) {
    search.begin(Phase::Ties);
    let levels = levels(groups, &search.choice().served);
    let served = search.choice().served;
    let out = levels.iter().flatten().copied().filter(|&at| served[at] == 0).collect();
    let alive = alive(search, out);
    let half = |at: &usize| served[*at] > 0 && i64::from(served[*at]) < groups[*at].size();
    let open =
        levels.into_iter().filter(|level| level.iter().any(|at| alive.contains(at) || half(at)));
    let open: BTreeSet<usize> = open.flatten().collect();
    // The bounds of the stages before were shown over all that could be served.
    let loose = search.model.loose.clone();
    draw(search, groups, order, &open);
    search.model.loose = loose;
}

/// Keeps needs of open groups in draw order.
fn draw(search: &mut Search<'_>, groups: &[Group], order: &Order, open: &BTreeSet<usize>) {
    let group_of: BTreeMap<u32, usize> =
        open.iter().flat_map(|&at| groups[at].needs.iter().map(move |&need| (need, at))).collect();
    let mut kept: BTreeMap<usize, i64> = BTreeMap::new();
    let mut closed = BTreeSet::new();
    for need in &order.by_draw {
        let Some(&group) = group_of.get(need) else { continue };
        if closed.contains(&group) {
            continue;
        }
        let kept = kept.entry(group).or_default();
        let wanted = *kept + 1;
        let serves = |search: &Search<'_>| i64::from(search.choice().served[group]) >= wanted;
        if !serves(search) {
            search.improve(Sense::Most, &[(search.model.group(group), 1)]);
        }
        if search.is_stopped() {
            return;
        }
        if serves(search) {
            *kept = wanted;
            search.model.bound(group, wanted, groups[group].size());
        } else {
            closed.insert(group);
            search.model.bound(group, *kept, *kept);
        }
    }
}

/// Those of some groups that an equal plan may serve.
fn alive(search: &mut Search<'_>, groups: Vec<usize>) -> BTreeSet<usize> {
    let mut alive = BTreeSet::new();
    let mut todo = vec![groups];
    while let Some(mut some) = todo.pop() {
        if some.is_empty() {
            continue;
        }
        let worths: Vec<(u32, i64)> = some.iter().map(|&at| (search.model.group(at), 1)).collect();
        let none = search.improve(Sense::Most, &worths) == Some(0);
        if search.is_stopped() {
            break;
        }
        if none {
            continue;
        }
        if some.len() == 1 {
            alive.extend(some);
        } else {
            todo.push(some.split_off(some.len() / 2));
            todo.push(some);
        }
    }
    alive
}

/// Groups of one tier and score, where some of them is served and some is not.
fn levels(groups: &[Group], served: &[u32]) -> Vec<Vec<usize>> {
    let mut levels: BTreeMap<(u8, u16), Vec<usize>> = BTreeMap::new();
    for (at, group) in groups.iter().enumerate().filter(|(_, group)| !group.decided) {
        levels.entry((group.tier, group.score)).or_default().push(at);
    }
    let can_move = |level: &Vec<usize>| {
        let some = level.iter().any(|&at| served[at] > 0);
        let not_all = level.iter().any(|&at| i64::from(served[at]) < groups[at].size());
        level.len() > 1 && some && not_all
    };
    levels.into_values().filter(can_move).collect()
}
