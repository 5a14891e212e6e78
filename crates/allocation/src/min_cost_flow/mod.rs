//! The best fit on the face: a transportation problem, solved by the primal-dual method.
//!
//! Shortest augmenting paths with node prices (Ford and Fulkerson 1957; Edmonds and Karp 1972), all
//! paths of one length at a time by a blocking flow (Dinic 1970). Fits are small whole numbers, so there
//! are few lengths. The prices that remain prove the optimum: no arc with room has a negative reduced
//! cost `fit + price of class − price of lot`.
//!
//! Lower bounds on the classes come first: once what is sure is routed, letting the rest in opens no
//! cycle through the source, so the flow stays of least cost for its size.

mod blocking;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use domain::allocation::FitPrices;

use crate::bipartite::Bipartite;

/// A flow of least cost, and the prices that prove it.
pub(crate) struct Flow {
    /// The arcs that flows of least cost may use: those of reduced cost 0.
    pub graph: Bipartite,
    /// Per arc, its units.
    pub on: Vec<u32>,
    /// Per lot, its units in use.
    pub used: Vec<u32>,
    /// Per class, its units.
    pub sent: Vec<u32>,
    /// The proof.
    pub prices: FitPrices,
}

/// Sends `least` units from every class, then as many as the lots take up to `most`, at least cost.
pub(crate) fn solve(graph: &Bipartite, units: &[u32], least: &[u32], most: &[u32]) -> Flow {
    let mut solver = Solver::new(graph, units);
    solver.left = least.to_vec();
    solver.route();
    let sent: Vec<u32> = least.iter().zip(&solver.left).map(|(all, left)| all - left).collect();
    solver.left = most.iter().zip(least).map(|(most, least)| most - least).collect();
    let may_send = |class: usize| solver.left[class] > 0;
    let highest = (0..graph.classes()).filter(|&c| may_send(c)).map(|c| solver.prices.class[c]);
    solver.prices.source = highest.fold(solver.prices.source, i64::max);
    solver.route();
    let more =
        most.iter().zip(least).zip(&solver.left).map(|((most, least), left)| most - least - left);
    let sent = sent.iter().zip(more).map(|(sent, more)| sent + more).collect();
    solver.finish(sent)
}

/// Per arc, the units that send exactly so many from every class at least cost; none if the lots cannot
/// take them all.
pub(crate) fn route(graph: &Bipartite, units: &[u32], send: &[u32]) -> Option<Vec<u32>> {
    let mut solver = Solver::new(graph, units);
    solver.left = send.to_vec();
    solver.route();
    solver.left.iter().all(|&left| left == 0).then_some(solver.on)
}

const FAR: i64 = i64::MAX;
const UNSEEN: u32 = u32::MAX;

struct Solver<'a> {
    graph: &'a Bipartite,
    units: &'a [u32],
    on: Vec<u32>,
    used: Vec<u32>,
    prices: FitPrices,
    /// Per class, what is still to be sent.
    left: Vec<u32>,
    class_far: Vec<i64>,
    lot_far: Vec<i64>,
    class_step: Vec<u32>,
    lot_step: Vec<u32>,
    class_next: Vec<usize>,
    lot_next: Vec<usize>,
}

impl<'a> Solver<'a> {
    fn new(graph: &'a Bipartite, units: &'a [u32]) -> Self {
        let (classes, lots) = (graph.classes(), graph.lots());
        let prices = FitPrices { class: vec![0; classes], lot: vec![0; lots], source: 0, sink: 0 };
        Self {
            graph,
            units,
            on: vec![0; graph.arcs()],
            used: vec![0; lots],
            prices,
            left: vec![0; classes],
            class_far: vec![FAR; classes],
            lot_far: vec![FAR; lots],
            class_step: vec![UNSEEN; classes],
            lot_step: vec![UNSEEN; lots],
            class_next: vec![0; classes],
            lot_next: vec![0; lots],
        }
    }

    /// What is left of the cost of an arc after the prices of its ends.
    fn reduced(&self, arc: usize) -> i64 {
        i64::from(self.graph.cost(arc)) + self.prices.class[self.graph.class(arc) as usize]
            - self.prices.lot[self.graph.lot(arc) as usize]
    }

    fn finish(self, sent: Vec<u32>) -> Flow {
        let graph = self.graph;
        let tight = |&arc: &usize| self.reduced(arc) == 0;
        let row = |class: u32| {
            let arcs = graph.row(class).filter(tight);
            arcs.map(|arc| (graph.lot(arc), graph.cost(arc))).collect()
        };
        let rows: Vec<Vec<(u32, u32)>> = (0..graph.classes() as u32).map(row).collect();
        // Arcs keep their order, and every used arc is tight.
        let on = (0..graph.arcs()).filter(tight).map(|arc| self.on[arc]).collect();
        let (used, prices) = (self.used, self.prices);
        Flow { graph: Bipartite::of(&rows, graph.lots()), on, used, sent, prices }
    }

    fn route(&mut self) {
        while let Some(length) = self.distances() {
            self.reprice(length);
            while self.layers() {
                self.block();
            }
        }
    }

    /// Dijkstra from all that is left to send to the nearest free unit, over reduced costs.
    fn distances(&mut self) -> Option<i64> {
        self.class_far.fill(FAR);
        self.lot_far.fill(FAR);
        let classes = self.graph.classes() as u32;
        let prices = &self.prices;
        let mut heap = BinaryHeap::new();
        for class in (0..classes).filter(|&class| self.left[class as usize] > 0) {
            let far = prices.source - prices.class[class as usize];
            self.class_far[class as usize] = far;
            heap.push(Reverse((far, class)));
        }
        let mut nearest = FAR;
        while let Some(Reverse((far, node))) = heap.pop() {
            if far >= nearest {
                break;
            }
            if node < classes {
                if far > self.class_far[node as usize] {
                    continue;
                }
                for arc in self.graph.row(node) {
                    let lot = self.graph.lot(arc);
                    let through = far + self.reduced(arc);
                    if through < self.lot_far[lot as usize] {
                        self.lot_far[lot as usize] = through;
                        heap.push(Reverse((through, classes + lot)));
                    }
                }
                continue;
            }
            let lot = node - classes;
            if far > self.lot_far[lot as usize] {
                continue;
            }
            if self.used[lot as usize] < self.units[lot as usize] {
                nearest = nearest.min(far + prices.lot[lot as usize] - prices.sink);
            }
            // A used arc has reduced cost 0: going back over it is free.
            for &arc in self.graph.column(lot) {
                let class = self.graph.class(arc as usize);
                if self.on[arc as usize] > 0 && far < self.class_far[class as usize] {
                    self.class_far[class as usize] = far;
                    heap.push(Reverse((far, class)));
                }
            }
        }
        (nearest < FAR).then_some(nearest)
    }

    fn reprice(&mut self, length: i64) {
        let prices = &mut self.prices;
        for (price, far) in prices.class.iter_mut().zip(&self.class_far) {
            *price += length.min(*far);
        }
        for (price, far) in prices.lot.iter_mut().zip(&self.lot_far) {
            *price += length.min(*far);
        }
        prices.sink += length;
    }
}
