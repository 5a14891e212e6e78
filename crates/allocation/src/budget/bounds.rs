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

/// What a stage makes best.
pub(crate) struct Aim<'a> {
    pub stage: Stage,
    pub groups: &'a [Group],
}

/// How many units of a price are one.
const ONE: f64 = (1u64 << 32) as f64;
const SHIFT: u32 = 32;

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
}

/// The bound of a stage that the search has aimed at, and the prices that show it; none if there is no
/// relaxation or its prices are beyond counting.
pub(crate) fn prove(search: &Search<'_>, aim: &Aim<'_>) -> Option<(i64, StagePrices)> {
    let relaxed = search.solver.relax(&search.model.program).ok()??;
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
    let bound = Bound { search, aim, prices: &prices };
    let full = bound.full_orders()?;
    prices.orders = full;
    let limit = Bound { search, aim, prices: &prices }.limit()?;
    prices.orders = by_fund(model, &prices.orders);
    Some((limit, prices))
}

/// Prices of offers as the certificate has them: per fund and item, nothing where no fund pays.
fn by_fund(model: &Model<'_>, prices: &[i64]) -> Vec<i64> {
    let items = model.minimums.len();
    let mut all = vec![0; model.available.len() * items];
    for (offer, price) in model.market.offers.iter().zip(prices) {
        all[offer.fund as usize * items + offer.item as usize] = *price;
    }
    all
}

struct Bound<'a> {
    search: &'a Search<'a>,
    aim: &'a Aim<'a>,
    prices: &'a StagePrices,
}

impl Bound<'_> {
    /// What one unit ordered of an offer adds by itself: never more than it costs.
    fn order(&self, offer: usize) -> Option<i128> {
        let model = &self.search.model;
        let (cents, flexibility) = model.terms[offer];
        let (cents, flexibility) = (i128::from(cents), i128::from(flexibility));
        let at = model.market.offers[offer];
        let own = match self.aim.stage {
            Stage::Cost => cents << SHIFT,
            Stage::Spread => (cents * flexibility) << SHIFT,
            _ => 0,
        };
        let kept = |(stage, price): &(Stage, i64)| match stage {
            Stage::Cost => i128::from(*price) * cents,
            Stage::Spread => i128::from(*price) * cents * flexibility,
            _ => 0,
        };
        let kept: i128 = self.prices.kept.iter().map(kept).sum();
        let fund = i128::from(self.prices.funds[at.fund as usize]).checked_mul(cents)?;
        let item = at.item as usize;
        let switched =
            i128::from(self.prices.minimums[item]) - i128::from(self.prices.switches[item]);
        Some(switched - own - kept - fund)
    }

    /// Prices of orders that are nowhere below what a unit costs: raising them there lowers the bound.
    fn full_orders(&self) -> Option<Vec<i64>> {
        let offers = self.prices.orders.iter().enumerate();
        offers
            .map(|(at, &price)| i64::try_from((-self.order(at)?).max(price.into())).ok())
            .collect()
    }

    /// What no plan passes.
    fn limit(&self) -> Option<i64> {
        let model = &self.search.model;
        let market = model.market;
        let mut sum: i128 = 0;
        for (price, units) in self.prices.lots.iter().zip(&market.units) {
            sum += i128::from(*price) * i128::from(*units);
        }
        for (price, cents) in self.prices.funds.iter().zip(&model.available) {
            sum += i128::from(*price).checked_mul(i128::from(*cents))?;
        }
        for (offer, most) in model.most.0.iter().enumerate() {
            let gain = self.order(offer)? + i128::from(self.prices.orders[offer]);
            sum += gain.max(0).checked_mul(i128::from(*most))?;
        }
        for (item, minimum) in model.minimums.iter().enumerate() {
            let most = i128::from(model.most.1[item]);
            let ordered = i128::from(self.prices.switches[item]) * most
                - i128::from(self.prices.minimums[item]) * i128::from(*minimum);
            sum += ordered.max(0);
        }
        for (stage, price) in &self.prices.kept {
            let reached = self.search.stages.iter().find(|settled| settled.stage == *stage)?.value;
            let kept = i128::from(*price).checked_mul(reached.into())?;
            sum += match stage {
                Stage::Cost | Stage::Spread | Stage::Fit => kept,
                _ => -kept,
            };
        }
        sum += self.needs();
        let one = 1i128 << SHIFT;
        // Amounts are whole numbers of what divides all prices; the rest is counted one by one.
        let grain = match self.aim.stage {
            Stage::Cost | Stage::Spread => i128::from(model.program.grain()),
            _ => 1,
        };
        let limit = match self.aim.objective(model).0 {
            Sense::Most => sum.div_euclid(one * grain) * grain,
            Sense::Least => -(sum.div_euclid(one * grain)) * grain,
        };
        i64::try_from(limit).ok()
    }

    /// What the needs take, each what is best for it.
    fn needs(&self) -> i128 {
        let model = &self.search.model;
        let classes = model.market.classes as u32;
        let cheapest: Vec<Option<i128>> = (0..classes).map(|class| self.cheapest(class)).collect();
        let mut sum = 0;
        for (at, group) in self.aim.groups.iter().enumerate() {
            let Some(cheapest) = cheapest[group.class as usize] else { continue };
            let own = match self.aim.stage {
                Stage::Tier(tier) => i128::from(group.tier == tier),
                Stage::Score => i128::from(group.score),
                Stage::Refusals(..) => 1,
                Stage::Cost | Stage::Spread | Stage::Fit => 0,
            };
            let kept = |(stage, price): &(Stage, i64)| match stage {
                Stage::Tier(tier) if *tier == group.tier => i128::from(*price),
                Stage::Score => i128::from(*price) * i128::from(group.score),
                _ => 0,
            };
            let kept: i128 = self.prices.kept.iter().map(kept).sum();
            let gain = (own << SHIFT) + kept - cheapest;
            let column = &model.program.columns[model.group(at) as usize];
            sum += gain * i128::from(if gain > 0 { column.most } else { column.least });
        }
        sum
    }

    /// The least that serving one need of a class is charged; none if it cannot be served.
    fn cheapest(&self, class: u32) -> Option<i128> {
        let market = self.search.model.market;
        let bundles = market.bundles[market.bundles_of(class)].iter();
        let bundles = bundles.filter_map(|bundle| bundle.legs().map(|leg| self.leg(leg)).sum());
        bundles.chain(self.leg(class)).min()
    }

    fn leg(&self, leg: u32) -> Option<i128> {
        let graph = &self.search.model.market.graph;
        let charged = |arc: usize| {
            let option = graph.lot(arc) as usize;
            let lots = self.prices.lots.len();
            let price = if option < lots {
                self.prices.lots[option]
            } else {
                self.prices.orders[option - lots]
            };
            let fit = if self.aim.stage == Stage::Fit { graph.cost(arc) } else { 0 };
            i128::from(price) + (i128::from(fit) << SHIFT)
        };
        graph.row(leg).map(charged).min()
    }
}
