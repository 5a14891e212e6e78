//! The formal notice (mise en demeure): the last letter before any claim, and still an open door.

use jiff::civil::Date;
use serde::Serialize;

use crate::family::{Desk, LentItem};
use crate::loan_agreement::Lender;
use crate::press::Paper;

/// A registered letter that asks for the return by a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormalNotice {
    /// The agreement's reference.
    pub reference: String,
    /// The day the agreement was signed.
    pub signed_on: Date,
    /// Who lends; its act says what may be claimed.
    pub lender: Lender,
    /// To whom.
    pub person: String,
    /// Where they live, on one line.
    pub address: Option<String>,
    /// The town it is written in.
    pub place: String,
    /// The day it is written.
    pub written_on: Date,
    /// What is to come back.
    pub items: Vec<LentItem>,
    /// The day it was due.
    pub due_on: Date,
    /// The last day to bring it back.
    pub deadline: Date,
    /// How many times the lender wrote or called before; 0 leaves the sentence out.
    pub contacts: u16,
    /// Where to bring it, and when it is open.
    pub bring_to: String,
    /// Whom to call.
    pub desk: Desk,
    /// How long a family has to report loss or theft, in hours.
    pub declare_within_hours: u32,
}

impl Paper for FormalNotice {
    const TEMPLATE: &'static str = "formal_notice.typ";
    const SECTIONS: &'static [&'static str] = &["common", "notice"];
}
