//! The town's rule set (barème): from what is known of a household to a tier and a score.
//!
//! Weighted criteria as data (`domain.md` §1.7), versioned and published. There is no criterion for a
//! language or an origin, and none can be written: the vocabulary has no word for it. What was applied
//! to one need is kept line by line, as an administration owes it on request (CRPA R311-3-1-2).

mod balance;
mod circumstances;
mod criterion;
mod defaults;
mod rule_set;
mod score;
mod siblings;
#[cfg(test)]
mod tests;

pub use balance::{Balance, SchoolLimits};
pub use circumstances::{Circumstances, Pupil};
pub use criterion::{Criterion, Fact, Flag};
pub use rule_set::{RuleSet, RuleSetError, Rules, TierRule};
pub use score::{ScoreLine, Scored};
pub use siblings::Siblings;
