//! What was done on a cité's fund, read from the journal, each act with its document: what statements,
//! journals of operations and pictures are made of.

mod documents;

use std::collections::BTreeMap;

use domain::Euros;
use domain::fund::{LedgerAct, LedgerEntry, LedgerFigures, LineCents};
use domain::ids::{AgreementId, CiteId, CommitmentId, FundLineId};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Deserialize;
use uuid::Uuid;

use self::documents::Documents;
use super::derive::{MOVES, deltas};
use crate::Store;
use crate::base::columns::Instant;
use crate::base::error::Failure;
use crate::entities::journal;

/// The verbs that move no sum of a line, and are told all the same.
const BESIDE: [&str; 6] =
    ["receive_revenue", "certify_delivery", "note_invoice", "order_payment", "pay", "close_line"];

/// What a journal line says of its documents.
#[derive(Deserialize)]
struct Facts {
    notification: Option<Uuid>,
    revenue: Option<Uuid>,
    carry_over: Option<Uuid>,
    repayment: Option<Uuid>,
    complement: Option<Uuid>,
    delivery: Option<Uuid>,
    invoice: Option<Uuid>,
    state: Option<String>,
    /// The requests that an adopted plan made.
    requests: Option<Vec<Uuid>>,
}

/// What the document of an act says of it.
struct Told {
    line: Uuid,
    on: Option<Date>,
    number: String,
    party: String,
    object: String,
    agreement: Option<Uuid>,
    commitment: Option<Uuid>,
    /// Its amount, where no sum of the line says it.
    cents: i64,
}

impl Store {
    /// What was done on the fund of a cité until an instant, in the order of the journal.
    ///
    /// # Errors
    /// When the database fails, or a line of the journal names no document.
    pub async fn fund_ledger(
        &self,
        cite: CiteId,
        until: Timestamp,
    ) -> Result<Vec<LedgerEntry>, Failure> {
        let lines = journal::Entity::find()
            .filter(journal::Column::CiteId.eq(Uuid::from(cite)))
            .filter(journal::Column::Verb.is_in(MOVES.into_iter().chain(BESIDE)))
            .filter(journal::Column::At.lte(Instant::from(until)))
            .order_by_asc(journal::Column::Seq)
            .all(&self.db)
            .await?;
        let documents = Documents::of(&self.db, cite.into()).await?;
        let mut entries = Vec::with_capacity(lines.len());
        for line in &lines {
            push(line, &documents, &mut entries)?;
        }
        Ok(entries)
    }
}

/// The figures of each line after these acts.
///
/// # Errors
/// When a sum leaves the range of amounts.
pub fn figures_after(acts: &[LedgerEntry]) -> Result<BTreeMap<FundLineId, LedgerFigures>, Failure> {
    domain::fund::ledger::figures(acts)
        .ok_or_else(|| Failure::row("journal", "fund", "sums out of range"))
}

/// The acts of one journal line: two where money goes from one line to another.
fn push(
    line: &journal::Model,
    documents: &Documents,
    entries: &mut Vec<LedgerEntry>,
) -> Result<(), Failure> {
    let facts: Facts = serde_json::from_str(&line.facts)
        .map_err(|problem| Failure::row("journal", line.seq, problem))?;
    if line.verb == "adopt_plan" {
        return set_aside(line, &facts, documents, entries);
    }
    let act = match line.verb.as_str() {
        "answer_agreement" if facts.state.as_deref() == Some("agreed") => LedgerAct::Agreed,
        "receive_revenue" => LedgerAct::Received,
        "certify_delivery" => LedgerAct::Certified,
        "note_invoice" => LedgerAct::Invoiced,
        "order_payment" => LedgerAct::PaymentOrdered,
        "pay" => LedgerAct::Paid,
        "close_line" => LedgerAct::Closed,
        "notify" => LedgerAct::Notified,
        "commit" | "order_sims" => LedgerAct::Committed,
        "complement" => LedgerAct::Complemented,
        "cancel_commitment" => LedgerAct::Cancelled,
        "settle" => LedgerAct::Settled,
        "reject_payment" => LedgerAct::Rejected,
        "carry_over" => LedgerAct::CarriedOut,
        "repay" => LedgerAct::Repaid,
        _ => LedgerAct::Reserved,
    };
    let moves = if MOVES.contains(&line.verb.as_str()) { deltas(line)? } else { Vec::new() };
    if act == LedgerAct::Reserved && moves.is_empty() {
        return Ok(());
    }
    let told = documents.told(act, line.subject_id, &facts).ok_or_else(|| missing(line))?;
    if moves.is_empty() {
        entries.push(told.entry(line, act, told.line, LineCents::default(), told.cents));
    }
    for one in moves {
        let act = if one.moved.carried_in == 0 { act } else { LedgerAct::CarriedIn };
        entries.push(told.entry(line, act, one.line, one.moved, moved_by(act, one.moved)));
    }
    Ok(())
}

/// What an adopted plan set aside, request by request: together, what it moved on each line.
fn set_aside(
    line: &journal::Model,
    facts: &Facts,
    documents: &Documents,
    entries: &mut Vec<LedgerEntry>,
) -> Result<(), Failure> {
    for request in facts.requests.iter().flatten() {
        let told = documents.told(LedgerAct::Reserved, *request, facts);
        let told = told.ok_or_else(|| missing(line))?;
        let moved = LineCents { reserved: told.cents, ..LineCents::default() };
        entries.push(told.entry(line, LedgerAct::Reserved, told.line, moved, told.cents));
    }
    Ok(())
}

fn missing(line: &journal::Model) -> Failure {
    Failure::row("journal", line.seq, format!("{}: no such document", line.verb))
}

impl Told {
    fn entry(
        &self,
        journal: &journal::Model,
        act: LedgerAct,
        line: Uuid,
        moved: LineCents,
        cents: i64,
    ) -> LedgerEntry {
        LedgerEntry {
            seq: journal.seq,
            at: journal.at.timestamp(),
            on: self.on,
            act,
            line: FundLineId(line),
            amount: Euros::from_cents(cents),
            moved,
            number: self.number.clone(),
            party: self.party.clone(),
            object: self.object.clone(),
            agreement: self.agreement.map(AgreementId),
            commitment: self.commitment.map(CommitmentId),
        }
    }
}

/// The amount of an act, from the sums that it moved.
const fn moved_by(act: LedgerAct, moved: LineCents) -> i64 {
    match act {
        LedgerAct::Notified => moved.notified,
        LedgerAct::CarriedIn => moved.carried_in,
        LedgerAct::CarriedOut => moved.carried_out,
        LedgerAct::Repaid => moved.repaid,
        LedgerAct::Reserved => moved.reserved,
        LedgerAct::Settled | LedgerAct::Rejected => moved.settled,
        _ => moved.open,
    }
}
