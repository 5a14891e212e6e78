//! From choices to values and back: what the whole columns say, and the flow that goes with it.

use super::model::Model;
use crate::min_cost_flow;

/// What the whole columns say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    /// Per group, how many are served.
    pub served: Vec<u32>,
    /// Per bundle of the market, how many are given.
    pub bundles: Vec<u32>,
    /// Per offer of the market, how many units are ordered.
    pub orders: Vec<u32>,
}

impl Model<'_> {
    /// What the whole columns of some values say.
    pub fn choice(&self, values: &[i64]) -> Choice {
        let part = |first: usize, many: usize| {
            values[first..first + many].iter().map(|&value| value as u32).collect()
        };
        Choice {
            served: part(self.first_group, self.class_of.len()),
            bundles: part(self.first_bundle, self.market.bundles.len()),
            orders: part(self.first_order, self.market.offers.len()),
        }
    }

    /// Whole values near what a solver found: the whole columns rounded, and the flow found again in
    /// integers, at its best fit. None if they do not keep every row exactly.
    pub fn whole(&self, found: &[f64]) -> Option<Vec<i64>> {
        let values: Vec<i64> = found.iter().map(|value| value.round() as i64).collect();
        let choice = self.choice(&values);
        let units: Vec<u32> = self.market.units.iter().chain(&choice.orders).copied().collect();
        self.values(&choice, &units)
    }

    /// The values that say a choice, with the flow of the best fit; `units` are those of all options. None
    /// if no values do, or they do not keep every row exactly.
    pub fn values(&self, choice: &Choice, units: &[u32]) -> Option<Vec<i64>> {
        let mut send = vec![0i64; self.market.graph.classes()];
        for (&class, &many) in self.class_of.iter().zip(&choice.served) {
            send[class as usize] += i64::from(many);
        }
        for (bundle, &many) in self.market.bundles.iter().zip(&choice.bundles) {
            send[bundle.class as usize] -= i64::from(many);
            for leg in bundle.legs() {
                send[leg as usize] = many.into();
            }
        }
        let send: Option<Vec<u32>> =
            send.into_iter().map(|many| u32::try_from(many).ok()).collect();
        let on = min_cost_flow::route(&self.market.graph, units, &send?)?;
        let whole = choice.served.iter().chain(&choice.bundles).chain(&choice.orders);
        let mut values: Vec<i64> = on.iter().chain(whole).map(|&value| value.into()).collect();
        let ordered = |item: usize| {
            let offers = self.market.offers.iter().zip(&choice.orders);
            offers.filter(|(offer, _)| offer.item as usize == item).any(|(_, units)| *units > 0)
        };
        values.resize(self.program.columns.len(), 0);
        for (item, switch) in self.rows.switches.iter().enumerate() {
            if let Some(switch) = switch {
                values[*switch as usize] = ordered(item).into();
            }
        }
        self.holds(&values).then_some(values)
    }

    /// How many more each limit on places lets be served, and the limits that count each group.
    pub fn limits(&self, choice: &Choice) -> (Vec<i64>, Vec<Vec<usize>>) {
        let mut of = vec![Vec::new(); self.class_of.len()];
        let rows = self.rows.limits.iter().map(|&row| &self.program.rows[row]);
        let left = rows.enumerate().map(|(limit, row)| {
            let groups = row.terms.iter().map(|(column, _)| *column as usize - self.first_group);
            let served = groups.map(|group| {
                of[group].push(limit);
                i64::from(choice.served[group])
            });
            let served: i64 = served.sum();
            row.most.map_or(i64::MAX, |most| most - served)
        });
        let left = left.collect();
        (left, of)
    }
}
