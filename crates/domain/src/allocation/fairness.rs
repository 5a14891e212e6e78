//! Fairness between schools or communes, beyond the rule.

use serde::{Deserialize, Serialize};

use super::situation::SituationNeed;

crate::vocabulary! {
    /// Between what one is fair.
    PlaceKind {
        /// Schools.
        School = "school",
        /// Communes.
        Commune = "commune",
    }
}

impl PlaceKind {
    /// The place of a need.
    #[must_use]
    pub fn of(self, need: &SituationNeed) -> &str {
        match self {
            Self::School => &need.school,
            Self::Commune => &need.commune,
        }
    }
}

/// What is asked beyond the rule; it has a price, which the plan tells.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fairness {
    /// Nothing.
    #[default]
    None,
    /// So many needs of a place at least, or at most, are served.
    Quota {
        /// Of what.
        by: PlaceKind,
        /// In no order.
        quotas: Vec<Quota>,
    },
    /// Under `count`, tier by tier, as many being served as can be: again and again the place with the
    /// smallest share of its needs served gets one more, if that is possible together with all so far.
    /// On stock alone this makes the smallest share as great as it can be, then the next, … (leximin,
    /// the base of a polymatroid: Fujishige 1980, Megiddo 1974).
    Leximin {
        /// Between what.
        by: PlaceKind,
        /// In which tiers; empty: in all.
        tiers: Vec<u8>,
    },
}

/// A limit on how many needs of one place are served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quota {
    /// The place.
    pub of: String,
    /// Of one tier; none: of all together.
    #[serde(default)]
    pub tier: Option<u8>,
    /// At least so many.
    #[serde(default)]
    pub least: u32,
    /// At most so many; none: no limit.
    #[serde(default)]
    pub most: Option<u32>,
}

impl Quota {
    /// Whether a need counts.
    #[must_use]
    pub fn counts(&self, place: &str, tier: u8) -> bool {
        self.of == place && self.tier.is_none_or(|own| own == tier)
    }
}

impl Fairness {
    /// Whether nothing is asked.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// Between what, if anything is asked.
    #[must_use]
    pub const fn by(&self) -> Option<PlaceKind> {
        match self {
            Self::None => None,
            Self::Quota { by, .. } | Self::Leximin { by, .. } => Some(*by),
        }
    }

    /// The limits; none but of quotas.
    #[must_use]
    pub fn quotas(&self) -> &[Quota] {
        match self {
            Self::Quota { quotas, .. } => quotas,
            Self::None | Self::Leximin { .. } => &[],
        }
    }
}
