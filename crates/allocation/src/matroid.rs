//! Who can be served together: a transversal matroid, and its greedy.
//!
//! Sets of needs that can be matched to units are the independent sets of a transversal matroid
//! (Edmonds and Fulkerson 1965), so the greedy in priority order is optimal for every objective that
//! follows that order (Rado 1957, Edmonds 1971): most served in tier 1, then tier 2, …, then score; and
//! it is the strict rule itself. Independence is tested by an augmenting path (Berge 1957). When none
//! exists, all that the search reached is closed for ever (its units are all held by needs ranked at
//! or before this one, and nothing it can exchange with is free): the rank at which it closed is the
//! dual, λ on the classes and μ on the lots.

use crate::bipartite::Bipartite;
use crate::market::Market;
use crate::order::Order;

/// The greedy's outcome.
pub(crate) struct Base {
    /// Per need, whether it is served.
    pub served: Vec<bool>,
    /// λ: per class, the place of the need at which it closed.
    pub lambda: Vec<Option<u32>>,
    /// μ: per lot, the same.
    pub mu: Vec<Option<u32>>,
}

/// Serves each need in order if that is possible together with all those served before it.
pub(crate) fn greedy(market: &Market, order: &Order) -> Base {
    let mut search = Search::new(&market.graph, &market.units);
    let mut served = vec![false; market.class_of.len()];
    for (place, &need) in order.by_rank.iter().enumerate() {
        let class = market.class_of[need as usize];
        served[need as usize] = search.serve(class, place as u32);
    }
    Base { served, lambda: search.lambda, mu: search.mu }
}

/// A growing matching, class by class.
struct Search<'a> {
    graph: &'a Bipartite,
    free: Vec<u32>,
    flow: Vec<u32>,
    /// Per class, the first arc whose lot may still be free: lots only fill up.
    direct: Vec<usize>,
    lambda: Vec<Option<u32>>,
    mu: Vec<Option<u32>>,
    /// Marks of the current search: its number on what it has seen.
    number: u32,
    seen_class: Vec<u32>,
    seen_lot: Vec<u32>,
    /// Per seen lot, the arc it was reached by; per seen class, the arc whose unit it would give up.
    reached_lot: Vec<usize>,
    reached_class: Vec<usize>,
    queue: Vec<u32>,
}

impl<'a> Search<'a> {
    fn new(graph: &'a Bipartite, units: &[u32]) -> Self {
        let (classes, lots) = (graph.classes(), graph.lots());
        Self {
            graph,
            free: units.to_vec(),
            flow: vec![0; graph.arcs()],
            direct: (0..classes as u32).map(|class| graph.row(class).start).collect(),
            lambda: vec![None; classes],
            mu: vec![None; lots],
            number: 0,
            seen_class: vec![0; classes],
            seen_lot: vec![0; lots],
            reached_lot: vec![0; lots],
            reached_class: vec![0; classes],
            queue: Vec::new(),
        }
    }

    /// One more unit for a class, if that can be had; else closes all that was reached.
    fn serve(&mut self, class: u32, place: u32) -> bool {
        if self.lambda[class as usize].is_some() {
            return false;
        }
        let end = self.graph.row(class).end;
        let next = &mut self.direct[class as usize];
        while *next < end && self.free[self.graph.lot(*next) as usize] == 0 {
            *next += 1;
        }
        if *next < end {
            self.flow[*next] += 1;
            self.free[self.graph.lot(*next) as usize] -= 1;
            return true;
        }
        match self.free_lot(class) {
            Some(lot) => self.augment(class, lot),
            None => self.close(place),
        }
    }

    /// Breadth first from a class to a lot with a free unit.
    fn free_lot(&mut self, class: u32) -> Option<u32> {
        self.number += 1;
        self.queue.clear();
        self.queue.push(class);
        self.seen_class[class as usize] = self.number;
        let mut head = 0;
        while let Some(&class) = self.queue.get(head) {
            head += 1;
            for arc in self.graph.row(class) {
                let lot = self.graph.lot(arc);
                let at = lot as usize;
                if self.seen_lot[at] == self.number || self.mu[at].is_some() {
                    continue;
                }
                self.seen_lot[at] = self.number;
                self.reached_lot[at] = arc;
                if self.free[at] > 0 {
                    return Some(lot);
                }
                for &back in self.graph.into(lot) {
                    let holder = self.graph.class(back as usize) as usize;
                    if self.flow[back as usize] > 0 && self.seen_class[holder] != self.number {
                        self.seen_class[holder] = self.number;
                        self.reached_class[holder] = back as usize;
                        self.queue.push(holder as u32);
                    }
                }
            }
        }
        None
    }

    fn augment(&mut self, class: u32, lot: u32) -> bool {
        self.free[lot as usize] -= 1;
        let mut lot = lot;
        loop {
            let arc = self.reached_lot[lot as usize];
            self.flow[arc] += 1;
            let from = self.graph.class(arc);
            if from == class {
                return true;
            }
            let back = self.reached_class[from as usize];
            self.flow[back] -= 1;
            lot = self.graph.lot(back);
        }
    }

    fn close(&mut self, place: u32) -> bool {
        for &class in &self.queue {
            self.lambda[class as usize] = Some(place);
            for arc in self.graph.row(class) {
                let mu = &mut self.mu[self.graph.lot(arc) as usize];
                *mu = mu.or(Some(place));
            }
        }
        false
    }
}
