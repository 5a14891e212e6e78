//! Classes that are refused because another was.
//!
//! One class covers another when whatever serves a need of the second would serve a need of the first. Once
//! the first is refused nothing serves it beside those served before, now or later: the second is refused
//! with it.

use std::collections::BTreeSet;

use crate::market::Market;

pub(crate) struct Cover<'a> {
    market: &'a Market,
    refused: Vec<bool>,
    /// Per leg, its options.
    options: Vec<BTreeSet<u32>>,
}

impl<'a> Cover<'a> {
    /// Nobody refused yet.
    pub fn of(market: &'a Market) -> Self {
        let graph = &market.graph;
        let options = |leg: u32| graph.row(leg).map(|arc| graph.lot(arc)).collect();
        let options = (0..graph.classes() as u32).map(options).collect();
        Self { market, refused: vec![false; market.classes], options }
    }

    /// Whether needs of a class are refused from now on.
    pub fn is_refused(&self, class: u32) -> bool {
        self.refused[class as usize]
    }

    /// Refuses a class and all that it covers.
    pub fn refuse(&mut self, class: u32) {
        if std::mem::replace(&mut self.refused[class as usize], true) {
            return;
        }
        for other in 0..self.market.classes as u32 {
            if !self.refused[other as usize] && self.covers(class, other) {
                self.refused[other as usize] = true;
            }
        }
    }

    /// Every way to serve the second holds a way to serve the first.
    fn covers(&self, first: u32, second: u32) -> bool {
        let market = self.market;
        let bundles = |class: u32| market.bundles[market.bundles_of(class)].iter();
        let within = |leg: u32, wide: u32| {
            self.options[leg as usize].is_subset(&self.options[wide as usize])
        };
        within(second, first)
            && bundles(second).all(|bundle| {
                bundle.legs().any(|leg| within(leg, first))
                    || bundles(first).any(|wide| {
                        wide.legs().all(|wide| bundle.legs().any(|leg| within(leg, wide)))
                    })
            })
    }
}
