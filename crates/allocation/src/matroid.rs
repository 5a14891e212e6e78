//! Who can be served together: a transversal matroid, and its greedy.
//!
//! Sets of needs that can be matched to units are the independent sets of a transversal matroid
//! (Edmonds and Fulkerson 1965), so the greedy in priority order is optimal for every objective that
//! follows that order (Rado 1957, Edmonds 1971): most served in tier 1, then tier 2, …, then score; and
//! it is the strict rule itself. Independence is tested by an augmenting path (Berge 1957), found with
//! [`labels`](crate::labels). When none exists, all that can be reached is closed for ever (its units
//! are all held by needs ranked at or before this one, and nothing it can exchange with is free): the
//! rank at which it closed is the dual, λ on the classes and μ on the lots.

use crate::labels::Search;
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
    let graph = &market.graph;
    let mut search = Search::new(graph, &market.units);
    let mut base = Base {
        served: vec![false; market.class_of.len()],
        lambda: vec![None; graph.classes()],
        mu: vec![None; graph.lots()],
    };
    for (place, &need) in order.by_rank.iter().enumerate() {
        let class = market.class_of[need as usize];
        if base.lambda[class as usize].is_some() {
            continue;
        }
        if search.serve(class) {
            base.served[need as usize] = true;
            continue;
        }
        for closed in search.closed() {
            base.lambda[closed as usize] = Some(place as u32);
            for arc in graph.row(closed) {
                let mu = &mut base.mu[graph.lot(arc) as usize];
                *mu = mu.or(Some(place as u32));
            }
        }
    }
    base
}
