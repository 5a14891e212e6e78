//! The reason on every unserved line, derived again.

use std::collections::HashMap;

use domain::allocation::{FailedRule, LotRefusal, Reason, Rule, SituationNeed};

use crate::Violation;
use crate::eligibility::{choice, failed_rules};
use crate::facts::Facts;
use crate::strict;

pub(crate) fn check(facts: &Facts<'_>, thresholds: &[Option<usize>], found: &mut Vec<Violation>) {
    let arbitrated = |at: usize| {
        let level = |need: usize| (facts.rank[need].tier, facts.rank[need].score);
        let equal = |weakest: usize| level(weakest) == level(at);
        // Plans of the first edition did not tell this apart.
        facts.plan.edition > 1
            && facts.rule == Rule::Count
            && thresholds[facts.class_of[at]].is_some_and(equal)
    };
    let unserved = || {
        let free = |at: &usize| facts.lot_of[*at].is_none() && facts.pin(*at).is_none();
        (0..facts.lot_of.len()).filter(free)
    };
    for (at, line) in facts.plan.lines.iter().enumerate() {
        let told = facts.pin(at).map(|pin| pin.told(facts.lot_of[at].is_some()));
        if told.as_ref().map_or_else(|| line.reason.is_decision(), |told| *told != line.reason) {
            found.push(Violation::Reason { need: line.need.clone() });
        }
    }
    let strict = if unserved().any(arbitrated) { strict::served(facts) } else { Vec::new() };
    let mut alike = Alike { facts, reserved: HashMap::new(), refused: HashMap::new() };
    for at in unserved() {
        let (need, line) = (&facts.situation.needs()[at], &facts.plan.lines[at]);
        let closed = facts.rows[facts.class_of[at]].is_empty();
        let right = match &line.reason {
            // Told as served without a unit: `counts` says so.
            Reason::ServiStock => true,
            Reason::AucunLotAdmissible { refusals } => closed && refusals == alike.refused(at),
            Reason::StockEpuiseALaPriorite { .. } => {
                !closed && !arbitrated(at) && alike.reserved(at).is_empty()
            }
            Reason::ResteReserve { reserved: told, .. } => {
                !closed && !arbitrated(at) && !told.is_empty() && told == alike.reserved(at)
            }
            Reason::Arbitrage { strict: told_strict, reserved: told, .. } => {
                arbitrated(at) && *told_strict == strict[at] && told == alike.reserved(at)
            }
            // Of plans that may buy.
            Reason::ServiAchat
            | Reason::DecisionManuelle { .. }
            | Reason::FratrieDejaServie { .. }
            | Reason::Doublon { .. }
            | Reason::FondsNonEligible { .. }
            | Reason::FondsEpuise { .. }
            | Reason::MinimumDeCommande { .. }
            | Reason::LotIncomplet { .. }
            | Reason::QuotaAtteint { .. } => false,
        };
        if !right {
            found.push(Violation::Reason { need: need.need.clone() });
        }
    }
}

/// What depends on nothing but what rules ask of a need: found out once for all that are alike.
struct Alike<'a> {
    facts: &'a Facts<'a>,
    reserved: HashMap<usize, Vec<LotRefusal>>,
    refused: HashMap<usize, Vec<LotRefusal>>,
}

impl Alike<'_> {
    fn reserved(&mut self, at: usize) -> &Vec<LotRefusal> {
        let (facts, first) = (self.facts, self.facts.like[at]);
        let need = &facts.situation.needs()[first];
        self.reserved.entry(first).or_insert_with(|| reserved(facts, need))
    }

    fn refused(&mut self, at: usize) -> &Vec<LotRefusal> {
        let (facts, first) = (self.facts, self.facts.like[at]);
        let need = &facts.situation.needs()[first];
        self.refused.entry(first).or_insert_with(|| all(facts, need))
    }
}

/// Every lot of a wanted kind and the first rule it fails.
fn all(facts: &Facts<'_>, need: &SituationNeed) -> Vec<LotRefusal> {
    let wanted = facts.situation.lots().iter().filter(|lot| choice(need, lot).is_some());
    let first = wanted.map(|lot| (lot, failed_rules(need, lot).into_iter().next()));
    first.filter_map(|(lot, rule)| Some(LotRefusal { lot: lot.lot.clone(), rule: rule? })).collect()
}

/// Lots of a wanted kind with units left that one reservation alone keeps from the need.
fn reserved(facts: &Facts<'_>, need: &SituationNeed) -> Vec<LotRefusal> {
    let lots = facts.situation.lots().iter().enumerate();
    let left = lots
        .filter(|(at, lot)| facts.used[*at] < u64::from(lot.units) && choice(need, lot).is_some());
    left.filter_map(|(_, lot)| match failed_rules(need, lot).as_slice() {
        [FailedRule::LoanNotAccepted | FailedRule::RefurbishedNotAccepted] => None,
        [rule] => Some(LotRefusal { lot: lot.lot.clone(), rule: rule.clone() }),
        _ => None,
    })
    .collect()
}
