//! How many of the troïka's seats must say yes: a cité's own decision, from a day on.

use serde::{Deserialize, Serialize};

use super::amount::Amount;

crate::vocabulary! {
    /// The kinds of rules.
    RuleKind {
        /// All three seats.
        Unanimous = "unanimous",
        /// Two of three up to an amount, three above.
        TwoOfThree = "two_of_three",
        /// The principal decides once the two others are heard.
        Consultative = "consultative",
    }
}

/// The rule that a request is answered under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", content = "limit", rename_all = "snake_case")]
pub enum TroikaRule {
    /// All three seats say yes.
    Unanimous,
    /// Two of three at or under this amount, three above.
    TwoUpTo(Amount),
    /// The principal decides, once both others have answered or the deadline has passed.
    Consultative,
}

/// What is wrong with a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RuleFault {
    /// Two of three up to no amount.
    #[error("no limit")]
    NoLimit,
    /// An amount where the rule knows none.
    #[error("a limit that the rule does not know")]
    LimitUnused,
}

impl TroikaRule {
    /// A rule from its kind and its amount.
    ///
    /// # Errors
    /// When the amount is missing, or makes no sense.
    pub const fn new(kind: RuleKind, limit: Option<Amount>) -> Result<Self, RuleFault> {
        match (kind, limit) {
            (RuleKind::Unanimous, None) => Ok(Self::Unanimous),
            (RuleKind::TwoOfThree, Some(limit)) => Ok(Self::TwoUpTo(limit)),
            (RuleKind::Consultative, None) => Ok(Self::Consultative),
            (RuleKind::TwoOfThree, None) => Err(RuleFault::NoLimit),
            (_, Some(_)) => Err(RuleFault::LimitUnused),
        }
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(self) -> RuleKind {
        match self {
            Self::Unanimous => RuleKind::Unanimous,
            Self::TwoUpTo(_) => RuleKind::TwoOfThree,
            Self::Consultative => RuleKind::Consultative,
        }
    }

    /// Up to which amount two are enough.
    #[must_use]
    pub const fn limit(self) -> Option<Amount> {
        match self {
            Self::TwoUpTo(limit) => Some(limit),
            Self::Unanimous | Self::Consultative => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{RuleFault, RuleKind, TroikaRule};
    use crate::fund::Amount;

    #[test]
    fn only_two_of_three_has_an_amount() {
        let limit = Amount::from_cents(200_000).unwrap();
        assert_eq!(TroikaRule::new(RuleKind::TwoOfThree, None), Err(RuleFault::NoLimit));
        for kind in RuleKind::ALL {
            let amount = (*kind == RuleKind::TwoOfThree).then_some(limit);
            let rule = TroikaRule::new(*kind, amount).unwrap();
            assert_eq!((rule.kind(), rule.limit()), (*kind, amount));
            let other = amount.is_none().then_some(limit);
            assert!(TroikaRule::new(*kind, other).is_err());
            let text = serde_json::to_string(&rule).unwrap();
            assert_eq!(serde_json::from_str::<TroikaRule>(&text).unwrap(), rule);
        }
    }
}
