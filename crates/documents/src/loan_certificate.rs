//! The certificate of a loan (attestation de prêt), for the family to show.

use jiff::civil::Date;
use serde::Serialize;

use crate::family::{Desk, LentItem, Signing};
use crate::loan_agreement::Lender;
use crate::press::Paper;

/// Says that the equipment is lent and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LoanCertificate {
    /// The agreement's reference.
    pub reference: String,
    /// Who lends.
    pub lender: Lender,
    /// Whose the items are, after « la propriété de ».
    pub owner: String,
    /// The legal guardian.
    pub person: String,
    /// The pupils who use them, by name.
    pub pupils: Vec<String>,
    /// What is lent.
    pub items: Vec<LentItem>,
    /// First day of the loan.
    pub lent_on: Date,
    /// Day it is due back.
    pub due_on: Date,
    /// The town.
    pub place: String,
    /// The day it is written.
    pub issued_on: Date,
    /// Whom to ask.
    pub desk: Desk,
    /// For the lender.
    pub signature: Signing,
}

impl Paper for LoanCertificate {
    const TEMPLATE: &'static str = "loan_certificate.typ";
    const SECTIONS: &'static [&'static str] = &["common", "certificate"];
}
