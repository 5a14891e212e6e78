//! How a round is decided.

use serde::{Deserialize, Serialize};

use super::fairness::Fairness;

crate::vocabulary! {
    /// What "best" means, before cost, fit and the draw.
    Rule {
        /// In the order (tier, score from high to low, draw) a need is served if and only if that is
        /// possible together with all those served before it.
        Strict = "strict",
        /// Most served in tier 1, then in tier 2, …, then the highest total score.
        Count = "count",
    }
}

/// The town's choices for one round. The same situation and the same policy give the same plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Which rule decides.
    pub rule: Rule,
    /// The seed of the draw: ties are broken by ascending SHA-256 (hex) of `seed:need id`.
    pub seed: u64,
    /// What is asked beyond the rule.
    #[serde(default, skip_serializing_if = "Fairness::is_none")]
    pub fairness: Fairness,
    /// The most nodes that the solver may search in one solve; none: until the end. Nodes are counted the
    /// same way on every machine, so a plan that a limit cut short is found again, bit for bit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work_limit: Option<u32>,
}

impl Policy {
    /// A rule and a draw, and nothing beyond.
    #[must_use]
    pub const fn new(rule: Rule, seed: u64) -> Self {
        Self { rule, seed, fairness: Fairness::None, work_limit: None }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::new(Rule::Strict, 0)
    }
}
