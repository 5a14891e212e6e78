//! Decisions by hand: input to the engine, never overruled by it.

use serde::{Deserialize, Serialize};

use super::reason::Reason;

crate::vocabulary! {
    /// Why a person decided by hand: a code, never a story, and none that tells of somebody's health.
    Ground {
        /// A body that may decide so has decided (commission, troïka).
        Commission = "commission",
        /// It was promised before the round was opened.
        Promised = "promised",
        /// What the register says of the household is wrong or out of date.
        Correction = "correction",
        /// The household has what it needs by now.
        Equipped = "equipped",
        /// Only this equipment can be used by the pupil.
        Suitable = "suitable",
        /// It cannot wait for the next round.
        Urgent = "urgent",
    }
}

/// What somebody decided for one need, before anything is computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    /// The need's id; decided once.
    pub need: String,
    /// What was decided.
    pub decision: Decision,
    /// Who decided; may be empty in files.
    #[serde(default)]
    pub author: String,
    /// Why.
    pub reason: String,
}

impl Pin {
    /// The reason on the need's line.
    #[must_use]
    pub fn told(&self, served: bool) -> Reason {
        let (author, why) = (self.author.clone(), self.reason.clone());
        Reason::DecisionManuelle { served, author, why }
    }
}

/// What a need is to be given.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// A unit of this lot (and, in a bundle, whatever the other parts are).
    Lot {
        /// The lot's id.
        lot: String,
    },
    /// This item, bought on this fund.
    Purchase {
        /// The item's id.
        item: String,
        /// The fund's id.
        fund: String,
    },
    /// Nothing: the need is set aside.
    Nothing,
}
