//! Sharing scarce equipment: the question (situation and policy) and the answer (plan), as plain values.
//!
//! The engine (`allocation`), the auditor (`audit`), the files (`exchange`) and the pages (`web`) meet
//! here and nowhere else. Ids, kinds, flags and communes stay text: the engine numbers them for itself.

mod alternative;
mod canonical;
mod certificate;
mod check;
mod counterfactual;
mod delta;
mod eligibility;
mod fairness;
mod margin;
mod pin;
mod plan;
mod policy;
mod reason;
mod situation;
#[cfg(test)]
mod tests;

pub use alternative::Alternative;
pub use certificate::{
    Bounds, Certificate, CutOffs, FitPrices, Proof, Stage, StagePrices, StageProof,
};
pub use check::{Expected, Field, InputError, InputErrors, Table};
pub use counterfactual::Counterfactual;
pub use delta::{Moved, moves};
pub use eligibility::{
    FailedRule, LotRefusal, OfferRefusal, Reservation, first_failed_offer, first_failed_rule,
};
pub use fairness::{Fairness, PlaceKind, Quota};
pub use margin::Margin;
pub use pin::{Decision, DevicesCounted, Ground, Pin};
pub use plan::{
    Assignment, Between, ClassFacts, Explanation, LotUse, NeedLine, Offer, Order, Plan, Rank,
    Served, Share, Source,
};
pub use policy::{Policy, Rule};
pub use reason::{LineLeft, Reason};
pub use situation::{Rows, Situation, SituationFund, SituationItem, SituationLot, SituationNeed};
