//! Proof of a troïka agreement: what an auditor of the fund asks for first.

use domain::{Euros, Seat};
use jiff::civil::Date;
use serde::{Serialize, Serializer};

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
    /// The rule that says whose answers are needed, in French.
    pub rule: String,
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

/// `1 234,56 €`, as the domain writes it.
fn in_french<S: Serializer>(amount: &Euros, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(amount)
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
