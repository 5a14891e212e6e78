//! What proves a plan, in integers alone, and how far.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::plan::Rank;

/// What proves the plan, in integers alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Certificate {
    /// Of stock alone: a dual that closes every stage.
    CutOffs(CutOffs),
    /// With purchases or bundles: a bound for every stage.
    Bounds(Bounds),
}

impl Default for Certificate {
    fn default() -> Self {
        Self::CutOffs(CutOffs::default())
    }
}

/// The dual of a plan of stock alone: with it, integers alone prove that no plan serves better or fits
/// better.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CutOffs {
    /// λ per class: the rank at which the class closed; none if it never did.
    pub lambda: Vec<Option<Rank>>,
    /// μ per lot, in id order: the rank at which the lot closed; none if it never did. On every
    /// arc the lot closed no later than the class, and on every used arc at the same rank.
    pub mu: Vec<Option<Rank>>,
    /// The dual of the fit on what the cut-offs leave open.
    pub fit: FitPrices,
}

/// A bound for every stage of a plan with purchases or bundles, each by weak Lagrangian duality
/// (Geoffrion 1974): whatever the prices, no plan is better than what they leave, so nothing of the
/// solver has to be trusted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    /// In the order in which the stages are decided.
    pub stages: Vec<StagePrices>,
}

/// What is made best or is kept, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Needs served in a tier (`count`).
    Tier(u8),
    /// The score of those served (`count`).
    Score,
    /// That none of those refused from one position in the order to another, both included and from 1,
    /// can be served together with all those served before (`strict`).
    Refusals(u32, u32),
    /// Cents spent.
    Cost,
    /// Cents spent × flexibility of the fund.
    Spread,
    /// The fit of all assignments.
    Fit,
}

/// Prices that bound one stage, in units of 2⁻³² of what the stage counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StagePrices {
    /// Which stage.
    pub stage: Stage,
    /// Per lot, in id order: of one unit.
    pub lots: Vec<i64>,
    /// Per fund, in id order: of one cent.
    pub funds: Vec<i64>,
    /// Per (fund, item), funds first, both in id order: of one unit ordered.
    pub orders: Vec<i64>,
    /// Per item, in id order: of one unit above the minimum order.
    pub minimums: Vec<i64>,
    /// Per item, in id order: of one unit that an item that is not ordered lacks.
    pub switches: Vec<i64>,
    /// Of what earlier stages reached: of one unit lost on each.
    pub kept: Vec<(Stage, i64)>,
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
    /// The value is the best there is, shown in integers alone.
    Exact,
    /// No plan goes beyond a limit, shown in integers alone.
    Bound {
        /// The proved limit.
        limit: i64,
        /// The limit that the solver's own search claims, in floating point: where it is the value
        /// reached, the search ended and found nothing better.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        claim: Option<i64>,
    },
}

/// The proof status, stage by stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Needs served: under `count`, the first tier that is not exact. Under `strict`, how many
    /// positions of the order are decided.
    pub served: StageProof,
    /// Needs served, tier by tier; only of plans under `count` with purchases or bundles.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tiers: BTreeMap<u8, StageProof>,
    /// Total score.
    pub score: StageProof,
    /// Cents spent.
    #[serde(default = "StageProof::exact")]
    pub cost: StageProof,
    /// Cents spent × flexibility of the fund.
    #[serde(default = "StageProof::exact")]
    pub spread: StageProof,
    /// Total fit.
    pub fit: StageProof,
}

impl Proof {
    /// Everything is shown.
    #[must_use]
    pub const fn exact() -> Self {
        let exact = StageProof::Exact;
        let (served, score, cost, spread, fit) = (exact, exact, exact, exact, exact);
        Self { served, tiers: BTreeMap::new(), score, cost, spread, fit }
    }
}

impl StageProof {
    const fn exact() -> Self {
        Self::Exact
    }

    /// Whether nothing better than a value exists, by integers or by the solver's word.
    #[must_use]
    pub fn settles(self, value: i64) -> bool {
        match self {
            Self::Exact => true,
            Self::Bound { limit, claim } => limit == value || claim == Some(value),
        }
    }
}
