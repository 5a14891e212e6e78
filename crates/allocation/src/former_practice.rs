//! What the town did before: down the list in priority order, each family gets the first acceptable unit
//! (most wanted kind first, then lots in id order), and nothing is ever re-assigned.

use crate::market::Market;
use crate::order::Order;

/// Per need, whether the former practice would have served it.
pub(crate) fn served(market: &Market, order: &Order) -> Vec<bool> {
    let graph = &market.graph;
    let mut free = market.units.clone();
    let rows: Vec<Vec<usize>> = (0..graph.classes() as u32)
        .map(|class| {
            let mut row: Vec<usize> = graph.row(class).collect();
            // Stable: inside a choice, lots stay in id order.
            row.sort_by_key(|&arc| graph.cost(arc) / 100);
            row
        })
        .collect();
    let mut served = vec![false; market.class_of.len()];
    for &need in &order.by_rank {
        let row = &rows[market.class_of[need as usize] as usize];
        let first = row.iter().map(|&arc| graph.lot(arc) as usize).find(|&lot| free[lot] > 0);
        if let Some(lot) = first {
            free[lot] -= 1;
            served[need as usize] = true;
        }
    }
    served
}
