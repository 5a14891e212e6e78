//! Who may have a unit of what, derived again from `allocation.md` B.

use domain::allocation::{FailedRule, SituationLot, SituationNeed};
use domain::stock::{LotCondition, TransferMode};

/// The rules a lot fails for a need that wants its kind, in the order in which they are told.
pub(crate) fn failed_rules(need: &SituationNeed, lot: &SituationLot) -> Vec<FailedRule> {
    let mut failed = Vec::new();
    if matches!(lot.mode, TransferMode::Loan) && !need.accepts_loan {
        failed.push(FailedRule::LoanNotAccepted);
    }
    if matches!(lot.condition, LotCondition::Refurbished) && !need.accepts_refurbished {
        failed.push(FailedRule::RefurbishedNotAccepted);
    }
    if !lot.communes.is_empty() && lot.communes.iter().all(|commune| *commune != need.commune) {
        failed.push(FailedRule::Commune);
    }
    if !lot.levels.is_empty() && lot.levels.iter().all(|level| *level != need.level) {
        failed.push(FailedRule::Level);
    }
    let has = |flag: &String| need.flags.iter().any(|own| own == flag);
    for flag in lot.requires.iter().filter(|flag| !has(flag)) {
        failed.push(FailedRule::Requires { flag: flag.clone() });
    }
    for flag in lot.refuses.iter().filter(|flag| has(flag)) {
        failed.push(FailedRule::Refuses { flag: flag.clone() });
    }
    failed
}

/// Which alternative of a need the lot would meet.
pub(crate) fn choice(need: &SituationNeed, lot: &SituationLot) -> Option<u32> {
    (0..).zip(&need.asks).find(|(_, kind)| **kind == lot.kind).map(|(choice, _)| choice)
}
