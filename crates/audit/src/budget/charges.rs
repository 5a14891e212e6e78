//! What each order and each need adds at given prices, for the bounds.

use domain::allocation::{Rule, Stage, StagePrices};

use super::facts::Facts;
use super::openings::Opening;

/// One, in the units of prices.
pub(super) const ONE: i128 = 1 << 32;

/// What one need may be in a stage.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Part {
    Free,
    Served,
    Out,
}

/// Minimum orders of 0 and 1 ask nothing.
pub(super) fn counted(minimum: u32) -> bool {
    minimum > 1
}

/// Per item, how many needs the best plans could give one.
pub(super) fn useful(facts: &Facts<'_>) -> Vec<u64> {
    let mut useful = vec![0; facts.situation.catalogue().len()];
    for need in 0..facts.order.len() {
        let live =
            facts.open(need).iter().filter(|parts| parts.iter().all(|open| payable(facts, open)));
        let mut items: Vec<usize> = live
            .flatten()
            .flat_map(|open| open.iter().filter(|(one, _)| !is_wasteful(facts, open, *one)))
            .filter_map(|(opening, _)| match *opening {
                Opening::Offer { item, fund } if affordable(facts, item, fund) => Some(item),
                _ => None,
            })
            .collect();
        items.sort_unstable();
        items.dedup();
        items.into_iter().for_each(|item| useful[item] += 1);
    }
    useful
}

fn affordable(facts: &Facts<'_>, item: usize, fund: usize) -> bool {
    facts.situation.catalogue()[item].price <= facts.situation.funds()[fund].available
}

fn payable(facts: &Facts<'_>, open: &[(Opening, u32)]) -> bool {
    open.iter().any(|(opening, _)| match *opening {
        Opening::Lot(_) => true,
        Opening::Offer { item, fund } => affordable(facts, item, fund),
    })
}

/// What a unit ordered adds by itself.
pub(super) fn ordered(facts: &Facts<'_>, prices: &StagePrices, item: usize, fund: usize) -> i128 {
    let (funds, items) = (facts.situation.funds(), facts.situation.catalogue());
    let cents = i128::from(items[item].price.cents());
    let flexible = cents * i128::from(funds[fund].flexibility);
    let mut gain = i128::from(prices.orders[fund * items.len() + item])
        - cents * i128::from(prices.funds[fund]);
    if counted(items[item].minimum_order) {
        gain += i128::from(prices.minimums[item]) - i128::from(prices.switches[item]);
    }
    for &(stage, price) in &prices.kept {
        gain -= match stage {
            Stage::Cost => cents * i128::from(price),
            Stage::Spread => flexible * i128::from(price),
            _ => 0,
        };
    }
    gain - match prices.stage {
        Stage::Cost => cents * ONE,
        Stage::Spread => flexible * ONE,
        _ => 0,
    }
}

/// Whether the same fund could pay less for the same kind, or as much for a better fit, where neither is
/// sold in numbers: a plan that buys this is not the best, whatever else it does.
fn is_wasteful(facts: &Facts<'_>, open: &[(Opening, u32)], opening: Opening) -> bool {
    let Opening::Offer { item: own, fund } = opening else { return false };
    let items = facts.situation.catalogue();
    let rank = |item: usize| (items[item].price, items[item].penalty, item);
    !counted(items[own].minimum_order)
        && open.iter().any(|(other, _)| match *other {
            Opening::Offer { item, fund: on } => {
                on == fund && !counted(items[item].minimum_order) && rank(item) < rank(own)
            }
            Opening::Lot(_) => false,
        })
}

/// What serving a need adds, at what is cheapest for it; none if it cannot be served.
pub(super) fn gain(facts: &Facts<'_>, prices: &StagePrices, need: usize) -> Option<i128> {
    let items = facts.situation.catalogue().len();
    let row = &facts.situation.needs()[need];
    let fits = prices.stage == Stage::Fit;
    let charged = |(opening, penalty): &(Opening, u32)| {
        let price = match *opening {
            Opening::Lot(lot) => prices.lots[lot],
            Opening::Offer { item, fund } if affordable(facts, item, fund) => {
                prices.orders[fund * items + item]
            }
            Opening::Offer { .. } => return None,
        };
        let fit = if fits { i128::from(*penalty) } else { 0 };
        Some(i128::from(price) + fit * ONE)
    };
    let alternatives = facts.open(need).iter().enumerate().filter_map(|(choice, parts)| {
        let parts = parts.iter().map(|open| {
            let sensible = open.iter().filter(|(opening, _)| !is_wasteful(facts, open, *opening));
            sensible.filter_map(charged).min()
        });
        let sum: Option<i128> = parts.sum();
        sum.map(|sum| sum + if fits { 100 * choice as i128 * ONE } else { 0 })
    });
    let cheapest = alternatives.min()?;
    let own = match prices.stage {
        Stage::Tier(tier) => i128::from(row.tier == tier),
        Stage::Score => row.score.into(),
        Stage::Refusals(..) => 1,
        Stage::Cost | Stage::Spread | Stage::Fit => 0,
    };
    let kept = |(stage, price): &(Stage, i64)| match stage {
        Stage::Tier(tier) if *tier == row.tier => i128::from(*price),
        Stage::Score => i128::from(*price) * i128::from(row.score),
        _ => 0,
    };
    let kept: i128 = prices.kept.iter().map(kept).sum();
    Some(own * ONE + kept - cheapest)
}

/// Under `strict` who is served is decided when money is spent; a refusal is shown beside those served
/// before it.
pub(super) fn part(facts: &Facts<'_>, stage: Stage, need: usize) -> Part {
    let served = facts.is_served(need);
    if facts.pin(need).is_some() && !matches!(stage, Stage::Refusals(..)) {
        return if served { Part::Served } else { Part::Out };
    }
    match stage {
        Stage::Refusals(first, last) => {
            let position = facts.rank[need].position;
            match position {
                _ if position < first && served => Part::Served,
                _ if (first..=last).contains(&position) && !served => Part::Free,
                _ => Part::Out,
            }
        }
        _ if facts.rule == Rule::Count => Part::Free,
        _ if served => Part::Served,
        _ => Part::Out,
    }
}

/// The greatest number that divides every value of a stage.
pub(super) fn grain(facts: &Facts<'_>, stage: Stage) -> i128 {
    fn gcd(a: i128, b: i128) -> i128 {
        if b == 0 { a } else { gcd(b, a % b) }
    }
    let (funds, items) = (facts.situation.funds(), facts.situation.catalogue());
    let offers = items.iter().flat_map(|item| {
        let pays = move |fund: &&domain::allocation::SituationFund| {
            item.price <= fund.available
                && (fund.categories.is_empty() || fund.categories.contains(&item.category))
        };
        funds
            .iter()
            .filter(pays)
            .map(move |fund| (i128::from(item.price.cents()), fund.flexibility))
    });
    match stage {
        Stage::Cost => offers.map(|(cents, _)| cents).fold(0, gcd).max(1),
        Stage::Spread => {
            offers.map(|(cents, flexible)| cents * i128::from(flexible)).fold(0, gcd).max(1)
        }
        _ => 1,
    }
}
