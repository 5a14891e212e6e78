//! What money may buy: categories of spending, the terms of a line, the catalogue.

use serde::{Deserialize, Serialize};

use super::amount::Amount;
use crate::stock::{ItemKind, LotCondition, Restriction};

crate::vocabulary! {
    /// What is bought, as funders tell their money apart (`domain.md` §1, lines 60 and 65).
    Category {
        /// Computers, tablets, telephones, printers.
        Equipment = "equipment",
        /// Subscriptions and 4G keys.
        Connection = "connection",
        /// Interpreting for families.
        Interpreting = "interpreting",
        /// Speakers and educational support.
        Service = "service",
        /// Radio, print, video.
        Media = "media",
        /// Anything else.
        Other = "other",
    }
}

/// The flexibility of a line that is spent last.
pub const MOST_FLEXIBILITY: u8 = 99;

/// What a line's money may buy, and for whom. Empty lists restrict nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineTerms {
    /// Only these categories.
    #[serde(default)]
    pub categories: Vec<Category>,
    /// Only for these needs.
    #[serde(default)]
    pub restriction: Restriction,
    /// 0 to 99: of two lines that may both pay, the lower is spent first.
    #[serde(default)]
    pub flexibility: u8,
}

impl LineTerms {
    /// May its money buy this?
    #[must_use]
    pub fn allows(&self, category: Category) -> bool {
        self.categories.is_empty() || self.categories.contains(&category)
    }
}

/// Something that can be ordered at a known price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    /// What it is called, once in a cité's catalogue.
    pub label: String,
    /// What one unit is.
    pub kind: ItemKind,
    /// What it counts as.
    pub category: Category,
    /// New or prepared again.
    pub condition: LotCondition,
    /// One unit, taxes and the months of its plan included.
    pub price: Amount,
    /// If it is ordered at all, at least so many; 0: any number.
    pub minimum_order: u32,
}

/// No order of a single thing is larger.
pub const MOST_ORDERED: u32 = 1_000_000;
