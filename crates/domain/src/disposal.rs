//! Leaving for good (réforme): by a decision, to a named destination, and with nothing of anybody's on it
//! (`domain.md` §3.2, §3.5).
//!
//! A device that keeps data leaves wiped. The one exception is what cannot be wiped any more: it goes to an
//! eco-organism that destroys it, and the certificate of destruction stands for the wipe. What was lost or
//! stolen is written off: nothing leaves, for nothing is there.

mod reuse;

pub use reuse::{AgeClass, LeftItem, OLD_AFTER, ReuseYear, age_class, objective, reuse_by_year};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::{DisposalId, ItemId};
use crate::stock::{ItemKind, ItemState};
use crate::wipe::{NotWiped, Wipe, may_be_freed};

crate::vocabulary! {
    /// Where items go that leave for good.
    Destination {
        /// To another public body, which goes on using them.
        PublicBody = "public_body",
        /// Sold by the State's sales office (Domaines).
        Domaines = "domaines",
        /// Given to an association that the law admits (CG3P L3212-2 and L3212-3).
        Association = "association",
        /// Back to whoever had given them.
        BackToDonor = "back_to_donor",
        /// To an eco-organism, against its take-back slip.
        Recycled = "recycled",
        /// Nowhere: they were lost or stolen, and are only written off.
        WrittenOff = "written_off",
    }
}

crate::vocabulary! {
    /// Why items leave.
    DisposalReason {
        /// Too old for what they are needed for.
        Obsolete = "obsolete",
        /// Broken beyond a sensible repair.
        BeyondRepair = "beyond_repair",
        /// Nobody needs them here any more.
        Surplus = "surplus",
        /// Lost or stolen, and not found.
        Lost = "lost",
    }
}

crate::vocabulary! {
    /// What shows that an item carries nobody's data away.
    Proof {
        /// Its kind keeps none.
        NoData = "no_data",
        /// It was wiped, or nobody has used it since it was wiped or came.
        Wiped = "wiped",
        /// It could not be wiped: it is destroyed, by certificate.
        Destroyed = "destroyed",
        /// It is not there: lost or stolen.
        Absent = "absent",
    }
}

crate::vocabulary! {
    /// Why a disposal is taken back.
    Mistake {
        /// Not these items.
        WrongItems = "wrong_items",
        /// Not this act, or not this destination.
        WrongAct = "wrong_act",
        /// Nothing was decided yet.
        NotDecided = "not_decided",
    }
}

/// The most items of one disposal.
pub const MOST_DISPOSED: usize = 300;
/// The most letters of an act's, a slip's or a certificate's number.
pub const LONGEST_NUMBER: usize = 80;
/// The most letters of a recipient's name.
pub const LONGEST_RECIPIENT: usize = 160;
/// What one item may be worth, at most, to be given to an association, in euros (CG3P D3212-3).
pub const MOST_GIVEN_EUROS: u32 = 300;

/// What is said of where items go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handing {
    /// Where.
    pub destination: Destination,
    /// Whose name the papers bear: a body, an association, an eco-organism.
    pub recipient: Option<String>,
    /// The take-back slip's number, of an eco-organism.
    pub slip: Option<String>,
    /// The number of the certificate by which it destroys what could not be wiped.
    pub destruction: Option<String>,
    /// Somebody has made sure that no item is worth more than [`MOST_GIVEN_EUROS`].
    pub value_checked: bool,
    /// Somebody has made sure that no former account locks a device (Google FRP, Apple).
    pub unlocked: bool,
}

/// A decision that items leave, right in itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Disposal {
    /// Its id, minted when the form was shown.
    pub id: DisposalId,
    /// The number of the act that decides.
    pub act_number: String,
    /// The day of that act.
    pub act_on: Date,
    /// Why.
    pub reason: DisposalReason,
    /// Where to.
    pub handing: Handing,
    /// Which, each once.
    pub items: Vec<ItemId>,
    /// The year in which those that were not new when they came were first used, if anybody knows.
    pub first_year: Option<i16>,
    /// How those that still hold data were wiped on this occasion; a failed wipe is one that was tried.
    pub wipe: Option<Wipe>,
}

/// Why a decision is not right in itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DisposalFault {
    /// No item, or more than [`MOST_DISPOSED`].
    HowMany,
    /// The act has no number.
    NoActNumber,
    /// The act is of a day to come.
    ActToCome,
    /// It does not say who receives.
    NoRecipient,
    /// An eco-organism without its slip.
    NoSlip,
    /// A gift, and nobody has made sure of its value.
    ValueNotChecked,
    /// What is lost is written off, and only that.
    LostOrNot,
    /// First used after it left, or before there was such a thing.
    FirstYear,
}

/// No device of the register is older: what was typed is not a year.
const FIRST_POSSIBLE_YEAR: i16 = 1990;

impl Disposal {
    /// The decision, if it is right in itself; what its destination does not ask for is left out.
    ///
    /// # Errors
    /// Every [`DisposalFault`], in order.
    pub fn checked(mut self, today: Date) -> Result<Self, Vec<DisposalFault>> {
        self.items.sort_unstable();
        self.items.dedup();
        let there = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
        let to = self.handing.destination;
        if to != Destination::Recycled {
            (self.handing.slip, self.handing.destruction) = (None, None);
        }
        if to == Destination::WrittenOff {
            (self.handing.recipient, self.wipe) = (None, None);
        }
        let years = FIRST_POSSIBLE_YEAR..=self.act_on.year();
        let named = matches!(to, Destination::PublicBody | Destination::Association)
            || to == Destination::Recycled;
        let faults = [
            (self.items.is_empty() || self.items.len() > MOST_DISPOSED, DisposalFault::HowMany),
            (self.act_number.trim().is_empty(), DisposalFault::NoActNumber),
            (self.act_on > today, DisposalFault::ActToCome),
            (named && !there(&self.handing.recipient), DisposalFault::NoRecipient),
            (to == Destination::Recycled && !there(&self.handing.slip), DisposalFault::NoSlip),
            (
                to == Destination::Association && !self.handing.value_checked,
                DisposalFault::ValueNotChecked,
            ),
            (
                (to == Destination::WrittenOff) != (self.reason == DisposalReason::Lost),
                DisposalFault::LostOrNot,
            ),
            (self.first_year.is_some_and(|year| !years.contains(&year)), DisposalFault::FirstYear),
        ];
        let faults: Vec<_> =
            faults.into_iter().filter(|(wrong, _)| *wrong).map(|(_, fault)| fault).collect();
        if faults.is_empty() { Ok(self) } else { Err(faults) }
    }
}

/// An item that is to leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaver {
    /// What it is.
    pub kind: ItemKind,
    /// Where it stands.
    pub state: ItemState,
    /// An incident of it is not ended.
    pub in_incident: bool,
    /// A school or an organisation answers for it.
    pub confided: bool,
    /// Somebody has used it since it was last wiped, or before it came.
    pub used: bool,
    /// The last wipe that was tried failed.
    pub wipe_failed: bool,
}

/// Why an item stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stays {
    /// The cité has no such item.
    Unknown,
    /// It is lent, set aside, or gone already.
    State(ItemState),
    /// It is lost: it can only be written off.
    IsLost,
    /// It is written off and is not lost.
    NotLost,
    /// Its incident is followed first.
    InIncident,
    /// A school or an organisation answers for it: it gives it back first.
    Confided,
    /// It holds what people did on it.
    NotWiped(NotWiped),
    /// It could not be wiped: only destroyed by certificate does it leave.
    NotDestroyed,
    /// Nobody has made sure that no former account locks it.
    Locked,
}

/// What an item that leaves has to show, and whether the wipe told with the act is its own.
pub type Shown = (Proof, bool);

/// May this item leave so? Answers what shows that it carries nobody's data away.
///
/// # Errors
/// The first [`Stays`].
pub fn may_leave(item: Leaver, handing: &Handing, wipe: Option<&Wipe>) -> Result<Shown, Stays> {
    let written_off = handing.destination == Destination::WrittenOff;
    match item.state {
        ItemState::Lent | ItemState::Reserved | ItemState::Gone => {
            return Err(Stays::State(item.state));
        }
        ItemState::Lost if !written_off => return Err(Stays::IsLost),
        ItemState::Available | ItemState::ToCheck | ItemState::Repair if written_off => {
            return Err(Stays::NotLost);
        }
        _ => {}
    }
    if item.in_incident {
        return Err(Stays::InIncident);
    }
    if item.confided {
        return Err(Stays::Confided);
    }
    if written_off {
        return Ok((Proof::Absent, false));
    }
    if !item.kind.keeps_data() {
        return Ok((Proof::NoData, false));
    }
    let shown = wiped(item, handing, wipe)?;
    // What is recycled is taken apart: a lock is nobody's trouble any more.
    if !handing.unlocked && handing.destination != Destination::Recycled {
        return Err(Stays::Locked);
    }
    Ok(shown)
}

fn wiped(item: Leaver, handing: &Handing, wipe: Option<&Wipe>) -> Result<Shown, Stays> {
    if !item.used {
        return Ok((Proof::Wiped, false));
    }
    let failed = match wipe {
        None if item.wipe_failed => true,
        None => return Err(Stays::NotWiped(NotWiped::Missing)),
        Some(wipe) => match may_be_freed(item.kind, true, Some(wipe)) {
            Ok(()) => return Ok((Proof::Wiped, true)),
            Err(NotWiped::Failed) => true,
            Err(other) => return Err(Stays::NotWiped(other)),
        },
    };
    let destroyed = handing.destination == Destination::Recycled && handing.destruction.is_some();
    if failed && destroyed {
        Ok((Proof::Destroyed, wipe.is_some()))
    } else {
        Err(Stays::NotDestroyed)
    }
}

#[cfg(test)]
mod tests;
