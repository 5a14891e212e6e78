//! The most of anything that can be of use: tight bounds help the search, and no best plan passes them.

use domain::allocation::Situation;

use super::groups::Group;
use crate::market::Market;

/// The most that can be of use anywhere.
#[derive(Clone)]
pub(super) struct Most {
    /// Per leg, as many as its class has needs.
    pub leg: Vec<i64>,
    /// Per option, units.
    pub option: Vec<i64>,
    /// Per item, units over all funds.
    pub item: Vec<i64>,
}

impl Most {
    /// By who could be given what, and by what funds could pay.
    pub fn of(situation: &Situation, market: &Market, groups: &[Group]) -> Self {
        let graph = &market.graph;
        let mut class = vec![0i64; market.classes];
        for group in groups {
            class[group.class as usize] += group.size();
        }
        let mut leg = class.clone();
        for bundle in &market.bundles {
            leg.resize(leg.len() + bundle.parts as usize, class[bundle.class as usize]);
        }
        // No need is given two units of one item: a bundle has no kind twice.
        let mut item = vec![0i64; situation.catalogue().len()];
        for (number, &size) in (0..).zip(&class) {
            let arcs = market.legs_of(number).flat_map(|leg| graph.row(leg));
            let offers = arcs.filter_map(|arc| market.offer(graph.lot(arc)));
            let mut items: Vec<u32> = offers.map(|offer| offer.item).collect();
            items.sort_unstable();
            items.dedup();
            for wanted in items {
                item[wanted as usize] += size;
            }
        }
        for (most, item) in item.iter_mut().zip(situation.catalogue()) {
            *most = (*most).max(item.minimum_order.into());
        }
        let lots = market.units.iter().map(|&units| i64::from(units));
        let offers = market.offers.iter().map(|offer| {
            let price = situation.catalogue()[offer.item as usize].price.cents();
            let cents = situation.funds()[offer.fund as usize].available.cents();
            let payable = if price == 0 { i64::MAX } else { cents / price };
            payable.min(item[offer.item as usize])
        });
        let option = lots.chain(offers).collect();
        Self { leg, option, item }
    }
}
