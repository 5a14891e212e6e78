//! The best fit on the face: a transportation problem, solved by the primal-dual method.
//!
//! Shortest augmenting paths with node prices (Ford and Fulkerson 1957; Edmonds and Karp 1972), all
//! paths of one length at a time by a blocking flow (Dinic 1970). Fits are small whole numbers, so there
//! are few lengths. The prices that remain prove the optimum: no arc with room has a negative reduced
//! cost `fit + price of class − price of lot`.
//!
//! Lower bounds on the classes come first: once what is sure is routed, letting the rest in opens no
//! cycle through the source, so the flow stays of least cost for its size.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use domain::allocation::FitPrices;

use crate::bipartite::Bipartite;

/// A flow of least cost, and the prices that prove it.
pub(crate) struct Flow {
    /// Per arc, its units.
    pub on: Vec<u32>,
    /// Per lot, its units in use.
    pub used: Vec<u32>,
    /// Per class, its units.
    pub sent: Vec<u32>,
    /// The proof.
    pub prices: FitPrices,
}

impl Flow {
    /// The reduced cost of an arc.
    pub fn reduced(&self, graph: &Bipartite, arc: usize) -> i64 {
        i64::from(graph.cost(arc)) + self.prices.class[graph.class(arc) as usize]
            - self.prices.lot[graph.lot(arc) as usize]
    }
}

/// Sends `least` units from every class, then as many as the lots take up to `most`, at least cost.
pub(crate) fn solve(graph: &Bipartite, units: &[u32], least: &[u32], most: &[u32]) -> Flow {
    let mut solver = Solver::new(graph, units);
    solver.left = least.to_vec();
    solver.route();
    let sent: Vec<u32> = least.iter().zip(&solver.left).map(|(all, left)| all - left).collect();
    solver.left = most.iter().zip(least).map(|(most, least)| most - least).collect();
    let may_send = |class: usize| solver.left[class] > 0;
    let highest =
        (0..graph.classes()).filter(|&c| may_send(c)).map(|c| solver.flow.prices.class[c]);
    solver.flow.prices.source = highest.fold(solver.flow.prices.source, i64::max);
    solver.route();
    let more =
        most.iter().zip(least).zip(&solver.left).map(|((most, least), left)| most - least - left);
    let mut flow = solver.flow;
    flow.sent = sent.iter().zip(more).map(|(sent, more)| sent + more).collect();
    flow
}

const FAR: i64 = i64::MAX;
const UNSEEN: u32 = u32::MAX;

struct Solver<'a> {
    graph: &'a Bipartite,
    units: &'a [u32],
    flow: Flow,
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
        let (on, used) = (vec![0; graph.arcs()], vec![0; lots]);
        Self {
            graph,
            units,
            flow: Flow { on, used, sent: vec![0; classes], prices },
            left: vec![0; classes],
            class_far: vec![FAR; classes],
            lot_far: vec![FAR; lots],
            class_step: vec![UNSEEN; classes],
            lot_step: vec![UNSEEN; lots],
            class_next: vec![0; classes],
            lot_next: vec![0; lots],
        }
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
        let prices = &self.flow.prices;
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
                    let through = far + self.flow.reduced(self.graph, arc);
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
            if self.flow.used[lot as usize] < self.units[lot as usize] {
                nearest = nearest.min(far + prices.lot[lot as usize] - prices.sink);
            }
            // A used arc has reduced cost 0: going back over it is free.
            for &arc in self.graph.into(lot) {
                let class = self.graph.class(arc as usize);
                if self.flow.on[arc as usize] > 0 && far < self.class_far[class as usize] {
                    self.class_far[class as usize] = far;
                    heap.push(Reverse((far, class)));
                }
            }
        }
        (nearest < FAR).then_some(nearest)
    }

    fn reprice(&mut self, length: i64) {
        let prices = &mut self.flow.prices;
        for (price, far) in prices.class.iter_mut().zip(&self.class_far) {
            *price += length.min(*far);
        }
        for (price, far) in prices.lot.iter_mut().zip(&self.lot_far) {
            *price += length.min(*far);
        }
        prices.sink += length;
    }

    /// Breadth first over arcs of reduced cost 0; whether a free unit is in sight.
    fn layers(&mut self) -> bool {
        self.class_step.fill(UNSEEN);
        self.lot_step.fill(UNSEEN);
        let mut queue: Vec<u32> =
            (0..self.graph.classes() as u32).filter(|&c| self.starts(c)).collect();
        for &class in &queue {
            self.class_step[class as usize] = 0;
            self.class_next[class as usize] = self.graph.row(class).start;
        }
        let (mut head, mut found) = (0, false);
        while let Some(&class) = queue.get(head) {
            head += 1;
            let step = self.class_step[class as usize];
            for arc in self.graph.row(class) {
                let lot = self.graph.lot(arc);
                if self.lot_step[lot as usize] != UNSEEN || self.flow.reduced(self.graph, arc) != 0
                {
                    continue;
                }
                self.lot_step[lot as usize] = step + 1;
                self.lot_next[lot as usize] = 0;
                found |= self.ends(lot);
                for &back in self.graph.into(lot) {
                    let holder = self.graph.class(back as usize);
                    if self.flow.on[back as usize] > 0 && self.class_step[holder as usize] == UNSEEN
                    {
                        self.class_step[holder as usize] = step + 2;
                        self.class_next[holder as usize] = self.graph.row(holder).start;
                        queue.push(holder);
                    }
                }
            }
        }
        found
    }

    fn starts(&self, class: u32) -> bool {
        let prices = &self.flow.prices;
        self.left[class as usize] > 0 && prices.class[class as usize] == prices.source
    }

    fn ends(&self, lot: u32) -> bool {
        let prices = &self.flow.prices;
        let at = lot as usize;
        self.flow.used[at] < self.units[at] && prices.lot[at] == prices.sink
    }

    /// A blocking flow through the layers.
    fn block(&mut self) {
        for class in 0..self.graph.classes() as u32 {
            while self.starts(class) {
                let Some(path) = self.path(class) else { break };
                self.push(class, &path);
            }
        }
    }

    /// Depth first from a class: arcs forward and back in turn, the last one to a free unit.
    fn path(&mut self, start: u32) -> Option<Vec<usize>> {
        let mut path: Vec<usize> = Vec::new();
        let mut class = start;
        loop {
            if let Some(arc) = self.forward(class) {
                path.push(arc);
                if self.ends(self.graph.lot(arc)) {
                    return Some(path);
                }
            } else {
                self.class_step[class as usize] = UNSEEN;
                let back = path.pop()?;
                self.lot_next[self.graph.lot(back) as usize] += 1;
            }
            // Here the last arc of the path leads to a lot that has no free unit.
            let arc = *path.last()?;
            let lot = self.graph.lot(arc);
            if let Some(back) = self.back(lot) {
                path.push(back);
                class = self.graph.class(back);
            } else {
                self.lot_step[lot as usize] = UNSEEN;
                path.pop();
                class = self.graph.class(arc);
                self.class_next[class as usize] += 1;
            }
        }
    }

    fn forward(&mut self, class: u32) -> Option<usize> {
        let step = self.class_step[class as usize];
        let end = self.graph.row(class).end;
        let mut arc = self.class_next[class as usize];
        while step != UNSEEN && arc < end {
            let lot = self.graph.lot(arc) as usize;
            if self.lot_step[lot] == step + 1 && self.flow.reduced(self.graph, arc) == 0 {
                self.class_next[class as usize] = arc;
                return Some(arc);
            }
            arc += 1;
        }
        self.class_next[class as usize] = end;
        None
    }

    fn back(&mut self, lot: u32) -> Option<usize> {
        let step = self.lot_step[lot as usize];
        let into = self.graph.into(lot);
        let mut next = self.lot_next[lot as usize];
        while let Some(&arc) = into.get(next) {
            let holder = self.graph.class(arc as usize) as usize;
            if self.flow.on[arc as usize] > 0 && self.class_step[holder] == step + 1 {
                self.lot_next[lot as usize] = next;
                return Some(arc as usize);
            }
            next += 1;
        }
        self.lot_next[lot as usize] = next;
        None
    }

    fn push(&mut self, start: u32, path: &[usize]) {
        let Some(&last) = path.last() else { return };
        let lot = self.graph.lot(last) as usize;
        let room = (self.units[lot] - self.flow.used[lot]).min(self.left[start as usize]);
        let given_up = path.iter().skip(1).step_by(2).map(|&arc| self.flow.on[arc]);
        let amount = given_up.fold(room, u32::min);
        for (at, &arc) in path.iter().enumerate() {
            if at % 2 == 0 {
                self.flow.on[arc] += amount;
            } else {
                self.flow.on[arc] -= amount;
            }
        }
        self.flow.used[lot] += amount;
        self.left[start as usize] -= amount;
    }
}
