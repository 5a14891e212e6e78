//! The receipt of a gift to a family (quittance de don): kits, keys, books. Nothing comes back.

use domain::stock::ItemKind;
use jiff::civil::Date;
use serde::Serialize;

use crate::family::{Desk, HelpLine, TwoSignatures};
use crate::press::Paper;

/// Counted goods that a family keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GiftReceipt {
    /// What both sides call it.
    pub reference: String,
    /// Who gives.
    pub giver: String,
    /// Who receives.
    pub person: String,
    /// The town.
    pub place: String,
    /// The day.
    pub given_on: Date,
    /// What.
    pub goods: Vec<GivenGood>,
    /// Whom to ask.
    pub desk: Desk,
    /// Whom a family in trouble can call.
    pub help_lines: Vec<HelpLine>,
    /// What is signed already.
    pub signatures: TwoSignatures,
}

impl Paper for GiftReceipt {
    const TEMPLATE: &'static str = "gift_receipt.typ";
    const SECTIONS: &'static [&'static str] = &["common", "gift"];
}

/// One sort of goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GivenGood {
    /// What, in French; a book by its title.
    pub label: String,
    /// For a device, what it is: the other language has a word for it.
    pub kind: Option<ItemKind>,
    /// A book's number.
    pub isbn: Option<String>,
    /// An item's inventory number.
    pub asset_tag: Option<String>,
    /// How many.
    pub count: u16,
}
