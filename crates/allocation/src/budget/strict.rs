//! The rule `strict`: in order, a need is served if and only if that is possible together with all those
//! served before it.
//!
//! A window of groups is decided at once: each need is worth more than all that follow it in the window
//! together, so the greatest worth is the first in the order of the rule. Worths stay small: the window
//! ends before they would not.

use milp::Sense;

use super::groups::Group;
use super::refusals;
use super::search::Search;
use crate::order::Order;

/// The greatest worth in a window: far below what floating point tells apart.
const WINDOW: i64 = 1 << 14;

/// Settles who is served.
pub(crate) fn settle(search: &mut Search<'_>, groups: &[Group], order: &Order) {
    let (mut next, mut ended) = (0, true);
    while next < groups.len() {
        let window = window(&groups[next..]);
        let worths: Vec<(u32, i64)> =
            (next..).zip(&window).map(|(at, worth)| (search.model.group(at), *worth)).collect();
        let sizes = groups[next..].iter().map(Group::size);
        let all: i64 = window.iter().zip(sizes).map(|(worth, size)| worth * size).sum();
        search.model.program.aim(Sense::Most, worths.iter().copied());
        if search.value() < all {
            let claim = search.improve(Sense::Most, &worths);
            ended &= claim == Some(search.value());
        }
        let served = search.choice().served;
        for (at, served) in served.iter().enumerate().skip(next).take(window.len()) {
            search.model.fix(at, i64::from(*served));
        }
        next += window.len();
    }
    refusals::prove(search, groups, order, ended);
}

/// The worth of one need of each group in a window: more than all that follow together.
fn window(groups: &[Group]) -> Vec<i64> {
    let mut sizes = Vec::new();
    let mut greatest = 1;
    for group in groups {
        greatest *= group.size() + 1;
        if greatest > WINDOW && !sizes.is_empty() {
            break;
        }
        sizes.push(group.size());
    }
    let mut worths = vec![1; sizes.len()];
    for at in (1..sizes.len()).rev() {
        worths[at - 1] = worths[at] * (sizes[at] + 1);
    }
    worths
}
