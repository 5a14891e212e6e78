//! `plan.json` as `cartable verify` is given it: whatever it says, the auditor answers.

use std::sync::LazyLock;

use domain::allocation::{Policy, Situation};
use exchange::allocation::read_plan;

use crate::files;

/// What the plans among the seeds answer.
const QUESTIONS: [&[u8]; 2] =
    [include_bytes!("../seeds/budget.txt"), include_bytes!("../seeds/stock.txt")];

static READ: LazyLock<Vec<(Situation, Policy)>> =
    LazyLock::new(|| QUESTIONS.iter().map(|blob| files::read(blob).expect("a seed")).collect());

/// Reads a plan, and audits it against every seed: it is no panic, whatever it is.
pub fn audit(bytes: &[u8]) {
    let Ok((plan, _)) = read_plan(bytes) else { return };
    for (situation, policy) in READ.iter() {
        // Right or wrong, it is answered.
        drop(audit::audit(situation, policy, &plan));
    }
}
