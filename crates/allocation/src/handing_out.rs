//! Among assignments of one served set with one fit: the earliest need in draw order gets the first
//! lot in id order that any of them gives it, then the next need.
//!
//! A class can have a unit of a lot in some optimal assignment if it has one now, or if the arc lies on
//! a cycle of arcs of reduced cost 0 in the residual network. What a vain search reached is closed: no
//! cycle leaves it, now or later, because handing out only removes choices. So the network is split
//! there for good, and an arc found useless stays useless.

use crate::bipartite::Bipartite;
use crate::face::Face;
use crate::market::Market;
use crate::min_cost_flow::Flow;
use crate::order::Order;

/// Per need, the lot it gets and the fit, if it is served.
pub(crate) fn by_draw(
    market: &Market,
    order: &Order,
    face: &Face,
    served: &[bool],
    flow: Flow,
) -> Vec<Option<(u32, u32)>> {
    let mut desk = Desk::new(&face.graph, &market.units, flow);
    let mut lot_of = vec![None; served.len()];
    for &need in order.by_draw.iter().filter(|&&need| served[need as usize]) {
        lot_of[need as usize] = desk.hand_out(market.class_of[need as usize]);
    }
    lot_of
}

struct Desk<'a> {
    graph: &'a Bipartite,
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
    /// Per seen class, the arc whose unit it gives up; per seen lot, the arc that takes a unit of it.
    reached_class: Vec<usize>,
    reached_lot: Vec<Option<usize>>,
    /// The lot that takes a free unit when the search went through the sink.
    into_sink: u32,
    queue: Vec<u32>,
}

impl<'a> Desk<'a> {
    fn new(graph: &'a Bipartite, units: &[u32], flow: Flow) -> Self {
        let (classes, lots) = (graph.classes(), graph.lots());
        let free = units.iter().zip(&flow.used).map(|(units, used)| units - used).collect();
        let level = |&lot: &u32| flow.prices.lot[lot as usize] == flow.prices.sink;
        let at_sink = (0..lots as u32).filter(level).collect();
        Self {
            graph,
            free,
            next: (0..classes as u32).map(|class| graph.row(class).start).collect(),
            at_sink,
            part_class: vec![0; classes],
            part_lot: vec![0; lots],
            parts: 0,
            number: 0,
            seen_class: vec![0; classes],
            seen_lot: vec![0; lots],
            seen_sink: 0,
            reached_class: vec![0; classes],
            reached_lot: vec![None; lots],
            into_sink: 0,
            queue: Vec::new(),
            flow,
        }
    }

    fn hand_out(&mut self, class: u32) -> Option<(u32, u32)> {
        let end = self.graph.row(class).end;
        while self.next[class as usize] < end {
            let arc = self.next[class as usize];
            if self.flow.on[arc] > 0 || self.bring(arc) {
                let lot = self.graph.lot(arc);
                self.flow.on[arc] -= 1;
                self.flow.used[lot as usize] -= 1;
                return Some((lot, self.graph.cost(arc)));
            }
            self.next[class as usize] += 1;
        }
        None
    }

    /// Changes the flow so that the arc carries a unit, if a plan on the face allows it.
    fn bring(&mut self, arc: usize) -> bool {
        let (class, lot) = (self.graph.class(arc), self.graph.lot(arc));
        if self.part_class[class as usize] != self.part_lot[lot as usize]
            || self.flow.reduced(self.graph, arc) != 0
        {
            return false;
        }
        if self.search(lot, class) {
            self.turn(arc, class, lot);
            return true;
        }
        self.split();
        false
    }

    /// From a lot that takes one more unit to the class that gives up one elsewhere.
    fn search(&mut self, start: u32, goal: u32) -> bool {
        self.number += 1;
        self.queue.clear();
        self.queue.push(start);
        self.seen_lot[start as usize] = self.number;
        self.reached_lot[start as usize] = None;
        let mut head = 0;
        while let Some(&lot) = self.queue.get(head) {
            head += 1;
            self.through_sink(lot);
            let part = self.part_lot[lot as usize];
            for &back in self.graph.into(lot) {
                let back = back as usize;
                let class = self.graph.class(back) as usize;
                if self.flow.on[back] == 0
                    || self.seen_class[class] == self.number
                    || self.part_class[class] != part
                {
                    continue;
                }
                self.seen_class[class] = self.number;
                self.reached_class[class] = back;
                if class as u32 == goal {
                    return true;
                }
                for arc in self.graph.row(class as u32) {
                    let lot = self.graph.lot(arc);
                    let at = lot as usize;
                    if self.seen_lot[at] != self.number
                        && self.part_lot[at] == part
                        && self.flow.reduced(self.graph, arc) == 0
                    {
                        self.seen_lot[at] = self.number;
                        self.reached_lot[at] = Some(arc);
                        self.queue.push(lot);
                    }
                }
            }
        }
        false
    }

    /// A lot with a free unit at the sink's price can take it, and another there give one back.
    fn through_sink(&mut self, lot: u32) {
        let level = self.flow.prices.lot[lot as usize] == self.flow.prices.sink;
        if self.seen_sink == self.number || self.free[lot as usize] == 0 || !level {
            return;
        }
        self.seen_sink = self.number;
        self.into_sink = lot;
        for &other in &self.at_sink {
            let at = other as usize;
            if self.seen_lot[at] != self.number
                && self.flow.used[at] > 0
                && self.part_lot[at] == self.part_lot[lot as usize]
            {
                self.seen_lot[at] = self.number;
                self.reached_lot[at] = None;
                self.queue.push(other);
            }
        }
    }

    /// Sends one unit round the cycle that was found.
    fn turn(&mut self, arc: usize, goal: u32, start: u32) {
        let mut class = goal;
        loop {
            let back = self.reached_class[class as usize];
            self.flow.on[back] -= 1;
            let mut lot = self.graph.lot(back);
            if self.reached_lot[lot as usize].is_none() && lot != start {
                self.flow.used[lot as usize] -= 1;
                self.free[lot as usize] += 1;
                lot = self.into_sink;
                self.flow.used[lot as usize] += 1;
                self.free[lot as usize] -= 1;
            }
            let Some(forward) = self.reached_lot[lot as usize] else { break };
            self.flow.on[forward] += 1;
            class = self.graph.class(forward);
        }
        self.flow.on[arc] += 1;
    }

    fn split(&mut self) {
        self.parts += 1;
        for &lot in &self.queue {
            self.part_lot[lot as usize] = self.parts;
            for &back in self.graph.into(lot) {
                let class = self.graph.class(back as usize) as usize;
                if self.seen_class[class] == self.number {
                    self.part_class[class] = self.parts;
                }
            }
        }
    }
}
