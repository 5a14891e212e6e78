//! All shortest paths of one length at once: a blocking flow through layers (Dinic 1970).

use super::{Solver, UNSEEN};

impl Solver<'_> {
    /// Breadth first over arcs of reduced cost 0; whether a free unit is in sight.
    pub(super) fn layers(&mut self) -> bool {
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
                if self.lot_step[lot as usize] != UNSEEN || self.reduced(arc) != 0 {
                    continue;
                }
                self.lot_step[lot as usize] = step + 1;
                self.lot_next[lot as usize] = 0;
                found |= self.ends(lot);
                for &back in self.graph.column(lot) {
                    let holder = self.graph.class(back as usize);
                    if self.on[back as usize] > 0 && self.class_step[holder as usize] == UNSEEN {
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
        let prices = &self.prices;
        self.left[class as usize] > 0 && prices.class[class as usize] == prices.source
    }

    fn ends(&self, lot: u32) -> bool {
        let prices = &self.prices;
        let at = lot as usize;
        self.used[at] < self.units[at] && prices.lot[at] == prices.sink
    }

    /// A blocking flow through the layers.
    pub(super) fn block(&mut self) {
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
            if self.lot_step[lot] == step + 1 && self.reduced(arc) == 0 {
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
        let into = self.graph.column(lot);
        let mut next = self.lot_next[lot as usize];
        while let Some(&arc) = into.get(next) {
            let holder = self.graph.class(arc as usize) as usize;
            if self.on[arc as usize] > 0 && self.class_step[holder] == step + 1 {
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
        let room = (self.units[lot] - self.used[lot]).min(self.left[start as usize]);
        let given_up = path.iter().skip(1).step_by(2).map(|&arc| self.on[arc]);
        let amount = given_up.fold(room, u32::min);
        for (at, &arc) in path.iter().enumerate() {
            if at % 2 == 0 {
                self.on[arc] += amount;
            } else {
                self.on[arc] -= amount;
            }
        }
        self.used[lot] += amount;
        self.left[start as usize] -= amount;
    }
}
