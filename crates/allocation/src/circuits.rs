//! Thresholds and who is next, from fundamental circuits.
//!
//! What an unserved need could replace is its fundamental circuit in the matroid: the served needs of
//! all that its class reaches in the residual network. It does not depend on which optimal assignment
//! was chosen. The weakest of them is the published threshold τ (`allocation.md` §2.3): ranked before it
//! the need would be served, after it not. One more unit in a lot serves the best-ranked unserved need
//! that reaches that lot. Both are one pass over the strongly connected components (Tarjan 1972).

use std::collections::BTreeMap;

use domain::allocation::Rule;

use crate::bipartite::Bipartite;
use crate::market::Market;
use crate::order::Order;

/// What the residual network says of each class and need.
pub(crate) struct Circuits {
    /// Per class, the place of the weakest served need in its reach; none if a unit is free there.
    pub threshold: Vec<Option<u32>>,
    /// Per unserved need that is next somewhere, the lots where one more unit would go to it.
    pub next_for: BTreeMap<u32, Vec<u32>>,
}

/// Reads the residual network of an assignment.
pub(crate) fn of(
    market: &Market,
    order: &Order,
    rule: Rule,
    lot_of: &[Option<(u32, u32)>],
) -> Circuits {
    let residual = Residual::of(market, lot_of);
    let mut weakest: Vec<Option<u32>> = vec![None; market.graph.classes()];
    let mut first_unmet: Vec<Option<u32>> = weakest.clone();
    for (need, lot) in lot_of.iter().enumerate() {
        let (class, place) = (market.class_of[need] as usize, order.place[need]);
        if lot.is_some() {
            weakest[class] = weakest[class].max(Some(place));
        } else {
            first_unmet[class] = Some(first_unmet[class].map_or(place, |first| first.min(place)));
        }
    }
    let parts = residual.components();
    let free = parts.gather(&residual, |node| residual.is_free_lot(node).then_some(()));
    let reach = parts.gather(&residual, |node| weakest.get(node).copied().flatten());
    let threshold = (0..market.graph.classes())
        .map(|class| reach[class].filter(|_| free[class].is_none()))
        // No rank comes before a decision by hand.
        .map(|place| place.filter(|&place| place >= order.decided))
        .collect();
    let next = parts.spread(&residual, |node| first_unmet.get(node).copied().flatten());
    let alone = alone_at_level(market, order, rule, lot_of);
    let mut next_for: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (lot, place) in next[market.graph.classes()..].iter().enumerate() {
        let Some(need) = place.map(|place| order.by_rank[place as usize]) else { continue };
        if alone(need) {
            next_for.entry(need).or_default().push(lot as u32);
        }
    }
    Circuits { threshold, next_for }
}

/// Under `count`, needs of different classes with one (tier, score) may change places for fit: who is
/// next is then exact only when no other class has an unserved need at that level.
fn alone_at_level<'a>(
    market: &'a Market,
    order: &'a Order,
    rule: Rule,
    lot_of: &[Option<(u32, u32)>],
) -> impl Fn(u32) -> bool + use<'a> {
    let mut class_at: BTreeMap<u32, Option<u32>> = BTreeMap::new();
    for (need, _) in lot_of.iter().enumerate().filter(|(_, lot)| lot.is_none()) {
        let class = market.class_of[need];
        let only = class_at.entry(order.level_of(need as u32)).or_insert(Some(class));
        *only = only.filter(|&only| only == class);
    }
    move |need| {
        let level = order.level_of(need);
        rule == Rule::Strict || class_at.get(&level).is_some_and(Option::is_some)
    }
}

/// The residual network: classes first, then lots. A class leads to every lot that is open to it, a lot
/// to every class that holds a unit of it.
struct Residual<'a> {
    graph: &'a Bipartite,
    on: Vec<u32>,
    free: Vec<u32>,
}

impl<'a> Residual<'a> {
    fn of(market: &'a Market, lot_of: &[Option<(u32, u32)>]) -> Self {
        let graph = &market.graph;
        let (mut on, mut free) = (vec![0; graph.arcs()], market.units.clone());
        for (need, given) in lot_of.iter().enumerate() {
            let Some((lot, _)) = *given else { continue };
            free[lot as usize] -= 1;
            let row = graph.row(market.class_of[need]);
            let offset = row.clone().position(|arc| graph.lot(arc) == lot);
            on[row.start + offset.unwrap_or_default()] += 1;
        }
        Self { graph, on, free }
    }

    fn nodes(&self) -> usize {
        self.graph.classes() + self.graph.lots()
    }

    fn is_free_lot(&self, node: usize) -> bool {
        node.checked_sub(self.graph.classes()).is_some_and(|lot| self.free[lot] > 0)
    }

    /// The `at`-th arc out of a node: where it leads, `None` inside for an arc that carries nothing;
    /// `None` outside past the last.
    fn arc(&self, node: usize, at: usize) -> Option<Option<usize>> {
        let classes = self.graph.classes();
        if node < classes {
            let arc = self.graph.row(node as u32).nth(at)?;
            return Some(Some(classes + self.graph.lot(arc) as usize));
        }
        let arc = *self.graph.column((node - classes) as u32).get(at)? as usize;
        Some((self.on[arc] > 0).then(|| self.graph.class(arc) as usize))
    }

    fn out(&self, node: usize) -> impl Iterator<Item = usize> {
        (0..).map_while(move |at| self.arc(node, at)).flatten()
    }

    /// Strongly connected components, those that others lead to first.
    fn components(&self) -> Parts {
        const NEW: u32 = u32::MAX;
        let mut parts = Parts { of: vec![NEW; self.nodes()], in_order: Vec::new() };
        let mut index = vec![NEW; self.nodes()];
        let mut low = vec![0u32; self.nodes()];
        let (mut open, mut count, mut found) = (Vec::new(), 0, 0);
        for root in 0..self.nodes() {
            if index[root] != NEW {
                continue;
            }
            let mut calls: Vec<(usize, usize)> = vec![(root, 0)];
            while let Some((node, at)) = calls.last_mut() {
                let node = *node;
                if *at == 0 {
                    index[node] = count;
                    low[node] = count;
                    count += 1;
                    open.push(node);
                }
                let step = self.arc(node, *at);
                *at += 1;
                match step {
                    Some(None) => {}
                    Some(Some(next)) if index[next] == NEW => calls.push((next, 0)),
                    Some(Some(next)) if parts.of[next] == NEW => {
                        low[node] = low[node].min(index[next]);
                    }
                    Some(Some(_)) => {}
                    None => {
                        calls.pop();
                        if let Some(&(caller, _)) = calls.last() {
                            low[caller] = low[caller].min(low[node]);
                        }
                        if low[node] == index[node] {
                            while let Some(member) = open.pop() {
                                parts.of[member] = found;
                                parts.in_order.push(member);
                                if member == node {
                                    break;
                                }
                            }
                            found += 1;
                        }
                    }
                }
            }
        }
        parts
    }
}

/// Strongly connected components, numbered so that arcs lead to smaller numbers.
struct Parts {
    of: Vec<u32>,
    in_order: Vec<usize>,
}

impl Parts {
    /// Per node, the greatest value in its reach.
    fn gather<T: Copy + Ord>(
        &self,
        residual: &Residual<'_>,
        own: impl Fn(usize) -> Option<T>,
    ) -> Vec<Option<T>> {
        let mut best: Vec<Option<T>> = vec![None; self.in_order.len()];
        for &node in &self.in_order {
            let reach = residual.out(node).map(|next| best[self.of[next] as usize]).max().flatten();
            let part = &mut best[self.of[node] as usize];
            *part = (*part).max(reach).max(own(node));
        }
        self.of.iter().map(|&part| best[part as usize]).collect()
    }

    /// Per node, the smallest place among the nodes that reach it.
    fn spread(
        &self,
        residual: &Residual<'_>,
        own: impl Fn(usize) -> Option<u32>,
    ) -> Vec<Option<u32>> {
        let first = |a: Option<u32>, b: Option<u32>| a.into_iter().chain(b).min();
        let mut best: Vec<Option<u32>> = vec![None; self.in_order.len()];
        for node in 0..self.of.len() {
            let part = &mut best[self.of[node] as usize];
            *part = first(*part, own(node));
        }
        for &node in self.in_order.iter().rev() {
            let here = best[self.of[node] as usize];
            for next in residual.out(node) {
                let part = &mut best[self.of[next] as usize];
                *part = first(*part, here);
            }
        }
        self.of.iter().map(|&part| best[part as usize]).collect()
    }
}
