//! What a family is owed when an algorithm had a part in a decision (CRPA art. L. 311-3-1 and
//! R. 311-3-1-2): its four points, for each of the family's needs.

use jiff::civil::Date;
use serde::Serialize;

use crate::press::Paper;

/// The explanation for one household; one page for two needs. Of other families it holds ranks and
/// cut-offs only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AlgorithmExplanation {
    /// The cité éducative.
    pub cite: String,
    /// Whom it is addressed to.
    pub household: String,
    /// The day it is printed.
    pub issued_on: Date,
    /// The plan.
    pub plan: ExplainedPlan,
    /// What was looked at, and where it comes from.
    pub facts: Vec<UsedFact>,
    /// The household's needs in the plan.
    pub needs: Vec<ExplainedNeed>,
    /// Whom to write to: name and address of who decides; may be blank.
    pub authority: String,
    /// How to reach somebody who answers, on one line; may be blank.
    pub contact: String,
    /// How to reach the data-protection officer; may be blank.
    pub dpo_contact: String,
}

impl Paper for AlgorithmExplanation {
    const TEMPLATE: &'static str = "algorithm_explanation.typ";
}

/// The plan that decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExplainedPlan {
    /// What its round is called.
    pub round: String,
    /// The day it was proposed.
    pub made_on: Date,
    /// Whether people have adopted it.
    pub standing: Standing,
    /// The version of the published rule set.
    pub rules_version: i64,
    /// The rule, in French.
    pub rule: String,
    /// What tells this plan from any other.
    pub digest: String,
    /// The seed of its draw.
    pub seed: u64,
}

/// Whether a person has decided yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Not yet: nothing is decided.
    Proposed,
    /// An agent of the town has adopted the plan.
    Adopted,
}

/// Something that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UsedFact {
    /// What, in French.
    pub what: String,
    /// What was known.
    pub value: String,
    /// Where it comes from.
    pub source: String,
}

/// One need, and all that led to the decision on it. In French, whole sentences where the field says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExplainedNeed {
    /// What is needed.
    pub kind: String,
    /// The tier, 1 first.
    pub tier: u8,
    /// What led to the tier.
    pub tier_facts: String,
    /// The criteria that gave points.
    pub points: Vec<PointsLine>,
    /// Their sum.
    pub score: u16,
    /// The place in the order.
    pub rank: String,
    /// How the need's draw begins.
    pub draw: String,
    /// Which place had to be reached, in a sentence; or why none is told.
    pub threshold: String,
    /// The decision and its reason, in sentences.
    pub reason: String,
    /// What would have changed it, a sentence each; empty for a need that is served.
    pub would_change: Vec<String>,
}

/// A criterion that gave points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PointsLine {
    /// The criterion.
    pub criterion: String,
    /// Points each time.
    pub weight: u16,
    /// How many times.
    pub times: u16,
    /// `weight × times`.
    pub points: u16,
}
