//! What is open to a need, derived again from `allocation.md` B: no classes, no profiles.

use domain::allocation::{FailedRule, Situation, SituationFund, SituationItem, SituationNeed};
use domain::stock::LotCondition;

use crate::eligibility::{failed_reservations, failed_rules};

/// Something that could be given: a lot, or an item on a fund; by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Opening {
    Lot(usize),
    Offer { item: usize, fund: usize },
}

/// The rules that keep an item from being bought on a fund for a need that wants its kind.
pub(crate) fn failed_offer_rules(
    need: &SituationNeed,
    fund: &SituationFund,
    item: &SituationItem,
) -> Vec<FailedRule> {
    let mut failed = Vec::new();
    if item.condition == LotCondition::Refurbished && !need.accepts_refurbished {
        failed.push(FailedRule::RefurbishedNotAccepted);
    }
    if !fund.categories.is_empty() && fund.categories.iter().all(|paid| *paid != item.category) {
        failed.push(FailedRule::Category);
    }
    let (places, levels) = (&fund.communes, &fund.levels);
    failed.extend(failed_reservations(need, places, levels, &fund.requires, &fund.refuses));
    failed
}

/// All that is open to a need for one kind, with its penalty: lots, then offers.
pub(crate) fn of(situation: &Situation, need: &SituationNeed, kind: &str) -> Vec<(Opening, u32)> {
    let mut open = Vec::new();
    for (at, lot) in situation.lots().iter().enumerate() {
        if lot.kind == kind && failed_rules(need, lot).is_empty() {
            open.push((Opening::Lot(at), u32::from(lot.penalty)));
        }
    }
    for (item, sold) in situation.catalogue().iter().enumerate().filter(|(_, i)| i.kind == kind) {
        for (fund, purse) in situation.funds().iter().enumerate() {
            if failed_offer_rules(need, purse, sold).is_empty() {
                open.push((Opening::Offer { item, fund }, u32::from(sold.penalty)));
            }
        }
    }
    open
}
