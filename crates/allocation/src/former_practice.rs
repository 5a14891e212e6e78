//! What the town did before: down the list in priority order, each family gets the first acceptable unit
//! (most wanted alternative first, then lots in id order), and nothing is ever re-assigned. Then, down the
//! list again, what is missing is bought for those who got nothing, the cheapest that a fund still pays.
//! What does not reach its minimum order is struck off, and buying begins again without it.

use domain::allocation::Situation;

use crate::market::Market;
use crate::order::Order;

/// What one need was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Gift {
    /// The bundle of the market, if it is one.
    pub bundle: Option<usize>,
    /// One for each part.
    pub options: Vec<u32>,
}

/// Per need, whether the former practice would have served it.
pub(crate) fn served(situation: &Situation, market: &Market, order: &Order) -> Vec<bool> {
    let served = of(situation, market, order, |_| ());
    served.iter().map(Option::is_some).collect()
}

/// Per need, what is kept of what the former practice would have given it; none if nothing.
pub(crate) fn of<T: Clone>(
    situation: &Situation,
    market: &Market,
    order: &Order,
    keep: impl Fn(Gift) -> T,
) -> Vec<Option<T>> {
    let mut desk = Desk {
        market,
        rows: rows(situation, market),
        units: market.units.clone(),
        cents: situation.funds().iter().map(|fund| fund.available.cents()).collect(),
        ordered: vec![0; situation.catalogue().len()],
        struck: vec![false; situation.catalogue().len()],
        price: situation.catalogue().iter().map(|item| item.price.cents()).collect(),
    };
    let mut from_stock: Vec<Option<T>> = vec![None; market.class_of.len()];
    for &need in &order.by_rank {
        from_stock[need as usize] = desk.serve(market.class_of[need as usize], false).map(&keep);
    }
    let before = (desk.units.clone(), desk.cents.clone());
    loop {
        let mut gifts = from_stock.clone();
        (desk.units, desk.cents) = before.clone();
        desk.ordered.fill(0);
        for &need in order.by_rank.iter().filter(|&&need| from_stock[need as usize].is_none()) {
            gifts[need as usize] = desk.serve(market.class_of[need as usize], true).map(&keep);
        }
        let mut again = false;
        for (at, item) in situation.catalogue().iter().enumerate() {
            if (1..item.minimum_order).contains(&desk.ordered[at]) {
                desk.struck[at] = true;
                again = true;
            }
        }
        if !again {
            return gifts;
        }
    }
}

/// Per class, its alternatives in order.
type Rows = Vec<Vec<Ways>>;

/// One alternative.
struct Ways {
    choice: u32,
    bundle: Option<usize>,
    /// Per part, its options in the order in which they are tried.
    parts: Vec<Vec<u32>>,
}

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
    /// What one need of a class is given; half a bundle is given back.
    fn serve(&mut self, class: u32, buying: bool) -> Option<Gift> {
        let market = self.market;
        for alternative in 0..self.rows[class as usize].len() {
            let mut taken: Vec<u32> = Vec::new();
            let Ways { bundle, ref parts, .. } = self.rows[class as usize][alternative];
            let parts = parts.len();
            for part in 0..parts {
                let options = self.rows[class as usize][alternative].parts[part].iter().copied();
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
                return Some(Gift { bundle, options: taken });
            }
            taken.into_iter().for_each(|option| self.take(option, false));
        }
        None
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
            let mut alternatives: Vec<Ways> = Vec::new();
            for arc in graph.row(class) {
                let (choice, option) = (graph.cost(arc) / 100, graph.lot(arc));
                match alternatives.iter_mut().find(|known| known.choice == choice) {
                    Some(known) => known.parts[0].push(option),
                    None => {
                        alternatives.push(Ways { choice, bundle: None, parts: vec![vec![option]] });
                    }
                }
            }
            for at in market.bundles_of(class) {
                let bundle = market.bundles[at];
                let options = |leg| graph.row(leg).map(|arc| graph.lot(arc)).collect();
                let parts = bundle.legs().map(options).collect();
                alternatives.push(Ways { choice: bundle.choice, bundle: Some(at), parts });
            }
            alternatives.sort_by_key(|known| known.choice);
            alternatives.iter_mut().flat_map(|known| &mut known.parts).for_each(sorted);
            alternatives
        })
        .collect()
}
