//! Under `count`, the draw among plans that are equal in all else: the earliest need in draw order is
//! served, then the next.
//!
//! Only needs of one tier and score can stand for each other. In draw order each is kept if some plan that
//! is equal in every stage serves it together with all those kept before.

use std::collections::BTreeMap;

use milp::Sense;

use super::groups::Group;
use super::search::Search;
use crate::order::Order;

/// Makes the served set the first by draw.
pub(crate) fn settle(search: &mut Search<'_>, groups: &[Group], order: &Order) {
    let open = open(groups, &search.choice().served);
    let group_of: BTreeMap<u32, usize> =
        open.iter().flat_map(|&at| groups[at].needs.iter().map(move |&need| (need, at))).collect();
    let mut kept: BTreeMap<usize, i64> = open.iter().map(|&at| (at, 0)).collect();
    let mut closed: BTreeMap<usize, bool> = BTreeMap::new();
    for need in &order.by_draw {
        let Some(&group) = group_of.get(need) else { continue };
        if closed.contains_key(&group) {
            continue;
        }
        let kept = kept.entry(group).or_default();
        let wanted = *kept + 1;
        if i64::from(search.choice().served[group]) < wanted {
            search.improve(Sense::Most, &[(search.model.group(group), 1)]);
        }
        if i64::from(search.choice().served[group]) >= wanted {
            *kept = wanted;
            search.model.bound(group, wanted, groups[group].size());
        } else {
            closed.insert(group, true);
            search.model.bound(group, *kept, *kept);
        }
    }
}

/// Groups that others of their tier and score could stand for.
fn open(groups: &[Group], served: &[u32]) -> Vec<usize> {
    let mut levels: BTreeMap<(u8, u16), Vec<usize>> = BTreeMap::new();
    for (at, group) in groups.iter().enumerate() {
        levels.entry((group.tier, group.score)).or_default().push(at);
    }
    let can_move = |level: &Vec<usize>| {
        let some = level.iter().any(|&at| served[at] > 0);
        let not_all = level.iter().any(|&at| i64::from(served[at]) < groups[at].size());
        level.len() > 1 && some && not_all
    };
    levels.into_values().filter(can_move).flatten().collect()
}
