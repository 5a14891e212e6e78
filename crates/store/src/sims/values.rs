//! Cards and what happened to them, as values.

use domain::Euros;
use domain::ids::{CommitmentId, ItemId};
use domain::sim::{EventKind, SecretKind, SimState, Subscription};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::stock::values::{Holder, Item};

/// What is known of a card's line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sim {
    /// The card, or the key it is in.
    pub item: ItemId,
    /// Who runs the network.
    pub operator: String,
    /// The town's number as a customer, or of the contract.
    pub customer: Option<String>,
    /// The volume it came with, or has each month, in megabytes.
    pub volume_mb: Option<u32>,
    /// What was bought.
    pub subscription: Subscription,
    /// The commitment that pays for its plan.
    pub commitment: Option<CommitmentId>,
    /// Is its PIN kept?
    pub has_pin: bool,
    /// Is its PUK kept?
    pub has_puk: bool,
    /// Where it stands by what happened: ask [`SimState::on`] for a day.
    pub state: SimState,
    /// When it was activated.
    pub activated_on: Option<Date>,
    /// The last day it works.
    pub valid_until: Option<Date>,
    /// When it was last seen in use.
    pub used_on: Option<Date>,
}

/// A card in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundSim {
    /// The item.
    pub item: Item,
    /// Its line, once described.
    pub sim: Option<Sim>,
    /// Who has it.
    pub holder: Option<Holder>,
}

/// Something that happened to a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimStep {
    /// What.
    pub kind: EventKind,
    /// On which day.
    pub on: Date,
    /// What it cost.
    pub amount: Option<Euros>,
    /// The order that paid for it, and its number.
    pub order: Option<(CommitmentId, String)>,
    /// Who noted it.
    pub account: Option<String>,
}

/// A display of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Display {
    /// When.
    pub at: Timestamp,
    /// Which secret.
    pub secret: SecretKind,
    /// Who saw it.
    pub account: Option<String>,
}

/// All that is recorded of one card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimFile {
    /// Its line.
    pub sim: Sim,
    /// Its life, the latest first.
    pub steps: Vec<SimStep>,
    /// The last displays of its secrets, the latest first.
    pub displays: Vec<Display>,
}

/// How many cards wait on each list of [`SimList`](super::find::SimList).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SimCounts {
    /// Not activated, and the deadline is near.
    pub to_activate: u64,
    /// Their line ends before their loan.
    pub ending: u64,
    /// Lent, and never used since.
    pub unused: u64,
    /// Nothing is known of their line.
    pub bare: u64,
}
