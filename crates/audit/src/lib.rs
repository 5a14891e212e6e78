//! Re-checks a plan against its situation, without a line of the engine's code.
//!
//! The engine searches; the auditor only checks, from the rows themselves: who may have what, what was
//! counted, and that the certificate proves the plan best. A plan that passes serves the most needs in
//! tier 1, then in tier 2, … with the highest score (under `strict`: exactly the needs that the order
//! serves), at the best fit. What it does not prove is the last word of the draw among plans that are
//! equal in all of that; solving again and comparing digests does.

mod budget;
mod certificate;
mod counts;
mod eligibility;
mod facts;
mod reach;
mod reasons;
mod strict;

use domain::allocation::{Plan, Policy, Situation};

use facts::Facts;

/// One thing that is not as the plan says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
    /// The plan follows another rule or seed than the policy.
    #[error("the plan does not follow the policy")]
    Policy,
    /// The plan is of an edition that the auditor does not know.
    #[error("the plan is of an unknown edition")]
    Edition,
    /// The digest is not that of the plan.
    #[error("the digest does not match the plan")]
    Digest,
    /// The lines are not one for every need, in id order.
    #[error("the lines are not one for every need")]
    Lines,
    /// An assignment of an unknown need or lot, out of order, or the second of one need.
    #[error("the assignment of {need:?} is not one unit of a known lot for a known need")]
    Assignment {
        /// The need it names.
        need: String,
    },
    /// A unit given to a need that the lot is not open to.
    #[error("lot {lot:?} is not open to need {need:?}")]
    NotEligible {
        /// The need.
        need: String,
        /// The lot.
        lot: String,
    },
    /// An assignment whose kind, choice or fit is not that of its lot.
    #[error("kind, choice or fit of need {need:?} is wrong")]
    Fit {
        /// The need.
        need: String,
    },
    /// A limit on what a place is served that is not kept, by its number.
    #[error("quota {at} is not kept")]
    Quota {
        /// Which, in the order of the policy, from 0.
        at: usize,
    },
    /// A decision by hand that is not kept.
    #[error("the decision for need {need:?} is not kept")]
    Decision {
        /// The need.
        need: String,
    },
    /// A lot whose line is wrong, or that gives more than it has.
    #[error("the units of lot {lot:?} are wrong")]
    Units {
        /// The lot.
        lot: String,
    },
    /// An order of what no fund pays for, at a wrong amount, or of fewer units than are given.
    #[error("the order of {item:?} on {fund:?} is wrong")]
    Order {
        /// The fund.
        fund: String,
        /// The item.
        item: String,
    },
    /// A fund that is spent beyond what is available.
    #[error("fund {fund:?} is overspent")]
    Overspent {
        /// The fund.
        fund: String,
    },
    /// An item ordered in fewer units than its minimum order.
    #[error("item {item:?} is ordered below its minimum")]
    BelowMinimum {
        /// The item.
        item: String,
    },
    /// A bound that its prices do not show, or a proof that no bound supports.
    #[error("the bound of {stage} is not shown")]
    Bound {
        /// Which stage.
        stage: String,
    },
    /// A total that is not the sum of its parts.
    #[error("the total {total} is wrong")]
    Total {
        /// Which.
        total: &'static str,
    },
    /// A need whose draw or rank is wrong.
    #[error("the rank of need {need:?} is wrong")]
    Rank {
        /// The need.
        need: String,
    },
    /// A need in the wrong class.
    #[error("the class of need {need:?} is wrong")]
    Class {
        /// The need.
        need: String,
    },
    /// A class whose lots, threshold or number served ahead is wrong.
    #[error("the facts of class {class} are wrong")]
    ClassFacts {
        /// The class.
        class: usize,
    },
    /// A reason that is not so.
    #[error("the reason of need {need:?} is wrong")]
    Reason {
        /// The need.
        need: String,
    },
    /// Cut-offs or prices that are not one for each class and lot, or name no rank of the order.
    #[error("the certificate has the wrong shape")]
    CertificateShape,
    /// The cut-offs of a class and a lot do not go together.
    #[error("class {class} and lot {lot:?}: the cut-offs prove nothing")]
    CutOff {
        /// The class.
        class: usize,
        /// The lot.
        lot: String,
    },
    /// A need that is served or not against its class's cut-off.
    #[error("need {need:?} stands on the wrong side of its cut-off")]
    Side {
        /// The need.
        need: String,
    },
    /// A lot that closed and has units left.
    #[error("lot {lot:?} closed with units left")]
    NotFull {
        /// The lot.
        lot: String,
    },
    /// Prices that do not prove the fit.
    #[error("the prices do not prove the fit: {at}")]
    Prices {
        /// Where.
        at: String,
    },
    /// A stage that claims less than what is proved.
    #[error("the proof status is wrong")]
    Proof,
}

/// Checks a plan.
///
/// # Errors
/// Everything that is wrong. When lines or assignments name things that do not exist, only that.
pub fn audit(situation: &Situation, policy: &Policy, plan: &Plan) -> Result<(), Vec<Violation>> {
    let mut found = Vec::new();
    if (plan.rule, plan.seed) != (policy.rule, policy.seed) {
        found.push(Violation::Policy);
    }
    if !(1..=Plan::EDITION).contains(&plan.edition) {
        found.push(Violation::Edition);
    }
    if plan.digest != facts::sha256_hex(&plan.canonical()) {
        found.push(Violation::Digest);
    }
    if !situation.is_stock_alone() || !policy.fairness.is_none() {
        match budget::check(situation, policy, plan) {
            Ok(more) | Err(more) => found.extend(more),
        }
        return if found.is_empty() { Ok(()) } else { Err(found) };
    }
    // Of stock alone there is nothing to stop.
    if plan.stopped {
        found.push(Violation::Proof);
    }
    match Facts::of(situation, policy, plan) {
        Ok(facts) => {
            counts::check(&facts, &mut found);
            certificate::check(&facts, &mut found);
            let thresholds = reach::thresholds(&facts);
            reach::check(&facts, &thresholds, &mut found);
            reasons::check(&facts, &thresholds, &mut found);
        }
        Err(broken) => found.extend(broken),
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}
