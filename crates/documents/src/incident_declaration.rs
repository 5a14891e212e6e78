//! The declaration of a loss or a theft, with the model for the plainte (`domain.md` §3.4).

use jiff::civil::Date;
use serde::Serialize;

use crate::family::{Desk, HelpLine, LentItem, Signing};
use crate::press::Paper;

/// What happened, what to do next, and for a theft the letter to the police, on a page of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IncidentDeclaration {
    /// Loss or theft.
    pub kind: IncidentKind,
    /// The agreement's reference.
    pub reference: String,
    /// Who lends.
    pub lender: String,
    /// Whose the things are: the plainte must say it.
    pub owner: Owner,
    /// Who declares.
    pub person: String,
    /// Where they live, on one line.
    pub address: String,
    /// Their telephone number; empty leaves a line to fill in.
    pub phone: String,
    /// The day of the declaration.
    pub declared_on: Date,
    /// The presumed day of the loss or theft.
    pub noticed_on: Date,
    /// Where and how, in the family's words; empty leaves a place to write.
    pub circumstances: String,
    /// What is gone.
    pub items: Vec<MissingItem>,
    /// The steps that are done, with their days.
    pub done: Vec<StepDone>,
    /// Whom to call.
    pub desk: Desk,
    /// How long a family has to report loss or theft, in hours.
    pub declare_within_hours: u32,
    /// Whom a family in trouble can call.
    pub help_lines: Vec<HelpLine>,
    /// Of who declares.
    pub signature: Signing,
}

impl Paper for IncidentDeclaration {
    const TEMPLATE: &'static str = "incident_declaration.typ";
    const SECTIONS: &'static [&'static str] = &["common", "incident"];
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IncidentKind {
    /// Lost: no plainte.
    Loss,
    /// Stolen.
    Theft,
}

/// Whose a thing is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Owner {
    /// Name.
    pub name: String,
    /// Postal address, on one line.
    pub address: String,
}

/// One thing that is gone, with what the police ask beyond its numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MissingItem {
    /// What.
    pub item: LentItem,
    /// Brand and model.
    pub brand: Option<String>,
    /// The telephone number of its line.
    pub line: Option<String>,
}

/// A step of the list, done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct StepDone {
    /// Which.
    pub step: Step,
    /// When.
    pub on: Date,
}

/// What has to be done after a loss or a theft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The lender is told and has the line suspended.
    Call,
    /// The plainte is made.
    Police,
    /// Its receipt is with the lender.
    Receipt,
}
