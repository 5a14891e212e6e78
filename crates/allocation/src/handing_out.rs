//! Among assignments of one served set with one fit: the earliest need in draw order gets the first
//! lot in id order that any of them gives it, then the next need.
//!
//! A class can have a unit of a lot in some optimal assignment if it has one now, or if the arc lies on
//! a cycle of arcs of reduced cost 0 in the residual network. What a vain search reached is closed: no
//! cycle leaves it, now or later, because handing out only removes choices. So the network is split
//! there for good, and an arc found useless stays useless.

use crate::min_cost_flow::Flow;

/// What a leg is given: the option and its fit.
pub(crate) type Given = (u32, u32);

/// Per leg that asks, in the order in which they ask, what it is given; the flow sends as many units from
/// every leg as ask there.
pub(crate) fn in_turn(
    units: &[u32],
    flow: Flow,
    legs: impl Iterator<Item = u32>,
) -> Vec<Option<Given>> {
    let mut desk = Desk::new(units, flow);
    legs.map(|leg| desk.hand_out(leg)).collect()
}

struct Desk {
    flow: Flow,
    /// Per lot, units that no plan on the face uses together with what is handed out.
    free: Vec<u32>,
    /// Per class, the first arc that may still be useful.
    next: Vec<usize>,
    /// Lots whose units may stay or go at the same fit: the way through the sink.
    at_sink: Vec<u32>,
    part_class: Vec<u32>,
    part_lot: Vec<u32>,
    parts: u32,
    number: u32,
    seen_class: Vec<u32>,
    seen_lot: Vec<u32>,
    seen_sink: u32,
    /// Per lot, the search for whose goal it was marked, and the arc by which the goal holds it.
    held: Vec<u32>,
    held_by: Vec<usize>,
    /// Per seen class, the arc whose unit it gives up; per seen lot, the arc that takes a unit of it.
    reached_class: Vec<usize>,
    reached_lot: Vec<Option<usize>>,
    /// The lot that takes a free unit when the search went through the sink.
    into_sink: u32,
    queue: Vec<u32>,
}

impl Desk {
    fn new(units: &[u32], flow: Flow) -> Self {
        let (classes, lots) = (flow.graph.classes(), flow.graph.lots());
        let free = units.iter().zip(&flow.used).map(|(units, used)| units - used).collect();
        let level = |&lot: &u32| flow.prices.lot[lot as usize] == flow.prices.sink;
        let at_sink = (0..lots as u32).filter(level).collect();
        Self {
            free,
            next: (0..classes as u32).map(|class| flow.graph.row(class).start).collect(),
            at_sink,
            part_class: vec![0; classes],
            part_lot: vec![0; lots],
            parts: 0,
            number: 0,
            seen_class: vec![0; classes],
            seen_lot: vec![0; lots],
            seen_sink: 0,
            held: vec![0; lots],
            held_by: vec![0; lots],
            reached_class: vec![0; classes],
            reached_lot: vec![None; lots],
            into_sink: 0,
            queue: Vec::new(),
            flow,
        }
    }

    fn hand_out(&mut self, class: u32) -> Option<Given> {
        let end = self.flow.graph.row(class).end;
        while self.next[class as usize] < end {
            let arc = self.next[class as usize];
            if self.flow.on[arc] > 0 || self.bring(arc) {
                let lot = self.flow.graph.lot(arc);
                self.flow.on[arc] -= 1;
                self.flow.used[lot as usize] -= 1;
                return Some((lot, self.flow.graph.cost(arc)));
            }
            self.next[class as usize] += 1;
        }
        None
    }

    /// Changes the flow so that the arc carries a unit, if a plan on the face allows it.
    fn bring(&mut self, arc: usize) -> bool {
        let (class, lot) = (self.flow.graph.class(arc), self.flow.graph.lot(arc));
        if self.part_class[class as usize] != self.part_lot[lot as usize] {
            return false;
        }
        if self.search(lot, class) {
            self.turn(arc, class, lot);
            return true;
        }
        self.split();
        false
    }

    /// From a lot that takes one more unit to a lot of which the class gives one up.
    fn search(&mut self, start: u32, goal: u32) -> bool {
        self.number += 1;
        self.queue.clear();
        self.seen_lot[start as usize] = self.number;
        self.reached_lot[start as usize] = None;
        self.queue.push(start);
        for arc in self.flow.graph.row(goal).filter(|&arc| self.flow.on[arc] > 0) {
            let lot = self.flow.graph.lot(arc) as usize;
            (self.held[lot], self.held_by[lot]) = (self.number, arc);
        }
        let mut head = 0;
        while let Some(&lot) = self.queue.get(head) {
            head += 1;
            if self.through_sink(lot, goal) || self.through_classes(lot, goal) {
                return true;
            }
        }
        false
    }

    /// Notes that a lot is reached; whether the goal holds a unit of it.
    fn reach(&mut self, lot: u32, by: Option<usize>, goal: u32) -> bool {
        let at = lot as usize;
        self.seen_lot[at] = self.number;
        self.reached_lot[at] = by;
        self.queue.push(lot);
        let found = self.held[at] == self.number;
        if found {
            self.reached_class[goal as usize] = self.held_by[at];
        }
        found
    }

    /// Every class that holds a unit of the lot can give it up for one of another lot.
    fn through_classes(&mut self, lot: u32, goal: u32) -> bool {
        let part = self.part_lot[lot as usize];
        for at in 0..self.flow.graph.column(lot).len() {
            let back = self.flow.graph.column(lot)[at] as usize;
            let class = self.flow.graph.class(back) as usize;
            let seen = self.seen_class[class] == self.number;
            if self.flow.on[back] == 0 || seen || self.part_class[class] != part {
                continue;
            }
            self.seen_class[class] = self.number;
            self.reached_class[class] = back;
            for arc in self.flow.graph.row(class as u32) {
                let lot = self.flow.graph.lot(arc);
                let open = self.seen_lot[lot as usize] != self.number
                    && self.part_lot[lot as usize] == part;
                if open && self.reach(lot, Some(arc), goal) {
                    return true;
                }
            }
        }
        false
    }

    /// A lot with a free unit at the sink's price can take it, and another there give one back.
    fn through_sink(&mut self, lot: u32, goal: u32) -> bool {
        let level = self.flow.prices.lot[lot as usize] == self.flow.prices.sink;
        if self.seen_sink == self.number || self.free[lot as usize] == 0 || !level {
            return false;
        }
        self.seen_sink = self.number;
        self.into_sink = lot;
        for at in 0..self.at_sink.len() {
            let other = self.at_sink[at];
            let open = self.seen_lot[other as usize] != self.number
                && self.flow.used[other as usize] > 0
                && self.part_lot[other as usize] == self.part_lot[lot as usize];
            if open && self.reach(other, None, goal) {
                return true;
            }
        }
        false
    }

    /// Sends one unit round the cycle that was found.
    fn turn(&mut self, arc: usize, goal: u32, start: u32) {
        let mut class = goal;
        loop {
            let back = self.reached_class[class as usize];
            self.flow.on[back] -= 1;
            let mut lot = self.flow.graph.lot(back);
            if self.reached_lot[lot as usize].is_none() && lot != start {
                self.flow.used[lot as usize] -= 1;
                self.free[lot as usize] += 1;
                lot = self.into_sink;
                self.flow.used[lot as usize] += 1;
                self.free[lot as usize] -= 1;
            }
            let Some(forward) = self.reached_lot[lot as usize] else { break };
            self.flow.on[forward] += 1;
            class = self.flow.graph.class(forward);
        }
        self.flow.on[arc] += 1;
    }

    fn split(&mut self) {
        self.parts += 1;
        for &lot in &self.queue {
            self.part_lot[lot as usize] = self.parts;
            for &back in self.flow.graph.column(lot) {
                let class = self.flow.graph.class(back as usize) as usize;
                if self.seen_class[class] == self.number {
                    self.part_class[class] = self.parts;
                }
            }
        }
    }
}
