//! Why a need got what it got.

use serde::{Deserialize, Serialize};

use super::alternative::Alternative;
use super::eligibility::{LotRefusal, OfferRefusal};
use super::fairness::PlaceKind;
use super::pin::DevicesCounted;
use crate::Euros;

/// A fund that is open to a need: what the plan leaves on it, and the cheapest thing it could buy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineLeft {
    /// The kind that is wanted.
    pub kind: String,
    /// The fund's id.
    pub fund: String,
    /// What the plan leaves on it.
    pub left: Euros,
    /// The cheapest item of the kind that the fund may pay for.
    pub item: String,
    /// The item's price.
    pub price: Euros,
}

/// The reason on a need's line. Wording is the edge's; the code is stable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// Served with a unit of a lot; the assignment says which.
    ServiStock,
    /// Decided by hand, and by nobody else.
    DecisionManuelle {
        /// Whether the decision gives something; the assignments say what.
        served: bool,
        /// Who decided.
        author: String,
        /// Why.
        why: String,
    },
    /// Not served, by the siblings rule of the rule set: enough devices are counted for the household.
    FratrieDejaServie {
        /// What the rule counted.
        counted: DevicesCounted,
    },
    /// Not served: somebody found that it is the same need as another, which stands for both.
    Doublon {
        /// The other need's id.
        of: String,
        /// Who decided.
        author: String,
    },
    /// Served, and at least one part of it is to be bought; the assignments say what and on which fund.
    ServiAchat,
    /// No lot is open to the need: each lot of a wanted kind and the first rule that fails.
    /// Empty when there is no lot of a wanted kind at all.
    AucunLotAdmissible {
        /// Lots of a wanted kind, in id order.
        refusals: Vec<LotRefusal>,
    },
    /// Every lot open to the need went to needs ranked before it (its class says which lots, how
    /// many served ahead, and the threshold), and nothing of a wanted kind is left.
    StockEpuiseALaPriorite {
        /// Lots where one more unit would go to this very need, in id order; exact.
        next_for: Vec<String>,
    },
    /// As above, but units of a wanted kind are left in lots that a donor or the town reserved, and
    /// only that reservation keeps this need from them.
    ResteReserve {
        /// The reserved lots with units left, in id order, and the first reservation that fails.
        reserved: Vec<LotRefusal>,
        /// Lots where one more unit would go to this very need, in id order; exact.
        next_for: Vec<String>,
    },
    /// Under `count` only: the weakest served need that stands between this one and a unit (its class
    /// says which) has the same tier and the same score. Their ranks decided nothing: some plans that
    /// serve as many, at the same score, serve this need; fit, then the draw, chose another.
    Arbitrage {
        /// Whether `strict` would serve this need: there the draw decides before the fit.
        strict: bool,
        /// As for [`Reason::ResteReserve`]; may be empty.
        reserved: Vec<LotRefusal>,
        /// Lots where one more unit would go to this very need, in id order; exact.
        next_for: Vec<String>,
    },
    /// Things of a wanted kind can be bought, but no fund may pay for them for this need, and no lot is
    /// open to it.
    FondsNonEligible {
        /// Lots of a wanted kind, in id order, and the first rule that fails.
        refusals: Vec<LotRefusal>,
        /// Fund and item of a wanted kind, in id order, and the first rule that fails.
        offers: Vec<OfferRefusal>,
    },
    /// Every unit open to the need went to others, and no fund open to it has enough left.
    FondsEpuise {
        /// Per wanted kind and fund, kinds in the order asked, funds in id order.
        lines: Vec<LineLeft>,
    },
    /// Money is left for a thing that may be ordered in numbers only, and the plan does not reach that
    /// number.
    MinimumDeCommande {
        /// The item's id.
        item: String,
        /// The least that can be ordered.
        minimum: u32,
        /// As in [`Reason::FondsEpuise`].
        lines: Vec<LineLeft>,
    },
    /// A bundle comes whole or not at all: one part could be had, another could not.
    LotIncomplet {
        /// The most wanted bundle that is so.
        bundle: Alternative,
        /// The parts that could not be had.
        missing: Vec<String>,
        /// As in [`Reason::FondsEpuise`].
        lines: Vec<LineLeft>,
    },
    /// Something that could be given or bought is open to the need (to every part of one of its
    /// alternatives), and a limit of the policy that counts it is served to the brim: whatever is left, it
    /// could only be served instead of another that the limit counts. Told before all that depends on what
    /// is left. Of several such limits, that of the need's own tier.
    QuotaAtteint {
        /// What the policy limits.
        by: PlaceKind,
        /// The school or commune of the need, as the policy names it.
        of: String,
        /// The tier that is counted; none: all together.
        tier: Option<u8>,
        /// How many needs are served at most, and are.
        most: u32,
    },
}

impl Reason {
    /// The stable code, as in files and pages.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ServiStock => "servi_stock",
            Self::AucunLotAdmissible { .. } => "aucun_lot_admissible",
            Self::StockEpuiseALaPriorite { .. } => "stock_epuise_a_la_priorite",
            Self::ResteReserve { .. } => "reste_reserve",
            Self::Arbitrage { .. } => "arbitrage",
            Self::ServiAchat => "servi_achat",
            Self::DecisionManuelle { .. } => "decision_manuelle",
            Self::FratrieDejaServie { .. } => "fratrie_deja_servie",
            Self::Doublon { .. } => "doublon",
            Self::FondsNonEligible { .. } => "fonds_non_eligible",
            Self::FondsEpuise { .. } => "fonds_epuise",
            Self::MinimumDeCommande { .. } => "minimum_de_commande",
            Self::LotIncomplet { .. } => "lot_incomplet",
            Self::QuotaAtteint { .. } => "quota_atteint",
        }
    }

    /// Lots where one more unit would go to this very need.
    #[must_use]
    pub fn next_for(&self) -> &[String] {
        match self {
            Self::StockEpuiseALaPriorite { next_for }
            | Self::ResteReserve { next_for, .. }
            | Self::Arbitrage { next_for, .. } => next_for,
            _ => &[],
        }
    }

    /// Lots with units left that one reservation alone keeps from this need.
    #[must_use]
    pub fn reserved(&self) -> &[LotRefusal] {
        match self {
            Self::ResteReserve { reserved, .. } | Self::Arbitrage { reserved, .. } => reserved,
            _ => &[],
        }
    }

    /// Funds that are open to the need, and what is left on each.
    #[must_use]
    pub fn lines(&self) -> &[LineLeft] {
        match self {
            Self::FondsEpuise { lines }
            | Self::MinimumDeCommande { lines, .. }
            | Self::LotIncomplet { lines, .. } => lines,
            _ => &[],
        }
    }

    /// Whether it was decided before the engine, by hand or by a rule.
    #[must_use]
    pub const fn is_decision(&self) -> bool {
        matches!(
            self,
            Self::DecisionManuelle { .. } | Self::FratrieDejaServie { .. } | Self::Doublon { .. }
        )
    }

    /// Whether it was decided before the engine that the need is given nothing: it has no rank then.
    #[must_use]
    pub const fn is_set_aside(&self) -> bool {
        self.is_decision() && !self.is_served()
    }

    /// Whether the need is served.
    #[must_use]
    pub const fn is_served(&self) -> bool {
        matches!(
            self,
            Self::ServiStock | Self::ServiAchat | Self::DecisionManuelle { served: true, .. }
        )
    }
}
