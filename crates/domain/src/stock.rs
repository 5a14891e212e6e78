//! Things that are lent: what they are, whose they are, and the states they pass through.

use serde::{Deserialize, Serialize};

crate::vocabulary! {
    /// What an item is.
    ItemKind {
        /// A tablet.
        Tablet = "tablet",
        /// A laptop computer.
        Laptop = "laptop",
        /// A mobile phone.
        Phone = "phone",
        /// A 4G key or pocket router, with its SIM card (clé 4G).
        Hotspot = "hotspot",
        /// A SIM card alone, for a telephone or a tablet.
        Sim = "sim",
        /// A printer.
        Printer = "printer",
    }
}

impl ItemKind {
    /// Is it nothing without a SIM card's number (`items_hotspot_has_sim`, `items_sim_has_iccid`)?
    #[must_use]
    pub const fn needs_card(self) -> bool {
        matches!(self, Self::Hotspot | Self::Sim)
    }
}

crate::vocabulary! {
    /// School levels, as donors and purses restrict by them.
    Level {
        /// Three to six years.
        Maternelle = "maternelle",
        /// CP to CM2.
        Elementaire = "elementaire",
        /// 6e to 3e.
        College = "college",
        /// Upper secondary.
        Lycee = "lycee",
        /// After the baccalauréat.
        Superieur = "superieur",
    }
}

crate::vocabulary! {
    /// The condition a lot was received in.
    LotCondition {
        /// Never used.
        New = "new",
        /// Used, working, unmarked.
        Good = "good",
        /// Prepared again by a workshop.
        Refurbished = "refurbished",
    }
}

crate::vocabulary! {
    /// What a hand-over of this lot means for the family.
    TransferMode {
        /// A loan: it comes back (prêt à usage, Code civil art. 1875).
        Loan = "loan",
        /// A gift: it does not.
        Gift = "gift",
    }
}

crate::vocabulary! {
    /// The state of one item found when it goes out or comes back (`domain.md` §3.2).
    Grade {
        /// Never used.
        New = "new",
        /// Works, no mark.
        Good = "good",
        /// Works, with marks of use.
        Worn = "worn",
        /// Damaged; needs a look.
        Damaged = "damaged",
        /// Out of order.
        Broken = "broken",
    }
}

crate::vocabulary! {
    /// Where an item stands in its life (`domain.md` §3.2).
    ItemState {
        /// Free to be reserved or lent.
        Available = "available",
        /// Set aside for a need by an adopted plan.
        Reserved = "reserved",
        /// In a household.
        Lent = "lent",
        /// Back, waiting for a check or a wipe.
        ToCheck = "to_check",
        /// Being repaired, or out of order.
        Repair = "repair",
        /// Declared lost or stolen.
        Lost = "lost",
        /// Left the register: scrapped, transferred or given away.
        Gone = "gone",
    }
}

impl ItemState {
    /// Is the item still somewhere in the town's care (invariant 2: received − gone)?
    #[must_use]
    pub const fn is_held(self) -> bool {
        !matches!(self, Self::Gone)
    }
}

impl Grade {
    /// Where an item goes when it comes back in this condition: a wipe and a check always come
    /// before the next family, a repair before that.
    #[must_use]
    pub const fn state_on_return(self) -> ItemState {
        match self {
            Self::New | Self::Good | Self::Worn => ItemState::ToCheck,
            Self::Damaged | Self::Broken => ItemState::Repair,
        }
    }
}

/// What the donor or the purse asks of those who receive a lot. Empty lists restrict nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restriction {
    /// Only pupils of these levels.
    #[serde(default)]
    pub levels: Vec<Level>,
    /// Only needs with all of these flags (`qpv`, `exam`, …).
    #[serde(default)]
    pub requires: Vec<String>,
    /// Only needs with none of these flags.
    #[serde(default)]
    pub refuses: Vec<String>,
}
