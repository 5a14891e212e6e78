//! `plan.json`: the plan's figures, its proof, how long it took, and the plan itself.

use std::collections::BTreeMap;

use domain::allocation::{Counterfactual, Plan, Proof, Rule, Served};
use serde::{Deserialize, Serialize};

use super::plan_files::Beside;

/// How long each step took, in microseconds. Measured by the caller: nothing below it has a clock.
pub type Timings = BTreeMap<String, u64>;

#[derive(Serialize)]
struct PlanJson<'a> {
    digest: &'a str,
    rule: Rule,
    seed: u64,
    needs: usize,
    served: &'a Served,
    score: u64,
    cost_cents: u64,
    spread_cents: u64,
    fit: u64,
    classes: usize,
    /// Whether the search was told to stop before its end.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    stopped: bool,
    /// None if a search that was stopped did not come to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    other_rule: Option<OtherRule<'a>>,
    former_practice: FormerPractice<'a>,
    proof: &'a Proof,
    timings_us: &'a Timings,
    would_be_served_if: &'a BTreeMap<String, Vec<Counterfactual>>,
    /// Everything, for `cartable verify`.
    plan: &'a Plan,
}

#[derive(Serialize)]
struct OtherRule<'a> {
    rule: Rule,
    served: &'a Served,
}

#[derive(Serialize)]
struct FormerPractice<'a> {
    served: &'a Served,
    gained: i64,
}

/// What is read back.
#[derive(Deserialize)]
struct Kept {
    timings_us: Timings,
    would_be_served_if: BTreeMap<String, Vec<Counterfactual>>,
    plan: Plan,
}

/// The file's text.
pub(super) fn text(plan: &Plan, beside: &Beside) -> Vec<u8> {
    let json = PlanJson {
        digest: &plan.digest,
        rule: plan.rule,
        seed: plan.seed,
        needs: plan.lines.len(),
        served: &plan.served,
        score: plan.score,
        cost_cents: plan.cost_cents,
        spread_cents: plan.spread_cents,
        fit: plan.fit,
        classes: plan.classes.len(),
        stopped: plan.stopped,
        other_rule: (!plan.stopped || !plan.other_rule.is_empty()).then_some(OtherRule {
            rule: match plan.rule {
                Rule::Strict => Rule::Count,
                Rule::Count => Rule::Strict,
            },
            served: &plan.other_rule,
        }),
        former_practice: FormerPractice { served: &plan.former_practice, gained: plan.gained() },
        proof: &plan.proof,
        timings_us: &beside.timings,
        would_be_served_if: &beside.changes,
        plan,
    };
    // Plain structs, text and whole numbers: serde_json writes them all, to memory.
    let mut text = serde_json::to_vec_pretty(&json).unwrap_or_default();
    text.push(b'\n');
    text
}

/// Reads a plan back, and what is beside it.
///
/// # Errors
/// What is no JSON, or no plan: where, and why.
pub fn read_plan(bytes: &[u8]) -> Result<(Plan, Beside), String> {
    let kept: Kept = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let (timings, changes) = (kept.timings_us, kept.would_be_served_if);
    Ok((kept.plan, Beside { timings, changes }))
}
