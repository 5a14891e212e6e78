//! What would have changed the answer for one need.

use serde::{Deserialize, Serialize};

use super::eligibility::FailedRule;
use super::fairness::{Fairness, PlaceKind, Quota};
use super::policy::{Policy, Rule};
use super::situation::Situation;
use crate::Euros;

/// A single change by which a need that is not served would be. Told only once it has been tried: the
/// situation with it has been solved again, and serves the need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Counterfactual {
    /// One more unit in a lot.
    Unit {
        /// The lot's id.
        lot: String,
    },
    /// More money on a fund.
    Money {
        /// The fund's id.
        fund: String,
        /// How much more.
        amount: Euros,
    },
    /// More points for this need; fewer would not do.
    Points {
        /// How many more.
        points: u16,
    },
    /// One rule of a lot lifted, for everybody.
    Lifted {
        /// The lot's id.
        lot: String,
        /// The rule.
        rule: FailedRule,
    },
    /// The other rule.
    OtherRule,
    /// One more place in a limit of the policy.
    Place {
        /// What the policy limits.
        by: PlaceKind,
        /// The school or commune.
        of: String,
        /// The tier that is counted; none: all together.
        tier: Option<u8>,
    },
}

impl Counterfactual {
    /// The situation and the policy with the change; none if it changes nothing that is there.
    #[must_use]
    pub fn applied(
        &self,
        situation: &Situation,
        policy: &Policy,
        need: &str,
    ) -> Option<(Situation, Policy)> {
        let (mut rows, mut policy) = (situation.rows().clone(), policy.clone());
        match self {
            Self::Unit { lot } => {
                rows.lots.iter_mut().find(|known| known.lot == *lot)?.units += 1;
            }
            Self::Money { fund, amount } => {
                let fund = rows.funds.iter_mut().find(|known| known.fund == *fund)?;
                fund.available = fund.available.checked_add(*amount)?;
            }
            Self::Points { points } => {
                let need = rows.needs.iter_mut().find(|known| known.need == need)?;
                need.score = need.score.checked_add(*points)?;
            }
            Self::Lifted { lot, rule } => {
                let lot = rows.lots.iter_mut().find(|known| known.lot == *lot)?;
                *lot = lot.lifted(rule)?;
            }
            Self::OtherRule => {
                policy.rule = match policy.rule {
                    Rule::Strict => Rule::Count,
                    Rule::Count => Rule::Strict,
                };
            }
            Self::Place { by, of, tier } => {
                let Fairness::Quota { by: own, quotas } = &mut policy.fairness else { return None };
                let named = |quota: &&mut Quota| quota.of == *of && quota.tier == *tier;
                let limits =
                    quotas.iter_mut().filter(named).filter_map(|quota| quota.most.as_mut());
                let mut limits = limits.filter(|_| own == by).peekable();
                limits.peek()?;
                limits.for_each(|most| *most = most.saturating_add(1));
            }
        }
        // What was right and has more of something may be beyond what can be counted.
        Some((Situation::new(rows).ok()?, policy))
    }
}
