//! Proof of a troïka agreement: what an auditor of the fund asks for first.

use domain::{Euros, Seat};
use jiff::civil::Date;
use serde::Serialize;

use crate::money::in_french;
use crate::press::Paper;

/// One page that shows what was agreed, by which seats, when, and on which document. Names seats, not
/// persons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgreementProof {
    /// The cité éducative.
    pub cite: String,
    /// What the agreement is called.
    pub reference: String,
    /// The day this page is printed.
    pub issued_on: Date,
    /// What the money is for.
    pub object: String,
    /// The axis of the plan of action it serves, if it was said.
    pub axis: Option<String>,
    /// What is bought, in French, if it was said.
    pub category: Option<String>,
    /// Why the line pays though its terms do not name that category.
    pub off_terms: Option<String>,
    /// The seat that asked, and the day.
    pub asked: Option<(Seat, Date)>,
    /// How much.
    #[serde(serialize_with = "in_french")]
    pub amount: Euros,
    /// The budget line it is taken from.
    pub line: String,
    /// Who pays into that line.
    pub funder: String,
    /// Under which regime.
    pub regime: Regime,
    /// The outcome.
    pub decision: Decision,
    /// The day of the outcome.
    pub decided_on: Option<Date>,
    /// The day by which the seats were asked to answer, if one was set.
    pub deadline: Option<Date>,
    /// The rule that says whose answers are needed, in French.
    pub rule: String,
    /// The quotes that the seats had before them.
    pub quotes: Vec<AttachedQuote>,
    /// The other files attached to the request.
    pub attachments: Vec<AttachedFile>,
    /// Each seat's answer.
    pub answers: Vec<SeatAnswer>,
    /// The document that holds the agreement (minutes, mail, signed sheet).
    pub document: Option<String>,
    /// The journal's chain hash when this page was printed.
    pub journal_seal: Option<String>,
}

impl Paper for AgreementProof {
    const TEMPLATE: &'static str = "agreement_proof.typ";
}

/// Whether the convention was signed when the money was agreed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Regime {
    /// The convention is signed.
    Normal,
    /// Spending starts without waiting for the signature: legal, and to be seen at once.
    BeforeConvention,
}

/// What came of the seats' answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// The operation may go on.
    Agreed,
    /// It may not.
    Refused,
    /// Answers are missing.
    Pending,
    /// Whoever asked took the question back.
    Withdrawn,
}

/// What one seat answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeatAnswer {
    /// The seat.
    pub seat: Seat,
    /// Its answer.
    pub answer: Answer,
    /// The day of the answer.
    pub on: Option<Date>,
    /// The document that holds it.
    pub document: Option<String>,
    /// What the seat said with its answer.
    pub remark: Option<String>,
    /// Whom a deputy answered for, as `la principale`; nothing if the seat's holder answered.
    pub deputy_for: Option<String>,
    /// Why the seat takes no part, if it said why.
    pub recusal: Option<String>,
}

/// A quote (devis) attached to the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AttachedQuote {
    /// Its supplier and number, in French.
    pub label: String,
    /// Its amount, VAT included.
    #[serde(serialize_with = "in_french")]
    pub amount: Euros,
    /// The SHA-256 of its file in hexadecimal; the paper shows its first 16 figures. Blank without a file.
    pub sha256: String,
}

/// A file attached to the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AttachedFile {
    /// What it is, in French.
    pub label: String,
    /// Its SHA-256, as of a quote.
    pub sha256: String,
}

/// A seat's answer to the question of an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Yes.
    Agrees,
    /// No.
    Refuses,
    /// Takes no part, having an interest in the operation.
    Recused,
    /// Has not answered.
    Awaited,
}
