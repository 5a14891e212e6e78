//! Who may receive from a lot, and the first rule that says no.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::situation::{SituationFund, SituationItem, SituationLot, SituationNeed};
use crate::stock::{Level, LotCondition, TransferMode};

/// Why a unit of a lot, or something bought on a fund, cannot go to a need.
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
    /// The fund does not pay for items of this category.
    Category,
}

/// The stable code, as in files and in the text of a plan's digest.
impl fmt::Display for FailedRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kind => f.write_str("kind"),
            Self::Commune => f.write_str("commune"),
            Self::Level => f.write_str("level"),
            Self::Requires { flag } => write!(f, "requires {flag}"),
            Self::Refuses { flag } => write!(f, "refuses {flag}"),
            Self::LoanNotAccepted => f.write_str("loan"),
            Self::RefurbishedNotAccepted => f.write_str("refurbished"),
            Self::Category => f.write_str("category"),
        }
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

/// Something that can be bought on a fund for a need, and the first rule that says no.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferRefusal {
    /// The fund's id.
    pub fund: String,
    /// The item's id.
    pub item: String,
    /// The first rule that fails.
    #[serde(flatten)]
    pub rule: FailedRule,
}

/// Whom a donor, the town or a funder reserved something to. Empty lists restrict nothing.
#[derive(Debug, Clone, Copy)]
pub struct Reservation<'a> {
    /// Only for these communes.
    pub communes: &'a [String],
    /// Only for these levels.
    pub levels: &'a [Level],
    /// Flags that the need must have.
    pub requires: &'a [String],
    /// Flags that the need must not have.
    pub refuses: &'a [String],
}

impl Reservation<'_> {
    /// The first part of it that a need does not meet, in the order commune, level, required flags,
    /// refused flags.
    #[must_use]
    pub fn first_failed(&self, need: &SituationNeed) -> Option<FailedRule> {
        if !self.communes.is_empty() && !self.communes.contains(&need.commune) {
            return Some(FailedRule::Commune);
        }
        if !self.levels.is_empty() && !self.levels.contains(&need.level) {
            return Some(FailedRule::Level);
        }
        if let Some(flag) = self.requires.iter().find(|flag| !need.flags.contains(flag)) {
            return Some(FailedRule::Requires { flag: flag.clone() });
        }
        let flag = self.refuses.iter().find(|flag| need.flags.contains(flag))?;
        Some(FailedRule::Refuses { flag: flag.clone() })
    }
}

impl SituationNeed {
    /// Whether some alternative has a part of this kind.
    #[must_use]
    pub fn wants(&self, kind: &str) -> bool {
        self.asks.iter().any(|alternative| alternative.wants(kind))
    }
}

impl SituationLot {
    /// Whom the lot is reserved to.
    #[must_use]
    pub fn reservation(&self) -> Reservation<'_> {
        let Self { communes, levels, requires, refuses, .. } = self;
        Reservation { communes, levels, requires, refuses }
    }

    /// The lot without one rule of its reservation; none if the rule is not one that a donor could lift.
    #[must_use]
    pub fn lifted(&self, rule: &FailedRule) -> Option<Self> {
        let mut lot = self.clone();
        match rule {
            FailedRule::Commune => lot.communes.clear(),
            FailedRule::Level => lot.levels.clear(),
            FailedRule::Requires { flag } => lot.requires.retain(|own| own != flag),
            FailedRule::Refuses { flag } => lot.refuses.retain(|own| own != flag),
            FailedRule::Kind
            | FailedRule::LoanNotAccepted
            | FailedRule::RefurbishedNotAccepted
            | FailedRule::Category => return None,
        }
        Some(lot)
    }
}

impl SituationFund {
    /// Whom the fund is reserved to.
    #[must_use]
    pub fn reservation(&self) -> Reservation<'_> {
        let Self { communes, levels, requires, refuses, .. } = self;
        Reservation { communes, levels, requires, refuses }
    }

    /// Whether the fund may pay for an item, whoever it is for.
    #[must_use]
    pub fn pays_for(&self, item: &SituationItem) -> bool {
        self.categories.is_empty() || self.categories.contains(&item.category)
    }
}

/// The first rule that keeps this need out of this lot, in the order kind, loan, refurbished,
/// commune, level, required flags, refused flags; none if the lot is open to it.
///
/// What the family chose comes before reservations: a reservation is named only when the family's own
/// choices do not stand in the way.
#[must_use]
pub fn first_failed_rule(need: &SituationNeed, lot: &SituationLot) -> Option<FailedRule> {
    if !need.wants(&lot.kind) {
        return Some(FailedRule::Kind);
    }
    if lot.mode == TransferMode::Loan && !need.accepts_loan {
        return Some(FailedRule::LoanNotAccepted);
    }
    if lot.condition == LotCondition::Refurbished && !need.accepts_refurbished {
        return Some(FailedRule::RefurbishedNotAccepted);
    }
    lot.reservation().first_failed(need)
}

/// The first rule that keeps an item from being bought on a fund for this need, in the order kind,
/// refurbished, category, then as for lots. What is bought is given: who refuses loans is not kept out.
#[must_use]
pub fn first_failed_offer(
    need: &SituationNeed,
    fund: &SituationFund,
    item: &SituationItem,
) -> Option<FailedRule> {
    if !need.wants(&item.kind) {
        return Some(FailedRule::Kind);
    }
    if item.condition == LotCondition::Refurbished && !need.accepts_refurbished {
        return Some(FailedRule::RefurbishedNotAccepted);
    }
    if !fund.pays_for(item) {
        return Some(FailedRule::Category);
    }
    fund.reservation().first_failed(need)
}
