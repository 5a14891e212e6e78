//! The answer: who gets what, why, and the proof that nothing better exists.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::certificate::{Certificate, Proof, StageProof};
use super::fairness::PlaceKind;
use super::policy::Rule;
use super::reason::Reason;
use crate::Euros;

/// Needs served per tier; every tier that has a need has an entry.
pub type Served = BTreeMap<u8, u64>;

/// A place in the priority order. Smaller is served first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rank {
    /// The tier, 1 first.
    pub tier: u8,
    /// The score, high first.
    pub score: u16,
    /// The place among all needs in the order (tier, score, draw), from 1; needs decided by hand come
    /// first.
    pub position: u32,
}

/// Where a unit comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Source {
    /// A lot in stock.
    Stock {
        /// The lot's id.
        lot: String,
    },
    /// An order that the plan proposes.
    Purchase {
        /// The item's id.
        item: String,
        /// The fund that pays for it.
        fund: String,
    },
}

/// One unit for one need; a bundle has one for each part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// The need's id.
    pub need: String,
    /// Where the unit comes from.
    #[serde(flatten)]
    pub source: Source,
    /// The unit's kind.
    pub kind: String,
    /// Which alternative of the need it meets, from 0.
    pub choice: u32,
    /// The penalty of the lot or item, and 100 × choice on the first part; lower is better.
    pub fit: u32,
}

impl Assignment {
    /// The lot, when the unit comes from stock.
    #[must_use]
    pub fn lot(&self) -> Option<&str> {
        match &self.source {
            Source::Stock { lot } => Some(lot),
            Source::Purchase { .. } => None,
        }
    }
}

/// Units of one item that the plan proposes to buy on one fund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The fund's id.
    pub fund: String,
    /// The item's id.
    pub item: String,
    /// Units; those beyond what needs get enter stock.
    pub units: u32,
    /// Price × units.
    pub amount: Euros,
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

/// An item that a fund may pay for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Offer {
    /// The fund's id.
    pub fund: String,
    /// The item's id.
    pub item: String,
}

/// What holds for all needs that the same lots are open to, at the same fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassFacts {
    /// The lots open to the class, in id order.
    pub lots: Vec<String>,
    /// What can be bought for the class, in (fund, item) order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<Offer>,
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

/// How the served are spread between schools or communes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Between {
    /// Schools or communes.
    pub by: PlaceKind,
    /// Per tier and place, in that order.
    pub shares: Vec<Share>,
    /// What the same rule would serve if nothing were asked beyond it; empty if a search that was stopped
    /// did not come to it.
    pub served_without: Served,
    /// And the score; 0 then.
    pub score_without: u64,
}

/// How many needs of a place and a tier are served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// The tier.
    pub tier: u8,
    /// The place; empty: not known.
    pub place: String,
    /// Needs.
    pub needs: u64,
    /// Needs served.
    pub served: u64,
}

/// A proposal for one round. Everything follows from the situation and the policy, bit for bit, unless the
/// search was stopped ([`Plan::stopped`]).
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
    /// Units given, in need id order; the parts of a bundle in the order asked.
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
    /// What is to be bought, in (fund, item) order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub orders: Vec<Order>,
    /// Cents spent.
    #[serde(default)]
    pub cost_cents: u64,
    /// Σ cents spent on a fund × its flexibility.
    #[serde(default)]
    pub spread_cents: u64,
    /// Sum of the fits of the assignments.
    pub fit: u64,
    /// How the served are spread, when more than the rule is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub between: Option<Between>,
    /// What the other rule would serve; empty if a search that was stopped did not come to it.
    pub other_rule: Served,
    /// What the town's former practice would have served: priority order, first acceptable unit,
    /// nothing re-assigned.
    pub former_practice: Served,
    /// The proof that nothing better exists.
    pub certificate: Certificate,
    /// How far each stage is proved.
    pub proof: Proof,
    /// Whether the search was told to stop before its end. What the plan gives is checked like any other's,
    /// but solving again does not find it again, and what was not searched is not told: the other rule, and
    /// the price of what is asked beyond the rule, may be missing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stopped: bool,
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
    /// What it gets: nothing, one unit, or all parts of a bundle.
    pub given: &'a [Assignment],
}

const fn first_edition() -> u8 {
    1
}

impl Plan {
    /// The edition of new plans. Since the second, needs that fit or the draw decided at equal tier and
    /// score are told so ([`Reason::Arbitrage`]); the first told them that they were ranked too low.
    /// Since the third, a plan may buy. Since the fourth, a need whose limit is full is told so
    /// ([`Reason::QuotaAtteint`]).
    pub const EDITION: u8 = 4;

    /// Whether integers alone prove every stage.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        let Proof { served, tiers: _, score, cost, spread, fit } = &self.proof;
        [served, score, cost, spread, fit].iter().all(|stage| **stage == StageProof::Exact)
    }

    /// All that the plan says of a need; none if it knows no such need.
    #[must_use]
    pub fn explain(&self, need: &str) -> Option<Explanation<'_>> {
        let found = self.lines.binary_search_by(|line| line.need.as_str().cmp(need)).ok()?;
        let line = self.lines.get(found)?;
        let class = self.classes.get(usize::try_from(line.class).ok()?)?;
        Some(Explanation { line, class, given: self.given(need) })
    }

    /// What a need gets.
    #[must_use]
    pub fn given(&self, need: &str) -> &[Assignment] {
        let start = self.assignments.partition_point(|given| given.need.as_str() < need);
        let end = self.assignments.partition_point(|given| given.need.as_str() <= need);
        self.assignments.get(start..end).unwrap_or_default()
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
