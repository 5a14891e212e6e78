//! Under `count`: which of the equal plans serves whom, by draw.
//!
//! Needs at their class's cut-off may change places as long as fit stays the same: along a path of arcs
//! of reduced cost 0 from one class to another (an exchange on the optimal face). In draw order each is
//! kept if some plan of the face serves it together with all those kept before: greedy, so the earliest
//! in draw order is served, then the next. What a search reached without finding anyone to replace can
//! never do better, because keeping only removes choices: each arc is searched in vain once.

use crate::face::Face;
use crate::market::Market;
use crate::min_cost_flow::Flow;
use crate::order::Order;

/// Per need, whether it is served. The flow is changed to serve exactly these.
pub(crate) fn by_draw(market: &Market, order: &Order, face: &Face, flow: &mut Flow) -> Vec<bool> {
    let spare = flow.sent.iter().zip(&face.least).map(|(sent, least)| sent - least).collect();
    let (classes, lots) = (flow.graph.classes(), flow.graph.lots());
    let mut exchange = Exchange {
        flow,
        spare,
        number: 0,
        seen_class: vec![0; classes],
        seen_lot: vec![0; lots],
        reached_class: vec![0; classes],
        reached_lot: vec![0; lots],
        queue: Vec::new(),
    };
    let mut served = face.sure.clone();
    for &need in order.by_draw.iter().filter(|&&need| face.free[need as usize]) {
        served[need as usize] = exchange.keep(market.class_of[need as usize]);
    }
    served
}

/// Seen in a search that found nothing: seen for good.
const FOR_GOOD: u32 = u32::MAX;

struct Exchange<'a> {
    flow: &'a mut Flow,
    /// Per class, the units at its cut-off that no kept need claims yet.
    spare: Vec<u32>,
    number: u32,
    seen_class: Vec<u32>,
    seen_lot: Vec<u32>,
    reached_class: Vec<usize>,
    reached_lot: Vec<usize>,
    queue: Vec<u32>,
}

impl Exchange<'_> {
    /// Keeps one more need of a class if a plan of the face can.
    fn keep(&mut self, class: u32) -> bool {
        if self.spare[class as usize] > 0 {
            self.spare[class as usize] -= 1;
            return true;
        }
        if !self.is_level(class) || self.seen_class[class as usize] == FOR_GOOD {
            return false;
        }
        let Some(loser) = self.search(class) else {
            for &class in &self.queue {
                self.seen_class[class as usize] = FOR_GOOD;
            }
            for seen in self.seen_lot.iter_mut().filter(|seen| **seen == self.number) {
                *seen = FOR_GOOD;
            }
            return false;
        };
        self.replace(class, loser);
        true
    }

    /// Whether serving one more or one fewer of a class leaves the fit as it is.
    fn is_level(&self, class: u32) -> bool {
        self.flow.prices.class[class as usize] == self.flow.prices.source
    }

    /// Breadth first over arcs of reduced cost 0, to a class with a unit to spare.
    fn search(&mut self, start: u32) -> Option<u32> {
        self.number += 1;
        self.queue.clear();
        self.queue.push(start);
        self.seen_class[start as usize] = self.number;
        let mut head = 0;
        while let Some(&class) = self.queue.get(head) {
            head += 1;
            for arc in self.flow.graph.row(class) {
                let lot = self.flow.graph.lot(arc);
                let seen = &mut self.seen_lot[lot as usize];
                if *seen >= self.number {
                    continue;
                }
                *seen = self.number;
                self.reached_lot[lot as usize] = arc;
                for &back in self.flow.graph.column(lot) {
                    let holder = self.flow.graph.class(back as usize);
                    let at = holder as usize;
                    if self.flow.on[back as usize] == 0 || self.seen_class[at] >= self.number {
                        continue;
                    }
                    self.seen_class[at] = self.number;
                    self.reached_class[at] = back as usize;
                    self.queue.push(holder);
                    if self.spare[at] > 0 && self.is_level(holder) {
                        return Some(holder);
                    }
                }
            }
        }
        None
    }

    fn replace(&mut self, winner: u32, loser: u32) {
        self.spare[loser as usize] -= 1;
        self.flow.sent[loser as usize] -= 1;
        self.flow.sent[winner as usize] += 1;
        let mut class = loser;
        while class != winner {
            let back = self.reached_class[class as usize];
            self.flow.on[back] -= 1;
            let arc = self.reached_lot[self.flow.graph.lot(back) as usize];
            self.flow.on[arc] += 1;
            class = self.flow.graph.class(arc);
        }
    }
}
