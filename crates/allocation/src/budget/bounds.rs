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
#[derive(Clone, Copy)]
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

struct Bound<'a> {
    search: &'a Search<'a>,
    aim: &'a Aim<'a>,
    prices: &'a StagePrices,
}

impl Bound<'_> {
    /// What one unit ordered of an offer adds by itself: never more than it costs.
    fn order(&self, offer: usize) -> Option<i128> {
        let model = &self.search.model;
        let (cents, flexibility) = model.terms(offer);
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
    fn limit(&self, cheapest: &[Option<i128>]) -> Option<(i128, i64)> {
        let model = &self.search.model;
        let market = model.market;
        let mut sum: i128 = 0;
        for (price, units) in self.prices.lots.iter().zip(&market.units) {
            sum += i128::from(*price) * i128::from(*units);
        }
        for (price, fund) in self.prices.funds.iter().zip(model.situation.funds()) {
            sum += i128::from(*price).checked_mul(i128::from(fund.available.cents()))?;
        }
        for (offer, most) in model.most.option[market.lots()..].iter().enumerate() {
            let gain = self.order(offer)? + i128::from(self.prices.orders[offer]);
            sum += gain.max(0).checked_mul(i128::from(*most))?;
        }
        for (item, sold) in model.situation.catalogue().iter().enumerate() {
            let (most, minimum) = (i128::from(model.most.item[item]), sold.minimum_order);
            let ordered = i128::from(self.prices.switches[item]) * most
                - i128::from(self.prices.minimums[item]) * i128::from(minimum);
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
        sum += self.needs(cheapest);
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
        Some((sum, i64::try_from(limit).ok()?))
    }

    /// What the needs take, each what is best for it.
    fn needs(&self, cheapest: &[Option<i128>]) -> i128 {
        let model = &self.search.model;
        let mut sum = 0;
        for (at, group) in self.aim.groups.iter().enumerate() {
            let Some(cheapest) = cheapest[group.class as usize] else { continue };
            let gain = self.served(group) - cheapest;
            let column = &model.loose[model.group(at) as usize];
            sum += gain * i128::from(if gain > 0 { column.most } else { column.least });
        }
        sum
    }

    /// What serving one need of a group is worth before it is charged.
    fn served(&self, group: &Group) -> i128 {
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
        (own << SHIFT) + self.prices.kept.iter().map(kept).sum::<i128>()
    }

    /// The least that serving one need of a class is charged; none if it cannot be served.
    fn cheapest(&self, class: u32) -> Option<i128> {
        let market = self.search.model.market;
        let bundles = market.bundles[market.bundles_of(class)].iter();
        let bundles = bundles.filter_map(|bundle| bundle.legs().map(|leg| self.leg(leg)).sum());
        bundles.chain(self.leg(class)).min()
    }

    fn leg(&self, leg: u32) -> Option<i128> {
        self.search.model.market.graph.row(leg).map(|arc| self.charge(arc)).min()
    }

    /// What one unit on an arc is charged.
    fn charge(&self, arc: usize) -> i128 {
        let graph = &self.search.model.market.graph;
        let (option, lots) = (graph.lot(arc) as usize, self.prices.lots.len());
        let price = match option.checked_sub(lots) {
            None => self.prices.lots[option],
            Some(offer) => self.prices.orders[offer],
        };
        let fit = if self.aim.stage == Stage::Fit { graph.cost(arc) } else { 0 };
        i128::from(price) + (i128::from(fit) << SHIFT)
    }
}
