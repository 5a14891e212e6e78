//! The agreement with a school or an organisation that holds items. In French alone: no family reads it.

use jiff::civil::Date;
use serde::Serialize;

use crate::loan_agreement::Lender;
use crate::press::Paper;

/// A provision (mise à disposition), or a loan when it has an end (`domain.md` §2 rows 35 and 36, §3.3).
/// Names no family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProvisionAgreement {
    /// What both sides call it.
    pub reference: String,
    /// Who lends.
    pub lender: Lender,
    /// The school or the organisation.
    pub holder: String,
    /// How to reach it.
    pub holder_contact: Option<String>,
    /// The function of whoever answers for the items there.
    pub responsible: Option<String>,
    /// A school may lend on to the families of its pupils.
    pub is_school: bool,
    /// The act or the agreement that it is made under.
    pub act: Option<String>,
    /// Where it is signed.
    pub place: String,
    /// The day the items are handed over.
    pub handed_on: Date,
    /// The day they are due back; without one it has no end.
    pub due_on: Option<Date>,
    /// How long there is to report damage, loss or theft, in hours.
    pub declare_within_hours: u32,
    /// Whom to call.
    pub contact: String,
    /// What is handed over.
    pub items: Vec<ProvidedItem>,
}

/// One item of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProvidedItem {
    /// Its inventory number.
    pub asset_tag: String,
    /// What it is, in French.
    pub kind_label: String,
    /// The maker's serial number, or the IMEI.
    pub number: Option<String>,
    /// The state it goes out in, in French.
    pub grade_label: String,
}

impl Paper for ProvisionAgreement {
    const TEMPLATE: &'static str = "provision_agreement.typ";
}
