//! What the town did before, gone through again: down the list with what is in stock, then down the list
//! with the money, and once more without what fell short of its minimum order.

use std::collections::BTreeSet;

use super::facts::Facts;
use super::openings::Opening;

struct Till<'a> {
    facts: &'a Facts<'a>,
    units: Vec<u64>,
    cents: Vec<i64>,
    bought: Vec<u64>,
    struck: BTreeSet<usize>,
}

/// Per need, whether it would have been served.
pub(crate) fn practice(facts: &Facts<'_>) -> Vec<bool> {
    let mut till = Till {
        facts,
        units: facts.situation.lots().iter().map(|lot| lot.units.into()).collect(),
        cents: Vec::new(),
        bought: Vec::new(),
        struck: BTreeSet::new(),
    };
    let mut stocked = vec![false; facts.order.len()];
    for &need in &facts.order {
        stocked[need] = till.try_all(need, false);
    }
    let shelf = till.units.clone();
    loop {
        till.units.clone_from(&shelf);
        till.cents = facts.situation.funds().iter().map(|fund| fund.available.cents()).collect();
        till.bought = vec![0; facts.situation.catalogue().len()];
        let mut served = stocked.clone();
        for &need in facts.order.iter().filter(|&&need| !stocked[need]) {
            served[need] = till.try_all(need, true);
        }
        let items = facts.situation.catalogue().iter().enumerate();
        let short: Vec<usize> = items
            .filter(|(at, item)| (1..item.minimum_order.into()).contains(&till.bought[*at]))
            .map(|(at, _)| at)
            .collect();
        if short.is_empty() {
            return served;
        }
        till.struck.extend(short);
    }
}

impl Till<'_> {
    fn try_all(&mut self, need: usize, buying: bool) -> bool {
        for parts in self.facts.open(need) {
            let before = (self.units.clone(), self.cents.clone(), self.bought.clone());
            if parts.iter().all(|open| self.try_one(open, buying)) {
                return true;
            }
            (self.units, self.cents, self.bought) = before;
        }
        false
    }

    fn try_one(&mut self, open: &[(Opening, u32)], buying: bool) -> bool {
        let lot = open.iter().find_map(|(opening, _)| match opening {
            Opening::Lot(lot) if self.units[*lot] > 0 => Some(*lot),
            _ => None,
        });
        if let Some(lot) = lot {
            self.units[lot] -= 1;
            return true;
        }
        let price = |item: usize| self.facts.situation.catalogue()[item].price.cents();
        let payable = open.iter().filter_map(|(opening, _)| match *opening {
            Opening::Offer { item, fund } => Some((price(item), fund, item)),
            Opening::Lot(_) => None,
        });
        let payable = payable.filter(|(price, fund, item)| {
            buying && *price <= self.cents[*fund] && !self.struck.contains(item)
        });
        let Some((price, fund, item)) = payable.min() else { return false };
        self.cents[fund] -= price;
        self.bought[item] += 1;
        true
    }
}
