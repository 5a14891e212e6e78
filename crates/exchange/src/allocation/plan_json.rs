//! `plan.json`: the plan's figures, its proof, and how long it took.

use std::collections::BTreeMap;

use domain::allocation::{Certificate, Plan, Proof, Rule, Served};
use serde::Serialize;

/// How long each step took, in microseconds. Measured by the caller: nothing below it has a clock.
pub type Timings = BTreeMap<&'static str, u64>;

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
    other_rule: OtherRule<'a>,
    former_practice: FormerPractice<'a>,
    proof: Proof,
    certificate: &'a Certificate,
    timings_us: &'a Timings,
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

/// The file's text.
pub(super) fn text(plan: &Plan, timings: &Timings) -> Vec<u8> {
    let json = PlanJson {
        digest: &plan.digest,
        rule: plan.rule,
        seed: plan.seed,
        needs: plan.lines.len(),
        served: &plan.served,
        score: plan.score,
        cost_cents: 0,
        spread_cents: 0,
        fit: plan.fit,
        classes: plan.classes.len(),
        other_rule: OtherRule {
            rule: match plan.rule {
                Rule::Strict => Rule::Count,
                Rule::Count => Rule::Strict,
            },
            served: &plan.other_rule,
        },
        former_practice: FormerPractice { served: &plan.former_practice, gained: plan.gained() },
        proof: plan.proof,
        certificate: &plan.certificate,
        timings_us: timings,
    };
    // Plain structs, text and whole numbers: serde_json writes them all, to memory.
    let mut text = serde_json::to_vec_pretty(&json).unwrap_or_default();
    text.push(b'\n');
    text
}
