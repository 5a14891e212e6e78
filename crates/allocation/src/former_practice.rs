//! What the town did before: down the list in priority order, each family gets the first acceptable unit
//! (most wanted alternative first, then lots in id order), and nothing is ever re-assigned. Then, down the
//! list again, what is missing is bought for those who got nothing, the cheapest that a fund still pays.
//! What does not reach its minimum order is struck off, and buying begins again without it.

use domain::allocation::Situation;

use crate::market::Market;
use crate::order::Order;

/// Per need, whether the former practice would have served it.
pub(crate) fn served(situation: &Situation, market: &Market, order: &Order) -> Vec<bool> {
    let mut desk = Desk {
        market,
        rows: rows(situation, market),
        units: market.units.clone(),
        cents: situation.funds().iter().map(|fund| fund.available.cents()).collect(),
        ordered: vec![0; situation.catalogue().len()],
        struck: vec![false; situation.catalogue().len()],
        price: situation.catalogue().iter().map(|item| item.price.cents()).collect(),
    };
    let mut from_stock = vec![false; market.class_of.len()];
    for &need in &order.by_rank {
        from_stock[need as usize] = desk.serve(market.class_of[need as usize], false);
    }
    let before = (desk.units.clone(), desk.cents.clone());
    loop {
        let mut served = from_stock.clone();
        (desk.units, desk.cents) = before.clone();
        desk.ordered.fill(0);
        for &need in order.by_rank.iter().filter(|&&need| !from_stock[need as usize]) {
            served[need as usize] = desk.serve(market.class_of[need as usize], true);
        }
        let mut again = false;
        for (at, item) in situation.catalogue().iter().enumerate() {
            if (1..item.minimum_order).contains(&desk.ordered[at]) {
                desk.struck[at] = true;
                again = true;
            }
        }
        if !again {
            return served;
        }
    }
}

/// Per class, its alternatives in order; per part, its options in the order in which they are tried.
type Rows = Vec<Vec<Vec<Vec<u32>>>>;

struct Desk<'a> {
    market: &'a Market,
    rows: Rows,
    units: Vec<u32>,
    cents: Vec<i64>,
    /// Per item, units bought so far, and whether it is struck off.
    ordered: Vec<u32>,
    struck: Vec<bool>,
    price: Vec<i64>,
}

impl Desk<'_> {
    /// Serves one need of a class; half a bundle is given back.
    fn serve(&mut self, class: u32, buying: bool) -> bool {
        let market = self.market;
        for alternative in 0..self.rows[class as usize].len() {
            let mut taken: Vec<u32> = Vec::new();
            let parts = self.rows[class as usize][alternative].len();
            for part in 0..parts {
                let options = self.rows[class as usize][alternative][part].iter().copied();
                let can = |&option: &u32| match market.offer(option) {
                    None => self.units[option as usize] > 0,
                    Some(offer) => {
                        let item = offer.item as usize;
                        let paid = self.price[item] <= self.cents[offer.fund as usize];
                        buying && paid && !self.struck[item]
                    }
                };
                let Some(option) = options.into_iter().find(can) else { break };
                self.take(option, true);
                taken.push(option);
            }
            if taken.len() == parts {
                return true;
            }
            taken.into_iter().for_each(|option| self.take(option, false));
        }
        false
    }

    fn take(&mut self, option: u32, forward: bool) {
        let (units, sign) = if forward { (1, -1) } else { (-1, 1) };
        match self.market.offer(option) {
            None => {
                let left = &mut self.units[option as usize];
                *left = left.saturating_add_signed(sign);
            }
            Some(offer) => {
                let item = offer.item as usize;
                self.cents[offer.fund as usize] += i64::from(sign) * self.price[item];
                self.ordered[item] = self.ordered[item].saturating_add_signed(units);
            }
        }
    }
}

fn rows(situation: &Situation, market: &Market) -> Rows {
    let graph = &market.graph;
    // Lots first, in id order; then offers, the cheapest first, funds in id order.
    let place = |option: u32| match market.offer(option) {
        None => (0, 0, option, 0),
        Some(offer) => {
            let item = &situation.catalogue()[offer.item as usize];
            (1, item.price.cents(), offer.fund, offer.item)
        }
    };
    let sorted = |options: &mut Vec<u32>| options.sort_by_key(|&option| place(option));
    (0..market.classes as u32)
        .map(|class| {
            let mut alternatives: Vec<(u32, Vec<Vec<u32>>)> = Vec::new();
            for arc in graph.row(class) {
                let (choice, option) = (graph.cost(arc) / 100, graph.lot(arc));
                match alternatives.iter_mut().find(|(known, _)| *known == choice) {
                    Some((_, parts)) => parts[0].push(option),
                    None => alternatives.push((choice, vec![vec![option]])),
                }
            }
            for bundle in &market.bundles[market.bundles_of(class)] {
                let options = |leg| graph.row(leg).map(|arc| graph.lot(arc)).collect();
                alternatives.push((bundle.choice, bundle.legs().map(options).collect()));
            }
            alternatives.sort_by_key(|(choice, _)| *choice);
            alternatives.iter_mut().flat_map(|(_, parts)| parts).for_each(sorted);
            alternatives.into_iter().map(|(_, parts)| parts).collect()
        })
        .collect()
}
