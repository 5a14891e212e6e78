//! Plans that may buy, or give bundles: what is given and ordered is counted again, every bound is summed
//! again from its prices, every reason is derived again from what is left.
//!
//! Where a plan says `bound`, integers prove the limit and the rest is the solver's claim: the auditor
//! checks the limit, and that the claim lies between it and what was reached. What the other rule would
//! serve is the engine's word too, but for its side: `count` never serves less than `strict`, tier by tier.

mod between;
mod bounds;
mod charges;
mod classes;
mod counts;
mod facts;
mod former;
mod openings;
mod reasons;

use domain::allocation::{Plan, Policy, Situation};

use crate::Violation;
use facts::Facts;

pub(crate) fn check(
    situation: &Situation,
    policy: &Policy,
    plan: &Plan,
) -> Result<Vec<Violation>, Vec<Violation>> {
    let facts = Facts::of(situation, policy, plan)?;
    let mut found = Vec::new();
    counts::check(&facts, &mut found);
    classes::check(&facts, &mut found);
    between::check(&facts, &mut found);
    bounds::check(&facts, &mut found);
    reasons::check(&facts, &mut found);
    Ok(found)
}
