//! Exact bounds from the relaxation's prices: weak Lagrangian duality (Geoffrion 1974).
//!
//! Prices may be anything of the right sign: charge every unit, cent and kept row its price, let every need
//! take what is then best for it alone, and no plan can be worth more than the sum. So the prices are the
//! solver's, rounded to multiples of 2⁻³², and the sum is ours, in integers.

use domain::allocation::{Stage, StagePrices};
use milp::Sense;

use super::groups::Group;
use super::model::Model;
use super::search::Search;
use super::sums::{Bound, SHIFT};
use crate::market::OfferAt;

/// What a stage makes best.
#[derive(Clone, Copy)]
pub(crate) struct Aim<'a> {
    pub stage: Stage,
    pub groups: &'a [Group],
}

/// How many units of a price are one.
const ONE: f64 = (1u64 << 32) as f64;

impl Aim<'_> {
    /// What it wants of which columns.
    pub fn objective(&self, model: &Model<'_>) -> (Sense, Vec<(u32, i64)>) {
        let groups = |worth: &dyn Fn(&Group) -> i64| {
            let groups = self.groups.iter().enumerate();
            (Sense::Most, groups.map(|(at, group)| (model.group(at), worth(group))).collect())
        };
        match self.stage {
            Stage::Tier(tier) => groups(&|group| i64::from(group.tier == tier)),
            Stage::Score => groups(&|group| group.score.into()),
            Stage::Refusals(..) => groups(&|_| 1),
            Stage::Cost => (Sense::Least, model.cost()),
            Stage::Spread => (Sense::Least, model.spread()),
            Stage::Fit => (Sense::Least, model.fit()),
        }
    }

    /// The greatest number that divides all that it wants.
    pub fn grain(&self, model: &Model<'_>) -> i64 {
        self.objective(model).1.iter().map(|(_, worth)| worth.abs()).fold(0, milp::gcd).max(1)
    }
}

/// A bound, and the prices that show it.
pub(crate) struct Proved<'a> {
    pub aim: Aim<'a>,
    /// What no plan passes.
    pub limit: i64,
    /// The same in 2⁻³², before it is rounded to what values can be; of what is made least, its opposite.
    sum: i128,
    /// Prices of orders are per offer.
    prices: StagePrices,
    /// Per class, the least that serving one of its needs is charged; none if it cannot be served.
    cheapest: Vec<Option<i128>>,
}

/// The bound of a stage that the search has aimed at; none if there is no relaxation or its prices are
/// beyond counting.
pub(crate) fn prove<'a>(search: &Search<'_>, aim: &Aim<'a>) -> Option<Proved<'a>> {
    if !search.goes_on() {
        return None;
    }
    let relaxed = search.solver.relax(&search.model.relaxed()).ok()??;
    let model = &search.model;
    let sign = match aim.objective(model).0 {
        Sense::Most => 1.0,
        Sense::Least => -1.0,
    };
    // Of a row's bound, as what one unit of it is worth, in whole 2⁻³² and never below nothing.
    let price = |row: usize, sign: f64| {
        let price = (relaxed.multipliers[row] * sign * ONE).round();
        if price.is_finite() && price > 0.0 && price < 9e18 { price as i64 } else { 0 }
    };
    let (lots, grain) = (model.market.lots(), model.grain());
    let at_most = |row: &Option<usize>| row.map_or(0, |row| price(row, sign));
    let mut prices = StagePrices {
        stage: aim.stage,
        lots: model.rows.options[..lots].iter().map(at_most).collect(),
        funds: model.rows.funds.iter().map(|row| at_most(row) / grain).collect(),
        orders: model.rows.options[lots..].iter().map(at_most).collect(),
        minimums: Vec::new(),
        switches: Vec::new(),
        kept: Vec::new(),
    };
    for rows in &model.rows.minimums {
        prices.minimums.push(rows.map_or(0, |(least, _)| price(least, -sign)));
        prices.switches.push(rows.map_or(0, |(_, none)| price(none, sign)));
    }
    for &(stage, row, grain) in &model.rows.kept {
        let wanted = match stage {
            Stage::Cost | Stage::Spread | Stage::Fit => sign,
            _ => -sign,
        };
        prices.kept.push((stage, price(row, wanted) / grain));
    }
    prices.orders = Bound { search, aim, prices: &prices }.full_orders()?;
    let bound = Bound { search, aim, prices: &prices };
    let classes = 0..model.market.classes as u32;
    let cheapest: Vec<Option<i128>> = classes.map(|class| bound.cheapest(class)).collect();
    let (sum, limit) = bound.limit(&cheapest)?;
    Some(Proved { aim: *aim, limit, sum, prices, cheapest })
}

/// The limit that prices of a certificate show, at what the stages before are told to reach.
pub(crate) fn limit(search: &Search<'_>, aim: &Aim<'_>, prices: &StagePrices) -> Option<i64> {
    let model = &search.model;
    let items = model.situation.catalogue().len();
    let offers = model.market.offers.iter();
    let at = |offer: &OfferAt| prices.orders[offer.fund as usize * items + offer.item as usize];
    let prices = StagePrices { orders: offers.map(at).collect(), ..prices.clone() };
    let bound = Bound { search, aim, prices: &prices };
    let classes = 0..model.market.classes as u32;
    let cheapest: Vec<Option<i128>> = classes.map(|class| bound.cheapest(class)).collect();
    bound.limit(&cheapest).map(|(_, limit)| limit)
}

impl Proved<'_> {
    /// The prices as the certificate has them: of orders per fund and item, nothing where no fund pays.
    pub fn into_prices(self, model: &Model<'_>) -> StagePrices {
        let items = model.situation.catalogue().len();
        let mut orders = vec![0; model.situation.funds().len() * items];
        for (offer, price) in model.market.offers.iter().zip(&self.prices.orders) {
            orders[offer.fund as usize * items + offer.item as usize] = *price;
        }
        StagePrices { orders, ..self.prices }
    }

    fn bound<'s>(&'s self, search: &'s Search<'s>) -> Bound<'s> {
        Bound { search, aim: &self.aim, prices: &self.prices }
    }

    /// What there is between the bound and a value.
    pub fn slack(&self, search: &Search<'_>, value: i64) -> Option<i128> {
        let value = i128::from(value).checked_mul(1 << SHIFT)?;
        self.sum.checked_sub(match self.aim.objective(&search.model).0 {
            Sense::Most => value,
            Sense::Least => -value,
        })
    }

    /// What serving one more of a group adds.
    pub fn gain(&self, search: &Search<'_>, group: usize) -> Option<i128> {
        let group = &self.aim.groups[group];
        Some(self.bound(search).served(group) - self.cheapest[group.class as usize]?)
    }

    /// What one more unit ordered adds.
    pub fn order(&self, search: &Search<'_>, offer: usize) -> Option<i128> {
        Some(self.bound(search).order(offer)? + i128::from(self.prices.orders[offer]))
    }

    /// The arcs that are dearer than what is cheapest for their class by more than this.
    pub fn dearer(&self, search: &Search<'_>, slack: i128) -> Vec<usize> {
        let bound = self.bound(search);
        let market = search.model.market;
        let mut dearer = Vec::new();
        let mut leg = |leg: u32, others: i128, class: u32| {
            let Some(cheapest) = self.cheapest[class as usize] else { return };
            let excess = |arc: &usize| bound.charge(*arc) + others - cheapest;
            dearer.extend(market.graph.row(leg).filter(|arc| excess(arc) > slack));
        };
        (0..market.classes as u32).for_each(|class| leg(class, 0, class));
        for bundle in &market.bundles {
            for own in bundle.legs() {
                let others = bundle.legs().filter(|other| *other != own);
                let others: Option<i128> = others.map(|other| bound.leg(other)).sum();
                leg(own, others.unwrap_or_default(), bundle.class);
            }
        }
        dearer
    }
}
