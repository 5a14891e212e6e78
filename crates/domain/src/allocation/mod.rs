//! Sharing scarce equipment: the question (situation and policy) and the answer (plan), as plain values.
//!
//! The engine (`allocation`), the auditor (`audit`), the files (`exchange`) and the pages (`web`) meet
//! here and nowhere else. Ids, kinds, flags and communes stay text: the engine numbers them for itself.

mod canonical;
mod check;
mod eligibility;
mod plan;
mod policy;
mod reason;
mod situation;
#[cfg(test)]
mod tests;

pub use check::{Expected, Field, InputError, InputErrors, Table};
pub use eligibility::{FailedRule, LotRefusal, first_failed_rule};
pub use plan::{
    Assignment, Certificate, ClassFacts, Explanation, FitPrices, LotUse, NeedLine, Plan, Proof,
    Rank, Served, StageProof,
};
pub use policy::{Policy, Rule};
pub use reason::Reason;
pub use situation::{Situation, SituationLot, SituationNeed};
