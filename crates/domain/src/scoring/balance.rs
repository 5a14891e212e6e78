//! What a town may ask beyond its rule: a fair share for every school.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::allocation::{Fairness, PlaceKind, Quota, Situation};

crate::vocabulary! {
    /// What a town may ask beyond its rule.
    Balance {
        /// Nothing.
        None = "none",
        /// In every tier, of equally many served: the school with the smallest share served first. Only with
        /// [`Rule::Count`](crate::allocation::Rule::Count).
        Schools = "schools",
        /// The needs that each school has served at least, and at most: [`SchoolLimits`].
        Limits = "limits",
    }
}

/// The same limits for every school, where [`Balance::Limits`] is asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchoolLimits {
    /// So many needs of each school are served at least, or all of them where it has fewer.
    pub least: u32,
    /// So many at most; none: no limit.
    pub most: Option<u32>,
}

impl SchoolLimits {
    /// Whether it asks for something that can be.
    pub(super) fn is_possible(self) -> bool {
        match self.most {
            None => self.least > 0,
            Some(most) => most > 0 && self.least <= most,
        }
    }
}

impl Balance {
    /// What is asked of the engine for these needs. A need without a school is under no limit, and what was
    /// set aside counts for none.
    pub(super) fn fairness(self, limits: SchoolLimits, situation: &Situation) -> Fairness {
        let by = PlaceKind::School;
        match self {
            Self::None => Fairness::None,
            Self::Schools => Fairness::Leximin { by, tiers: Vec::new() },
            Self::Limits => {
                let mut asked: BTreeMap<&str, u32> = BTreeMap::new();
                for need in situation.needs().iter().filter(|need| !need.school.is_empty()) {
                    let gives = situation.pin(&need.need).is_none_or(|pin| pin.decision.gives());
                    *asked.entry(&need.school).or_default() += u32::from(gives);
                }
                let quota = |(school, asked): (&str, u32)| Quota {
                    of: school.to_owned(),
                    tier: None,
                    least: limits.least.min(asked),
                    most: limits.most,
                };
                Fairness::Quota { by, quotas: asked.into_iter().map(quota).collect() }
            }
        }
    }
}
