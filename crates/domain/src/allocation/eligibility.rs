//! Who may receive from a lot, and the first rule that says no.

use serde::{Deserialize, Serialize};

use super::situation::{SituationLot, SituationNeed};
use crate::stock::{LotCondition, TransferMode};

/// Why a unit of a lot cannot go to a need.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum FailedRule {
    /// The kind is none of those asked for.
    Kind,
    /// The donor or the town reserved the lot to other communes.
    Commune,
    /// The donor or the town reserved the lot to other levels.
    Level,
    /// The need lacks a flag that the lot requires.
    Requires {
        /// The missing flag.
        flag: String,
    },
    /// The need has a flag that the lot refuses.
    Refuses {
        /// The flag in the way.
        flag: String,
    },
    /// The lot is lent and the family does not accept loans.
    LoanNotAccepted,
    /// The lot is refurbished and the family does not accept that.
    RefurbishedNotAccepted,
}

impl FailedRule {
    /// Whether the rule is the lot's (a donor could lift it), and not what the family asked for.
    #[must_use]
    pub const fn is_reservation(&self) -> bool {
        matches!(self, Self::Commune | Self::Level | Self::Requires { .. } | Self::Refuses { .. })
    }
}

/// A lot of a wanted kind, and the first rule that keeps a need out of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotRefusal {
    /// The lot's id.
    pub lot: String,
    /// The first rule that fails.
    #[serde(flatten)]
    pub rule: FailedRule,
}

/// The first rule that keeps this need out of this lot, in the order kind, loan, refurbished,
/// commune, level, required flags, refused flags; none if the lot is open to it.
///
/// What the family chose comes before reservations: a reservation is named only when the family's own
/// choices do not stand in the way.
#[must_use]
pub fn first_failed_rule(need: &SituationNeed, lot: &SituationLot) -> Option<FailedRule> {
    if !need.asks.contains(&lot.kind) {
        return Some(FailedRule::Kind);
    }
    if lot.mode == TransferMode::Loan && !need.accepts_loan {
        return Some(FailedRule::LoanNotAccepted);
    }
    if lot.condition == LotCondition::Refurbished && !need.accepts_refurbished {
        return Some(FailedRule::RefurbishedNotAccepted);
    }
    if !lot.communes.is_empty() && !lot.communes.contains(&need.commune) {
        return Some(FailedRule::Commune);
    }
    if !lot.levels.is_empty() && !lot.levels.contains(&need.level) {
        return Some(FailedRule::Level);
    }
    if let Some(flag) = lot.requires.iter().find(|flag| !need.flags.contains(flag)) {
        return Some(FailedRule::Requires { flag: flag.clone() });
    }
    let flag = lot.refuses.iter().find(|flag| need.flags.contains(flag))?;
    Some(FailedRule::Refuses { flag: flag.clone() })
}
