//! Who may have a unit of what, derived again from `allocation.md` B.

use domain::allocation::{Alternative, FailedRule, SituationLot, SituationNeed};
use domain::stock::{Level, LotCondition, TransferMode};

/// The rules a lot fails for a need that wants its kind, in the order in which they are told.
pub(crate) fn failed_rules(need: &SituationNeed, lot: &SituationLot) -> Vec<FailedRule> {
    let mut failed = Vec::new();
    if matches!(lot.mode, TransferMode::Loan) && !need.accepts_loan {
        failed.push(FailedRule::LoanNotAccepted);
    }
    if matches!(lot.condition, LotCondition::Refurbished) && !need.accepts_refurbished {
        failed.push(FailedRule::RefurbishedNotAccepted);
    }
    failed.extend(failed_reservations(
        need,
        &lot.communes,
        &lot.levels,
        &lot.requires,
        &lot.refuses,
    ));
    failed
}

/// The parts of a reservation that a need does not meet, in the order in which they are told.
pub(crate) fn failed_reservations(
    need: &SituationNeed,
    communes: &[String],
    levels: &[Level],
    requires: &[String],
    refuses: &[String],
) -> Vec<FailedRule> {
    let mut failed = Vec::new();
    if !communes.is_empty() && communes.iter().all(|commune| *commune != need.commune) {
        failed.push(FailedRule::Commune);
    }
    if !levels.is_empty() && levels.iter().all(|level| *level != need.level) {
        failed.push(FailedRule::Level);
    }
    let has = |flag: &String| need.flags.iter().any(|own| own == flag);
    for flag in requires.iter().filter(|flag| !has(flag)) {
        failed.push(FailedRule::Requires { flag: flag.clone() });
    }
    for flag in refuses.iter().filter(|flag| has(flag)) {
        failed.push(FailedRule::Refuses { flag: flag.clone() });
    }
    failed
}

/// Which alternative of a need the lot would meet.
pub(crate) fn choice(need: &SituationNeed, lot: &SituationLot) -> Option<u32> {
    let alone = |asked: &Alternative| *asked == Alternative::single(&lot.kind);
    (0..).zip(&need.asks).find(|(_, asked)| alone(asked)).map(|(choice, _)| choice)
}
