//! The record of a disposal (procès-verbal de réforme): what left, by which act, where to, and with what
//! proof that nobody's data left with it. It names no person.

use jiff::civil::Date;
use serde::Serialize;

use crate::press::Paper;

/// One decision, as the file of the inventory keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DisposalPaper {
    /// The cité éducative.
    pub cite: String,
    /// The number of the act.
    pub act_number: String,
    /// The day of the act.
    pub act_on: Date,
    /// Why, in French.
    pub reason: String,
    /// Where to, in French.
    pub destination: String,
    /// Who receives; may be blank.
    pub recipient: String,
    /// The eco-organism's slip; may be blank.
    pub slip: String,
    /// The certificate of destruction; may be blank.
    pub destruction: String,
    /// What somebody made sure of, in French, a line each.
    pub checked: Vec<String>,
    /// The day it was entered.
    pub recorded_on: Date,
    /// It was taken back: the paper says so across its top.
    pub taken_back_on: Option<Date>,
    /// The items, by inventory number.
    pub rows: Vec<DisposalRow>,
}

/// One item that left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DisposalRow {
    /// Its inventory number.
    pub tag: String,
    /// What it is, in French.
    pub kind: String,
    /// The maker's number, the radio's or the card's; may be blank.
    pub number: String,
    /// The year it was first used; may be blank.
    pub first_year: String,
    /// What became of the data, in French.
    pub data: String,
}

impl Paper for DisposalPaper {
    const TEMPLATE: &'static str = "disposal_record.typ";
}
