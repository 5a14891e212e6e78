//! Classes and their facts, derived again: needs to which the same is open, at the same fit.

use std::collections::{BTreeSet, HashMap};

use domain::allocation::Offer;

use super::facts::{Facts, Parts};
use super::openings::Opening;
use crate::Violation;

/// What decides a class: what is open to single parts with its fit, and the bundles that can be had.
type Key = (Vec<(Opening, u32)>, Vec<(usize, Parts)>);

pub(crate) fn check(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    let keys: Vec<Key> = facts.open.iter().map(|open| key(facts, open)).collect();
    let mut numbers: HashMap<&Key, usize> = HashMap::new();
    for (at, line) in facts.plan.lines.iter().enumerate() {
        let key = &keys[facts.kin[at]];
        let next = numbers.len();
        let mut is_new = false;
        let number = *numbers.entry(key).or_insert_with(|| {
            is_new = true;
            next
        });
        if usize::try_from(line.class) != Ok(number) {
            found.push(Violation::Class { need: line.need.clone() });
        }
        if is_new && !is_told(facts, number, key) {
            found.push(Violation::ClassFacts { class: number });
        }
    }
    if numbers.len() != facts.plan.classes.len() {
        found.push(Violation::Total { total: "classes" });
    }
}

fn key(facts: &Facts<'_>, open: &[Parts]) -> Key {
    let payable = |opening: &Opening| match *opening {
        Opening::Lot(_) => true,
        Opening::Offer { item, fund } => {
            let item = &facts.situation.catalogue()[item];
            item.price <= facts.situation.funds()[fund].available
        }
    };
    let mut key = (Vec::new(), Vec::new());
    for (choice, parts) in open.iter().enumerate() {
        let mut parts = parts.clone();
        parts.iter_mut().for_each(|open| open.retain(|(opening, _)| payable(opening)));
        match parts.as_slice() {
            [single] => {
                let rank = 100 * choice as u32;
                key.0.extend(single.iter().map(|(opening, penalty)| (*opening, rank + penalty)));
            }
            _ if parts.iter().all(|open| !open.is_empty()) => key.1.push((choice, parts)),
            _ => {}
        }
    }
    key.0.sort_unstable();
    key
}

fn is_told(facts: &Facts<'_>, class: usize, key: &Key) -> bool {
    let Some(told) = facts.plan.classes.get(class) else { return false };
    let bundles = key.1.iter().flat_map(|(_, parts)| parts).flatten();
    let (mut lots, mut offers) = (BTreeSet::new(), BTreeSet::new());
    for (opening, _) in key.0.iter().chain(bundles) {
        match *opening {
            Opening::Lot(lot) => {
                lots.insert(lot);
            }
            Opening::Offer { item, fund } => {
                let fund = facts.situation.funds()[fund].fund.clone();
                let item = facts.situation.catalogue()[item].item.clone();
                offers.insert(Offer { fund, item });
            }
        }
    }
    let ahead: u64 = lots.iter().map(|&lot| facts.used[lot]).sum();
    told.lots.iter().eq(lots.iter().map(|&lot| &facts.situation.lots()[lot].lot))
        && told.offers.iter().eq(&offers)
        && told.served_ahead == ahead
        && told.threshold.is_none()
}
