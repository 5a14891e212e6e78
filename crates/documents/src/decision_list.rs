//! What a plan decides, on pages to read at a table: a row a need, in the order of their ranks.

use jiff::civil::Date;
use serde::Serialize;

use crate::press::Paper;

/// The decisions of one plan. It names families: it is for who runs the round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionList {
    /// The cité éducative.
    pub cite: String,
    /// What the round is called.
    pub round: String,
    /// Where the plan stands, in French: « proposé », « adopté ».
    pub state: String,
    /// The day it was proposed.
    pub made_on: Date,
    /// The rule it follows, in French.
    pub rule: String,
    /// What tells this plan from any other.
    pub digest: String,
    /// What must be known of the personal data it holds, a line each.
    pub notice: Vec<String>,
    /// The decisions, in the order of the ranks.
    pub rows: Vec<DecisionRow>,
}

/// The decision on one need, in French.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionRow {
    /// Its place, from 1.
    pub rank: u32,
    /// Its tier, 1 first.
    pub tier: u8,
    /// Its points.
    pub points: u16,
    /// What the family is called.
    pub household: String,
    /// What is needed.
    pub kind: String,
    /// The school; may be blank.
    pub school: String,
    /// « servi », « non servi » or « mis de côté ».
    pub decision: String,
    /// What is proposed; blank when nothing is.
    pub equipment: String,
    /// Where that comes from; blank when nothing is proposed.
    pub origin: String,
    /// Why.
    pub reason: String,
    /// The need's number.
    pub need: String,
}

impl Paper for DecisionList {
    const TEMPLATE: &'static str = "decision_list.typ";
}
