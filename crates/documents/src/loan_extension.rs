//! The extension (avenant): the same loan until another day.

use jiff::civil::Date;
use serde::Serialize;

use crate::family::{Desk, LentItem, TwoSignatures};
use crate::press::Paper;

/// An amendment that moves the day of return and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LoanExtension {
    /// The agreement's reference.
    pub reference: String,
    /// Which amendment it is, from 1.
    pub number: u16,
    /// The day the agreement was signed.
    pub signed_on: Date,
    /// The day of this amendment.
    pub issued_on: Date,
    /// The town where it is signed.
    pub place: String,
    /// Who lends.
    pub lender: String,
    /// The legal guardian.
    pub person: String,
    /// What stays longer.
    pub items: Vec<LentItem>,
    /// Day of return until now.
    pub due_before: Date,
    /// Day of return from now on.
    pub due_after: Date,
    /// Whom to call.
    pub desk: Desk,
    /// What is signed already.
    pub signatures: TwoSignatures,
}

impl Paper for LoanExtension {
    const TEMPLATE: &'static str = "loan_extension.typ";
    const SECTIONS: &'static [&'static str] = &["common", "extension"];
}
