//! Why a need got what it got.

use serde::{Deserialize, Serialize};

use super::eligibility::LotRefusal;

/// The reason on a need's line. Wording is the edge's; the code is stable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// Served with a unit of a lot; the assignment says which.
    ServiStock,
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
        }
    }

    /// Lots where one more unit would go to this very need.
    #[must_use]
    pub fn next_for(&self) -> &[String] {
        match self {
            Self::ServiStock | Self::AucunLotAdmissible { .. } => &[],
            Self::StockEpuiseALaPriorite { next_for }
            | Self::ResteReserve { next_for, .. }
            | Self::Arbitrage { next_for, .. } => next_for,
        }
    }

    /// Lots with units left that one reservation alone keeps from this need.
    #[must_use]
    pub fn reserved(&self) -> &[LotRefusal] {
        match self {
            Self::ServiStock
            | Self::AucunLotAdmissible { .. }
            | Self::StockEpuiseALaPriorite { .. } => &[],
            Self::ResteReserve { reserved, .. } | Self::Arbitrage { reserved, .. } => reserved,
        }
    }

    /// Whether the need is served.
    #[must_use]
    pub const fn is_served(&self) -> bool {
        matches!(self, Self::ServiStock)
    }
}
