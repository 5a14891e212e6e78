//! Augmenting paths with distance labels (Goldberg and Tarjan 1988; Ahuja and Orlin 1991).
//!
//! A label is a lower bound on the distance to a free unit, and paths step down by one. Augmenting keeps
//! the bounds true, so the labels serve all searches of a solve and only ever rise. A label that passes
//! the limit asks for certainty: one breadth-first search either closes all it reached, for good, or
//! finds a free unit, and then all labels are measured again.

use crate::bipartite::Bipartite;

/// A matching that grows by one need at a time.
pub(crate) struct Search<'a> {
    graph: &'a Bipartite,
    free: Vec<u32>,
    on: Vec<u32>,
    class_label: Vec<u32>,
    lot_label: Vec<u32>,
    /// Per class and lot, the first arc that may still lead down.
    class_next: Vec<usize>,
    lot_next: Vec<usize>,
    lot_closed: Vec<bool>,
    limit: u32,
    number: u32,
    seen_class: Vec<u32>,
    seen_lot: Vec<u32>,
    queue: Vec<u32>,
}

/// One step of a search.
enum Step {
    Found,
    Lost,
}

impl<'a> Search<'a> {
    /// Nobody served yet.
    pub fn new(graph: &'a Bipartite, units: &[u32]) -> Self {
        let (classes, lots) = (graph.classes(), graph.lots());
        let full = |&units: &u32| u32::from(units == 0);
        Self {
            graph,
            free: units.to_vec(),
            on: vec![0; graph.arcs()],
            class_label: vec![1; classes],
            lot_label: units.iter().map(full).collect(),
            class_next: (0..classes as u32).map(|class| graph.row(class).start).collect(),
            lot_next: vec![0; lots],
            lot_closed: vec![false; lots],
            limit: 16,
            number: 0,
            seen_class: vec![0; classes],
            seen_lot: vec![0; lots],
            queue: Vec::new(),
        }
    }

    /// One more unit for a class, if that can be had together with all that was given before;
    /// otherwise all that was reached is closed.
    pub fn serve(&mut self, class: u32) -> bool {
        loop {
            if matches!(self.descend(class), Step::Found) {
                return true;
            }
            if !self.reaches_free(class) {
                self.close();
                return false;
            }
            self.measure();
        }
    }

    /// The classes that the last failed search closed.
    pub fn closed(&self) -> impl Iterator<Item = u32> {
        self.queue.iter().copied()
    }

    /// Follows labels down to a free unit; lost when a label passes the limit.
    fn descend(&mut self, start: u32) -> Step {
        let mut path: Vec<usize> = Vec::new();
        let mut class = start;
        loop {
            if let Some(arc) = self.lot_below(class) {
                let lot = self.graph.lot(arc);
                if self.free[lot as usize] > 0 {
                    path.push(arc);
                    self.augment(&path, lot);
                    return Step::Found;
                }
                if let Some(back) = self.holder_below(lot) {
                    path.extend([arc, back]);
                    class = self.graph.class(back);
                } else {
                    self.raise_lot(lot);
                }
            } else {
                self.raise_class(class);
                if self.class_label[class as usize] > self.limit {
                    return Step::Lost;
                }
                if path.pop().is_some() {
                    class = path.pop().map_or(start, |arc| self.graph.class(arc));
                }
            }
        }
    }

    fn lot_below(&mut self, class: u32) -> Option<usize> {
        let label = self.class_label[class as usize];
        let end = self.graph.row(class).end;
        let below = |&arc: &usize| {
            let lot = self.graph.lot(arc) as usize;
            !self.lot_closed[lot] && self.lot_label[lot] + 1 == label
        };
        let found = (self.class_next[class as usize]..end).find(below);
        self.class_next[class as usize] = found.unwrap_or(end);
        found
    }

    fn holder_below(&mut self, lot: u32) -> Option<usize> {
        let label = self.lot_label[lot as usize];
        let into = self.graph.column(lot);
        let below = |&at: &usize| {
            let arc = into[at] as usize;
            self.on[arc] > 0 && self.class_label[self.graph.class(arc) as usize] + 1 == label
        };
        let found = (self.lot_next[lot as usize]..into.len()).find(below);
        self.lot_next[lot as usize] = found.unwrap_or(into.len());
        found.map(|at| into[at] as usize)
    }

    fn raise_class(&mut self, class: u32) {
        let row = self.graph.row(class);
        let lots = row.clone().map(|arc| self.graph.lot(arc) as usize);
        let lowest = lots.filter(|&lot| !self.lot_closed[lot]).map(|lot| self.lot_label[lot]).min();
        self.class_label[class as usize] = lowest.map_or(FAR, |label| label + 1).min(FAR);
        self.class_next[class as usize] = row.start;
    }

    fn raise_lot(&mut self, lot: u32) {
        let held = self.graph.column(lot).iter().filter(|&&arc| self.on[arc as usize] > 0);
        let labels = held.map(|&arc| self.class_label[self.graph.class(arc as usize) as usize]);
        self.lot_label[lot as usize] = labels.min().map_or(FAR, |label| label + 1).min(FAR);
        self.lot_next[lot as usize] = 0;
    }

    fn augment(&mut self, path: &[usize], lot: u32) {
        for (at, &arc) in path.iter().enumerate() {
            if at % 2 == 0 {
                self.on[arc] += 1;
            } else {
                self.on[arc] -= 1;
            }
        }
        self.free[lot as usize] -= 1;
    }

    /// Breadth first over everything: whether a free unit is in reach.
    fn reaches_free(&mut self, class: u32) -> bool {
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
                if self.seen_lot[at] == self.number || self.lot_closed[at] {
                    continue;
                }
                self.seen_lot[at] = self.number;
                if self.free[at] > 0 {
                    return true;
                }
                for &back in self.graph.column(lot) {
                    let holder = self.graph.class(back as usize);
                    let seen = &mut self.seen_class[holder as usize];
                    if self.on[back as usize] > 0 && *seen != self.number {
                        *seen = self.number;
                        self.queue.push(holder);
                    }
                }
            }
        }
        false
    }

    fn close(&mut self) {
        for &class in &self.queue {
            for arc in self.graph.row(class) {
                self.lot_closed[self.graph.lot(arc) as usize] = true;
            }
        }
    }

    /// Exact labels, breadth first from the free units backwards; the limit clears them all.
    fn measure(&mut self) {
        self.class_label.fill(FAR);
        self.lot_label.fill(FAR);
        let mut lots: Vec<u32> =
            (0..self.graph.lots() as u32).filter(|&lot| self.free[lot as usize] > 0).collect();
        for &lot in &lots {
            self.lot_label[lot as usize] = 0;
        }
        let (mut head, mut highest) = (0, 0);
        while let Some(&lot) = lots.get(head) {
            head += 1;
            let label = self.lot_label[lot as usize];
            for &arc in self.graph.column(lot) {
                let class = self.graph.class(arc as usize);
                if self.class_label[class as usize] != FAR {
                    continue;
                }
                self.class_label[class as usize] = label + 1;
                highest = label + 1;
                for held in self.graph.row(class).filter(|&arc| self.on[arc] > 0) {
                    let lot = self.graph.lot(held);
                    if self.lot_label[lot as usize] == FAR {
                        self.lot_label[lot as usize] = label + 2;
                        lots.push(lot);
                    }
                }
            }
        }
        self.limit = 2 * highest + 16;
        for class in 0..self.graph.classes() {
            self.class_next[class] = self.graph.row(class as u32).start;
        }
        self.lot_next.fill(0);
    }
}

/// A label beyond every distance, with room to add one.
const FAR: u32 = u32::MAX / 2;
