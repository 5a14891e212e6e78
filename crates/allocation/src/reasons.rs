//! The reason on every line (`allocation.md` §5.4), from rules and facts that anyone can check again.

use std::collections::BTreeMap;

use domain::allocation::{
    Alternative, FailedRule, LotRefusal, Reason, Rule, SituationLot, SituationNeed,
    first_failed_rule,
};

use crate::circuits::Circuits;
use crate::report::Solved;

/// Why the unserved are unserved; needs with one profile share the search.
pub(crate) struct Reasons<'a> {
    solved: &'a Solved<'a>,
    rule: Rule,
    circuits: &'a Circuits,
    by_kind: BTreeMap<&'a str, Vec<&'a SituationLot>>,
    left: BTreeMap<&'a str, Vec<&'a SituationLot>>,
    known: Vec<Option<Vec<LotRefusal>>>,
}

impl<'a> Reasons<'a> {
    /// Over a plan that leaves so many units in each lot.
    pub fn new(solved: &'a Solved<'a>, rule: Rule, circuits: &'a Circuits, left: &[u32]) -> Self {
        let mut by_kind: BTreeMap<&str, Vec<&SituationLot>> = BTreeMap::new();
        let mut still: BTreeMap<&str, Vec<&SituationLot>> = BTreeMap::new();
        for (lot, &left) in solved.situation.lots().iter().zip(left) {
            by_kind.entry(&lot.kind).or_default().push(lot);
            if left > 0 {
                still.entry(&lot.kind).or_default().push(lot);
            }
        }
        let known = vec![None; solved.market.profiles.len()];
        Self { solved, rule, circuits, by_kind, left: still, known }
    }

    /// Why this need, by its number, is not served.
    pub fn of(&mut self, need: u32) -> Reason {
        let refusals = self.refusals(need);
        let Solved { situation, market, base, .. } = self.solved;
        if market.graph.row(market.class_of[need as usize]).is_empty() {
            return Reason::AucunLotAdmissible { refusals };
        }
        let lots = situation.lots();
        let next = self.circuits.next_for.get(&need).into_iter().flatten();
        let next_for = next.map(|&lot| lots[lot as usize].lot.clone()).collect();
        if self.is_arbitrated(need) {
            let strict = base.served[need as usize];
            Reason::Arbitrage { strict, reserved: refusals, next_for }
        } else if refusals.is_empty() {
            Reason::StockEpuiseALaPriorite { next_for }
        } else {
            Reason::ResteReserve { reserved: refusals, next_for }
        }
    }

    /// Whether ranks left it open: under `count` the weakest that it could replace is its equal.
    fn is_arbitrated(&self, need: u32) -> bool {
        let Solved { order, market, .. } = self.solved;
        let weakest = self.circuits.threshold[market.class_of[need as usize] as usize];
        let equal = |place: u32| order.level[place as usize] == order.level_of(need);
        self.rule == Rule::Count && weakest.is_some_and(equal)
    }

    /// Without any open lot: every lot of a wanted kind and what fails. Otherwise: those with units
    /// left that one reservation alone keeps from the need.
    fn refusals(&mut self, need: u32) -> Vec<LotRefusal> {
        let Solved { situation, market, .. } = self.solved;
        let profile = market.profile_of[need as usize] as usize;
        if let Some(known) = &self.known[profile] {
            return known.clone();
        }
        let closed = market.graph.row(market.class_of[need as usize]).is_empty();
        let need = &situation.needs()[need as usize];
        let shelves = if closed { &self.by_kind } else { &self.left };
        let kinds = need.asks.iter().flat_map(Alternative::parts);
        let wanted = kinds.filter_map(|kind| shelves.get(kind.as_str())).flatten();
        let mut refusals: Vec<LotRefusal> = wanted
            .filter_map(|lot| {
                let rule = first_failed_rule(need, lot)?;
                let told = closed || is_alone(&rule, need, lot);
                told.then(|| LotRefusal { lot: lot.lot.clone(), rule })
            })
            .collect();
        refusals.sort_unstable_by(|a, b| a.lot.cmp(&b.lot));
        self.known[profile] = Some(refusals.clone());
        refusals
    }
}

/// Whether a reservation is all that keeps a need from a lot.
pub(crate) fn is_alone(rule: &FailedRule, need: &SituationNeed, lot: &SituationLot) -> bool {
    lot.lifted(rule).is_some_and(|lifted| first_failed_rule(need, &lifted).is_none())
}
