//! Decisions made before the engine, by hand or by a rule: its input, never overruled by it.

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
    /// Who decided; may be empty in files, and where a rule decided.
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
        match &self.decision {
            Decision::SiblingsServed(counted) => Reason::FratrieDejaServie { counted: *counted },
            Decision::Duplicate { of } => Reason::Doublon { of: of.clone(), author },
            Decision::Lot { .. } | Decision::Purchase { .. } | Decision::Nothing => {
                Reason::DecisionManuelle { served, author, why }
            }
        }
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
    /// Nothing, by the siblings rule: enough devices are counted for the household without it.
    SiblingsServed(DevicesCounted),
    /// Nothing: the same need was entered twice, and the other one stands for both.
    Duplicate {
        /// The other need's id.
        of: String,
    },
}

impl Decision {
    /// Whether the need is given something.
    #[must_use]
    pub const fn gives(&self) -> bool {
        match self {
            Self::Lot { .. } | Self::Purchase { .. } => true,
            Self::Nothing | Self::SiblingsServed(_) | Self::Duplicate { .. } => false,
        }
    }
}

/// What the siblings rule counted for a household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DevicesCounted {
    /// Its children.
    pub children: u32,
    /// One device is enough for so many of them.
    pub children_per_device: u8,
    /// No household is given more.
    pub devices_at_most: u8,
    /// The devices that are counted for it before this need: shared at home, lent, or asked for.
    pub devices: u32,
}
