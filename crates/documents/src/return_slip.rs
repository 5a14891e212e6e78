//! The return slip (bon de restitution): the family's receipt.

use domain::stock::Grade;
use jiff::civil::Date;
use serde::Serialize;

use crate::family::{Accessory, Desk, LentItem, TwoSignatures};
use crate::press::Paper;

/// What came back and how, beside how it went out; what is still out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReturnSlip {
    /// The agreement's reference.
    pub reference: String,
    /// Who lent.
    pub lender: String,
    /// Who brought it back.
    pub person: String,
    /// The day.
    pub returned_on: Date,
    /// What came back.
    pub lines: Vec<ReturnedItem>,
    /// What has not come back.
    pub still_out: Vec<LentItem>,
    /// Day the rest is due.
    pub due_on: Date,
    /// Whom to ask.
    pub desk: Desk,
    /// What is signed already.
    pub signatures: TwoSignatures,
}

impl Paper for ReturnSlip {
    const TEMPLATE: &'static str = "return_slip.typ";
    const SECTIONS: &'static [&'static str] = &["common", "grades", "return"];
}

/// One item that came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReturnedItem {
    /// What, with the state it went out in.
    pub item: LentItem,
    /// The state it came back in.
    pub grade_back: Grade,
    /// Accessories that did not come back with it.
    pub missing: Vec<Accessory>,
    /// The day its contents were erased, if they were.
    pub wiped_on: Option<Date>,
}
