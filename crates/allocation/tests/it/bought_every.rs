//! Every plan there is of a small situation, and the best of them.

use std::cmp::Reverse;

use domain::allocation::{
    Decision, Rule, Situation, SituationNeed, first_failed_offer, first_failed_rule,
};

/// What one part of a need is given: a lot, or an item on a fund; and its fit.
type Given = (usize, usize, u32);

/// One way to serve everybody who is served, and what it orders.
#[derive(Debug, Clone, Default)]
pub struct Way {
    /// Per need, what each part is given.
    pub given: Vec<Vec<Given>>,
    fit: u64,
    /// Units taken of each lot, and units needed of each (fund, item).
    lots: Vec<u32>,
    offers: Vec<u32>,
}

/// Lots are numbered first, then (fund, item), funds first.
fn options(situation: &Situation, need: &SituationNeed, kind: &str) -> Vec<Given> {
    let lots = situation.lots().iter().enumerate();
    let lots = lots.filter(|(_, lot)| lot.kind == kind && first_failed_rule(need, lot).is_none());
    let mut all: Vec<Given> = lots.map(|(at, lot)| (0, at, u32::from(lot.penalty))).collect();
    let items = situation.catalogue();
    for (f, fund) in situation.funds().iter().enumerate() {
        for (i, item) in items.iter().enumerate().filter(|(_, item)| item.kind == kind) {
            if first_failed_offer(need, fund, item).is_none() {
                all.push((1, f * items.len() + i, u32::from(item.penalty)));
            }
        }
    }
    all
}

/// Every way to serve some of the needs that the lots, and the funds for what is needed at least, allow.
pub fn every(situation: &Situation) -> Vec<Way> {
    let (lots, offers) =
        (situation.lots().len(), situation.funds().len() * situation.catalogue().len());
    let start = Way { lots: vec![0; lots], offers: vec![0; offers], ..Way::default() };
    let mut ways = vec![start];
    for need in situation.needs() {
        let mut next = Vec::new();
        for way in &ways {
            let mut nothing = way.clone();
            nothing.given.push(Vec::new());
            next.push(nothing);
            for (choice, asked) in need.asks.iter().enumerate() {
                let rows: Vec<Vec<Given>> =
                    asked.parts().iter().map(|kind| options(situation, need, kind)).collect();
                for parts in product(&rows) {
                    let mut more = way.clone();
                    more.fit += 100 * choice as u64;
                    for (what, at, fit) in &parts {
                        more.fit += u64::from(*fit);
                        if *what == 0 { more.lots[*at] += 1 } else { more.offers[*at] += 1 }
                    }
                    more.given.push(parts);
                    if fits(situation, &more) && keeps(situation, need, &more) {
                        next.push(more);
                    }
                }
            }
        }
        let pinned = situation.pin(&need.need);
        next.retain(|way| {
            let served = way.given.last().is_some_and(|given| !given.is_empty());
            pinned.is_none_or(|pin| served == pin.decision.gives())
        });
        ways = next;
    }
    ways
}

fn keeps(situation: &Situation, need: &SituationNeed, way: &Way) -> bool {
    let Some(pin) = situation.pin(&need.need) else { return true };
    let items = situation.catalogue().len();
    way.given.last().is_some_and(|given| {
        given.iter().any(|&(what, at, _)| match &pin.decision {
            Decision::Lot { lot } => what == 0 && situation.lots()[at].lot == *lot,
            Decision::Purchase { item, fund } => {
                what == 1
                    && situation.catalogue()[at % items].item == *item
                    && situation.funds()[at / items].fund == *fund
            }
            Decision::Nothing | Decision::SiblingsServed(_) | Decision::Duplicate { .. } => false,
        })
    })
}

fn fits(situation: &Situation, way: &Way) -> bool {
    let lots = situation.lots().iter().zip(&way.lots).all(|(lot, used)| *used <= lot.units);
    let items = situation.catalogue();
    lots && situation.funds().iter().enumerate().all(|(f, fund)| {
        let units = way.offers[f * items.len()..].iter().zip(items);
        let cents: i64 = units.map(|(units, item)| i64::from(*units) * item.price.cents()).sum();
        cents <= fund.available.cents()
    })
}

fn product(rows: &[Vec<Given>]) -> Vec<Vec<Given>> {
    rows.iter().fold(vec![Vec::new()], |done, row| {
        let with = |so_far: &Vec<Given>| {
            let so_far = so_far.clone();
            row.iter().map(move |given| so_far.iter().copied().chain([*given]).collect())
        };
        done.iter().flat_map(with).collect()
    })
}

/// Least cost, then least spread, of the orders that give at least what is needed and keep the minimums;
/// none if no orders do.
pub fn orders(situation: &Situation, way: &Way) -> Option<(i64, i64)> {
    let items = situation.catalogue();
    let left: Vec<i64> = (0..situation.funds().len())
        .map(|f| {
            let units = way.offers[f * items.len()..].iter().zip(items);
            let spent: i64 =
                units.map(|(units, item)| i64::from(*units) * item.price.cents()).sum();
            situation.funds()[f].available.cents() - spent
        })
        .collect();
    let price = |f: usize, i: usize| {
        let cents = items[i].price.cents();
        (cents, cents * i64::from(situation.funds()[f].flexibility))
    };
    let mut sums = vec![(left, (0, 0))];
    for (i, item) in items.iter().enumerate() {
        let used: u32 = (0..situation.funds().len()).map(|f| way.offers[f * items.len() + i]).sum();
        let more = if used == 0 { 0 } else { item.minimum_order.saturating_sub(used) };
        for _ in 0..more {
            let mut next = Vec::new();
            for (left, (cost, spread)) in &sums {
                for (f, fund) in situation.funds().iter().enumerate() {
                    let (cents, flexible) = price(f, i);
                    if fund.pays_for(item) && cents <= left[f] {
                        let mut left = left.clone();
                        left[f] -= cents;
                        next.push((left, (cost + cents, spread + flexible)));
                    }
                }
            }
            sums = next;
        }
    }
    let base: Vec<(i64, i64)> = (0..situation.funds().len())
        .flat_map(|f| (0..items.len()).map(move |i| (f, i)))
        .map(|(f, i)| {
            let (cents, flexible) = price(f, i);
            let units = i64::from(way.offers[f * items.len() + i]);
            (units * cents, units * flexible)
        })
        .collect();
    let (cost, spread) = base.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    sums.into_iter().map(|(_, more)| (cost + more.0, spread + more.1)).min()
}

/// Who is served, served per tier and score: smaller is better.
type Merit = (Vec<Reverse<u64>>, (i64, i64), u64);

/// The best merit of all ways by a rule; `order` holds need numbers from first to last.
pub fn best(situation: &Situation, rule: Rule, order: &[usize]) -> Option<Merit> {
    let needs = situation.needs();
    let merit = |way: &Way| {
        let spent = orders(situation, way)?;
        let served = |at: usize| u64::from(!way.given[at].is_empty());
        let first = match rule {
            Rule::Strict => order.iter().map(|&at| Reverse(served(at))).collect(),
            Rule::Count => {
                let all = || (0..needs.len()).filter(|&at| served(at) == 1);
                let tier =
                    |tier| Reverse(all().filter(|&at| needs[at].tier == tier).count() as u64);
                let score = all().map(|at| u64::from(needs[at].score)).sum();
                (1..=9).map(tier).chain([Reverse(score)]).collect()
            }
        };
        Some((first, spent, way.fit))
    };
    every(situation).iter().filter_map(merit).min()
}
