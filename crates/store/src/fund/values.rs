//! The fund as it is read back.

use domain::fund::{
    AgreementRegime, AgreementState, Amount, Answer, CommitmentState, LineSums, LineTerms,
    SettlementState,
};
use domain::ids::{
    AccountId, AgreementId, CommitmentId, FundLineId, LotId, NotificationId, SettlementId,
};
use domain::stock::ItemKind;
use domain::{Euros, Seat};
use jiff::Timestamp;
use jiff::civil::Date;

/// A budget line of one funder and one fiscal year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundLine {
    /// Its id.
    pub id: FundLineId,
    /// Its code in the town's or the collège's books.
    pub code: String,
    /// What it is called.
    pub label: String,
    /// Who pays into it.
    pub funder: String,
    /// The calendar year it belongs to (exercice).
    pub fiscal_year: i16,
    /// Its sums.
    pub sums: LineSums,
    /// What its money may buy.
    pub terms: LineTerms,
}

/// An amount announced in writing; negative for a reduction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// Its id.
    pub id: NotificationId,
    /// How much.
    pub amount: Euros,
    /// The letter's or order's reference.
    pub reference: String,
    /// The letter's date.
    pub on: Date,
}

/// One seat's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatAnswer {
    /// The seat.
    pub seat: Seat,
    /// What it answered.
    pub answer: Answer,
    /// Who sat there.
    pub account: AccountId,
    /// When.
    pub at: Timestamp,
}

/// A request to the troïka and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// Its id.
    pub id: AgreementId,
    /// The line that would pay.
    pub line: FundLineId,
    /// That line's label.
    pub line_label: String,
    /// What for.
    pub purpose: String,
    /// How much, at most.
    pub amount: Amount,
    /// Before or after the convention.
    pub regime: AgreementRegime,
    /// The document that holds it (minutes, quote); may be empty.
    pub document: String,
    /// The day it was asked for.
    pub asked_on: Date,
    /// Where it stands.
    pub state: AgreementState,
    /// The answers given, by seat.
    pub answers: Vec<SeatAnswer>,
    /// What may still be committed under it.
    pub remainder: Euros,
}

/// Money reserved for an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitmentRecord {
    /// Its id.
    pub id: CommitmentId,
    /// Its line.
    pub line: FundLineId,
    /// That line's label.
    pub line_label: String,
    /// Its agreement.
    pub agreement: AgreementId,
    /// Who is paid.
    pub supplier: String,
    /// What for.
    pub purpose: String,
    /// The order's number (bon de commande).
    pub order_number: String,
    /// The day it was committed.
    pub on: Date,
    /// Its money.
    pub money: domain::fund::Commitment,
}

impl CommitmentRecord {
    /// Can it still be settled or cancelled?
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.money.state == CommitmentState::Open
    }
}

/// A recognised debt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettlementRecord {
    /// Its id.
    pub id: SettlementId,
    /// Its commitment.
    pub commitment: CommitmentId,
    /// Who is paid.
    pub supplier: String,
    /// The supplier's invoice number.
    pub invoice: String,
    /// How much.
    pub amount: Amount,
    /// The day it was settled.
    pub on: Date,
    /// Who settled it.
    pub by: AccountId,
    /// Where it stands.
    pub state: SettlementState,
    /// The payment's reference, once paid.
    pub payment_reference: Option<String>,
    /// The day it was paid.
    pub paid_on: Option<Date>,
    /// Why the accountant sent it back.
    pub rejection_reason: Option<String>,
}

/// A line with every document behind its figures, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundLineBook {
    /// The line.
    pub line: FundLine,
    /// What was notified.
    pub notifications: Vec<Notification>,
    /// What the troïka was asked.
    pub agreements: Vec<Agreement>,
    /// What was committed.
    pub commitments: Vec<CommitmentRecord>,
    /// What was settled, and paid.
    pub settlements: Vec<SettlementRecord>,
}

/// A commitment with its debts and what it bought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitmentBook {
    /// The commitment.
    pub commitment: CommitmentRecord,
    /// Its debts, oldest first.
    pub settlements: Vec<SettlementRecord>,
    /// The lots it bought.
    pub lots: Vec<BoughtLot>,
}

/// A lot bought with a commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoughtLot {
    /// Its id.
    pub id: LotId,
    /// What it is called.
    pub label: String,
    /// What it is made of.
    pub kind: ItemKind,
    /// The day it came in.
    pub received_on: Date,
    /// How many items entered the register.
    pub items: u64,
}
