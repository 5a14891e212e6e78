//! The sum that bounds a stage at given prices: what each resource, order and need adds.

use domain::allocation::{Stage, StagePrices};
use milp::Sense;

use super::bounds::Aim;
use super::groups::Group;
use super::search::Search;

/// How many bits of a price are behind the point.
pub(super) const SHIFT: u32 = 32;

/// What prices leave, in the units of prices.
pub(super) struct Bound<'a> {
    pub search: &'a Search<'a>,
    pub aim: &'a Aim<'a>,
    pub prices: &'a StagePrices,
}

impl Bound<'_> {
    /// What one unit ordered of an offer adds by itself: never more than it costs.
    pub fn order(&self, offer: usize) -> Option<i128> {
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
    pub fn full_orders(&self) -> Option<Vec<i64>> {
        let offers = self.prices.orders.iter().enumerate();
        offers
            .map(|(at, &price)| i64::try_from((-self.order(at)?).max(price.into())).ok())
            .collect()
    }

    /// What no plan passes.
    pub fn limit(&self, cheapest: &[Option<i128>]) -> Option<(i128, i64)> {
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
            Stage::Cost | Stage::Spread => i128::from(self.aim.grain(model)),
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
    pub fn served(&self, group: &Group) -> i128 {
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
    pub fn cheapest(&self, class: u32) -> Option<i128> {
        let market = self.search.model.market;
        let bundles = market.bundles[market.bundles_of(class)].iter();
        let bundles = bundles.filter_map(|bundle| bundle.legs().map(|leg| self.leg(leg)).sum());
        bundles.chain(self.leg(class)).min()
    }

    pub fn leg(&self, leg: u32) -> Option<i128> {
        self.search.model.market.graph.row(leg).map(|arc| self.charge(arc)).min()
    }

    /// What one unit on an arc is charged.
    pub fn charge(&self, arc: usize) -> i128 {
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
