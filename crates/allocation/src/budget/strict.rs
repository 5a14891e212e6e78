//! The rule `strict`: in order, a need is served if and only if that is possible together with all those
//! served before it.
//!
//! Needs are decided many at a time. A *stride* asks whether all of the next groups can be served, or none
//! of them: either answer decides them all. Where neither is so, a *window* is decided at once: each need is
//! worth more than all that follow it in the window together, so the greatest worth is the first in the
//! order of the rule (worths stay small: the window ends before they would not). A group is refused without
//! asking when its class, or one that could be given all that its class could, was refused before: serving
//! it would have made room for that one.

use domain::allocation::StageProof;
use milp::Sense;

use super::cover::Cover;
use super::groups::Group;
use super::refusals;
use super::search::Search;
use crate::order::Order;
use crate::progress::Phase;

/// The greatest worth in a window: far below what floating point tells apart.
const WINDOW: i64 = 1 << 14;

/// How many groups the shortest stride has.
const STRIDE: usize = 16;

/// Settles who is served, and proves it as far as integers can.
pub(crate) fn settle(search: &mut Search<'_>, groups: &[Group], order: &Order) {
    search.begin(Phase::Order);
    let ended = walk(search, groups, groups.len());
    search.is_open = false;
    if search.may_prove {
        search.begin(Phase::Refusals);
        refusals::prove(search, groups, order, ended);
    } else {
        let claim = ended.then_some(order.by_rank.len() as i64);
        search.decided = StageProof::Bound { limit: 0, claim };
    }
}

/// Settles who is served of the first groups; whether every search ended.
pub(crate) fn walk(search: &mut Search<'_>, groups: &[Group], end: usize) -> bool {
    let market = search.model.market;
    let mut walk = Walk { groups, cover: Cover::of(market), next: 0, stride: STRIDE, ended: true };
    search.follow_order();
    while walk.next < end
        && let Some(live) = walk.live(search)
    {
        search.meter.part(walk.next, groups.len());
        if !walk.incumbent(search, &live) && !walk.all_or_none(search, &live) {
            walk.window(search, &live);
        }
        if search.is_stopped() {
            walk.ended = false;
            break;
        }
    }
    search.leave_order();
    walk.ended
}

/// How far the order has been gone through.
struct Walk<'a> {
    groups: &'a [Group],
    cover: Cover<'a>,
    /// The first group that is not decided.
    next: usize,
    /// How many groups are asked for at once.
    stride: usize,
    /// Whether every search ended.
    ended: bool,
}

impl Walk<'_> {
    /// The next groups that are not decided yet, as many as a stride has; none when all are.
    fn live(&mut self, search: &mut Search<'_>) -> Option<Vec<usize>> {
        let mut live = Vec::new();
        for at in self.next..self.groups.len() {
            if self.cover.is_refused(self.groups[at].class) {
                search.model.fix(at, 0);
                if live.is_empty() {
                    self.next = at + 1;
                }
            } else if live.len() < self.stride {
                live.push(at);
            } else {
                break;
            }
        }
        (!live.is_empty()).then_some(live)
    }

    /// What the best values so far serve of the very next groups is settled for nothing.
    fn incumbent(&mut self, search: &mut Search<'_>, live: &[usize]) -> bool {
        let served = search.choice().served;
        let whole = |at: &&usize| i64::from(served[**at]) == self.groups[**at].size();
        let many = live.iter().take_while(whole).count();
        for &at in &live[..many] {
            self.decide(search, at, self.groups[at].size());
        }
        many > 0
    }

    /// Decides a stride at once if all of it can be served, or nothing.
    fn all_or_none(&mut self, search: &mut Search<'_>, live: &[usize]) -> bool {
        if live.len() < STRIDE {
            return false;
        }
        let worths: Vec<(u32, i64)> = live.iter().map(|&at| (search.model.group(at), 1)).collect();
        let all: i64 = live.iter().map(|&at| self.groups[at].size()).sum();
        let claim = search.improve(Sense::Most, &worths);
        let value = search.value();
        let decided = value == all || (value == 0 && claim == Some(0));
        if search.is_stopped() {
            return true;
        }
        if decided {
            for &at in live {
                self.decide(search, at, if value == 0 { 0 } else { self.groups[at].size() });
            }
            self.stride *= 2;
        } else {
            self.stride = (live.len() / 4).max(1);
        }
        decided
    }

    /// Decides the first groups one by one, in one search.
    fn window(&mut self, search: &mut Search<'_>, live: &[usize]) {
        let worths = worths(live.iter().map(|&at| self.groups[at].size()));
        let live = &live[..worths.len()];
        let aim: Vec<(u32, i64)> =
            live.iter().zip(&worths).map(|(&at, worth)| (search.model.group(at), *worth)).collect();
        let claim = search.improve(Sense::Most, &aim);
        if search.is_stopped() {
            return;
        }
        self.ended &= claim == Some(search.value());
        let served = search.choice().served;
        for &at in live {
            self.decide(search, at, served[at].into());
        }
        self.stride = STRIDE;
    }

    fn decide(&mut self, search: &mut Search<'_>, at: usize, served: i64) {
        search.model.fix(at, served);
        if served < self.groups[at].size() {
            self.cover.refuse(self.groups[at].class);
        }
        self.next = self.next.max(at + 1);
    }
}

/// The worth of one need of each group in a window: more than all that follow together.
fn worths(sizes: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut window = Vec::new();
    let mut greatest = 1;
    for size in sizes {
        greatest *= size + 1;
        if greatest > WINDOW && !window.is_empty() {
            break;
        }
        window.push(size);
    }
    let mut worths = vec![1; window.len()];
    for at in (1..window.len()).rev() {
        worths[at - 1] = worths[at] * (window[at] + 1);
    }
    worths
}
