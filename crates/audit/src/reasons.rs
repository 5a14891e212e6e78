//! The reason on every unserved line, derived again.

use domain::allocation::{FailedRule, LotRefusal, Reason, SituationNeed};

use crate::Violation;
use crate::eligibility::{choice, failed_rules};
use crate::facts::Facts;

pub(crate) fn check(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    let needs = facts.situation.needs().iter().zip(&facts.plan.lines).enumerate();
    for (at, (need, line)) in needs.filter(|(at, _)| facts.lot_of[*at].is_none()) {
        let right = match &line.reason {
            // Told as served without a unit: `counts` says so.
            Reason::ServiStock => true,
            Reason::AucunLotAdmissible { refusals } => {
                facts.rows[facts.class_of[at]].is_empty() && *refusals == all(facts, need)
            }
            Reason::StockEpuiseALaPriorite { .. } => {
                !facts.rows[facts.class_of[at]].is_empty() && reserved(facts, need).is_empty()
            }
            Reason::ResteReserve { reserved: told, .. } => {
                let closed = facts.rows[facts.class_of[at]].is_empty();
                !closed && !told.is_empty() && *told == reserved(facts, need)
            }
        };
        if !right {
            found.push(Violation::Reason { need: need.need.clone() });
        }
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
