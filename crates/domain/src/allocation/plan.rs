//! The answer: who gets what, why, and the proof that nothing better exists.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::policy::Rule;
use super::reason::Reason;

/// Needs served per tier; every tier that has a need has an entry.
pub type Served = BTreeMap<u8, u64>;

/// A place in the priority order. Smaller is served first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rank {
    /// The tier, 1 first.
    pub tier: u8,
    /// The score, high first.
    pub score: u16,
    /// The place among all needs in the order (tier, score, draw), from 1.
    pub position: u32,
}

/// One unit for one need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// The need's id.
    pub need: String,
    /// The lot the unit comes from.
    pub lot: String,
    /// The unit's kind.
    pub kind: String,
    /// Which alternative of the need it meets, from 0.
    pub choice: u32,
    /// 100 × choice + the lot's penalty; lower is better.
    pub fit: u32,
}

/// The line that every need has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeedLine {
    /// The need's id.
    pub need: String,
    /// Its place in the order.
    pub rank: Rank,
    /// Its draw: SHA-256, in lower-case hex, of `seed:need id`.
    pub draw: String,
    /// Its class: an index into [`Plan::classes`].
    pub class: u32,
    /// Served or not, and why.
    pub reason: Reason,
}

/// What holds for all needs that the same lots are open to, at the same fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassFacts {
    /// The lots open to the class, in id order.
    pub lots: Vec<String>,
    /// The published threshold τ: the weakest served need that stands between the class and a unit.
    /// A need of the class ranked before it is served, one ranked after it is not (equal tier and
    /// score under `count`: fit and the draw decide, see [`Reason::Arbitrage`]). None if a unit is
    /// still free for the class, or if no unit could be.
    pub threshold: Option<Rank>,
    /// Needs served from these lots; where the class has a threshold, all of them ranked at or before it.
    pub served_ahead: u64,
}

/// How much of a lot the plan uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotUse {
    /// The lot's id.
    pub lot: String,
    /// Units that were free to be shared.
    pub units: u32,
    /// Units the plan gives out.
    pub used: u32,
}

/// The dual of the plan: with it, integers alone prove that no plan serves better or fits better.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// λ per class: the rank at which the class closed; none if it never did.
    pub lambda: Vec<Option<Rank>>,
    /// μ per lot, in id order: the rank at which the lot closed; none if it never did. On every
    /// arc the lot closed no later than the class, and on every used arc at the same rank.
    pub mu: Vec<Option<Rank>>,
    /// The dual of the fit on what the cut-offs leave open.
    pub fit: FitPrices,
}

/// Integer node prices of the fit's min-cost flow: on every open arc `fit + class − lot ≥ 0`, and
/// 0 on every used one; `source` and `sink` do the same for who is served and which units stay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FitPrices {
    /// Per class.
    pub class: Vec<i64>,
    /// Per lot, in id order.
    pub lot: Vec<i64>,
    /// Of being served.
    pub source: i64,
    /// Of a unit that is used.
    pub sink: i64,
}

/// How far one stage is proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "proof", rename_all = "snake_case")]
pub enum StageProof {
    /// The value is the best there is.
    Exact,
    /// No plan goes beyond this value.
    Bound {
        /// The proved limit.
        limit: i64,
    },
}

/// The proof status, stage by stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Needs served, tier by tier.
    pub served: StageProof,
    /// Total score.
    pub score: StageProof,
    /// Total fit.
    pub fit: StageProof,
}

/// A proposal for one round. Everything follows from the situation and the policy, bit for bit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Which reasons it knows: see [`Plan::EDITION`]. Plans kept before there was a number are of the
    /// first.
    #[serde(default = "first_edition")]
    pub edition: u8,
    /// The rule it follows.
    pub rule: Rule,
    /// The seed of its draw.
    pub seed: u64,
    /// Units given, in need id order.
    pub assignments: Vec<Assignment>,
    /// One line per need, in need id order.
    pub lines: Vec<NeedLine>,
    /// The classes, numbered by their first need in id order.
    pub classes: Vec<ClassFacts>,
    /// The lots, in id order.
    pub lots: Vec<LotUse>,
    /// Needs served per tier.
    pub served: Served,
    /// Sum of the scores of those served.
    pub score: u64,
    /// Sum of the fits of the assignments.
    pub fit: u64,
    /// What the other rule would serve.
    pub other_rule: Served,
    /// What the town's former practice would have served: priority order, first acceptable unit,
    /// nothing re-assigned.
    pub former_practice: Served,
    /// The proof that nothing better exists.
    pub certificate: Certificate,
    /// How far each stage is proved.
    pub proof: Proof,
    /// SHA-256, in lower-case hex, of [`Plan::canonical`].
    pub digest: String,
}

/// All that a plan says of one need.
#[derive(Debug, Clone, Copy)]
pub struct Explanation<'a> {
    /// The need's own line.
    pub line: &'a NeedLine,
    /// What holds for its class.
    pub class: &'a ClassFacts,
    /// What it gets, if it is served.
    pub assignment: Option<&'a Assignment>,
}

const fn first_edition() -> u8 {
    1
}

impl Plan {
    /// The edition of new plans. Since the second, needs that fit or the draw decided at equal tier and
    /// score are told so ([`Reason::Arbitrage`]); the first told them that they were ranked too low.
    pub const EDITION: u8 = 2;

    /// All that the plan says of a need; none if it knows no such need.
    #[must_use]
    pub fn explain(&self, need: &str) -> Option<Explanation<'_>> {
        let found = self.lines.binary_search_by(|line| line.need.as_str().cmp(need)).ok()?;
        let line = self.lines.get(found)?;
        let class = self.classes.get(usize::try_from(line.class).ok()?)?;
        let found = self.assignments.binary_search_by(|given| given.need.as_str().cmp(need)).ok();
        Some(Explanation { line, class, assignment: found.and_then(|at| self.assignments.get(at)) })
    }

    /// The lines of those who are not served, in need id order.
    pub fn unmet(&self) -> impl Iterator<Item = &NeedLine> {
        self.lines.iter().filter(|line| !line.reason.is_served())
    }

    /// How many more this plan serves than the town's former practice. Tiers come before numbers:
    /// one family of tier 1 may stand for two of tier 2, so this can be negative.
    #[must_use]
    pub fn gained(&self) -> i64 {
        let total = |served: &Served| served.values().sum::<u64>().cast_signed();
        total(&self.served) - total(&self.former_practice)
    }
}
