//! A two-sided graph in compressed rows: classes on one side, lots on the other, a cost on each arc.

use std::ops::Range;

/// Arcs are numbered row by row; inside a row they are in lot order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bipartite {
    start: Vec<u32>,
    class: Vec<u32>,
    lot: Vec<u32>,
    cost: Vec<u32>,
    into_start: Vec<u32>,
    into: Vec<u32>,
}

impl Bipartite {
    /// From rows of (lot, cost), each in lot order.
    pub fn of<R: AsRef<[(u32, u32)]>>(rows: &[R], lots: usize) -> Self {
        let mut graph = Self { start: vec![0], ..Self::default() };
        for (class, row) in rows.iter().enumerate() {
            for &(lot, cost) in row.as_ref() {
                graph.class.push(class as u32);
                graph.lot.push(lot);
                graph.cost.push(cost);
            }
            graph.start.push(graph.lot.len() as u32);
        }
        let mut into_start = vec![0u32; lots + 1];
        for &lot in &graph.lot {
            into_start[lot as usize + 1] += 1;
        }
        for lot in 0..lots {
            into_start[lot + 1] += into_start[lot];
        }
        let mut next = into_start.clone();
        graph.into = vec![0; graph.lot.len()];
        for (arc, &lot) in graph.lot.iter().enumerate() {
            graph.into[next[lot as usize] as usize] = arc as u32;
            next[lot as usize] += 1;
        }
        graph.into_start = into_start;
        graph
    }

    /// How many classes.
    pub fn classes(&self) -> usize {
        self.start.len() - 1
    }

    /// How many lots.
    pub fn lots(&self) -> usize {
        self.into_start.len() - 1
    }

    /// How many arcs.
    pub fn arcs(&self) -> usize {
        self.lot.len()
    }

    /// The arcs of a class, in lot order.
    pub fn row(&self, class: u32) -> Range<usize> {
        self.start[class as usize] as usize..self.start[class as usize + 1] as usize
    }

    /// The arcs into a lot, in class order.
    pub fn column(&self, lot: u32) -> &[u32] {
        let lot = lot as usize;
        &self.into[self.into_start[lot] as usize..self.into_start[lot + 1] as usize]
    }

    /// Where an arc comes from.
    pub fn class(&self, arc: usize) -> u32 {
        self.class[arc]
    }

    /// Where an arc goes.
    pub fn lot(&self, arc: usize) -> u32 {
        self.lot[arc]
    }

    /// What a unit on an arc adds to the fit.
    pub fn cost(&self, arc: usize) -> u32 {
        self.cost[arc]
    }
}
