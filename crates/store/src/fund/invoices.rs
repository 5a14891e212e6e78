//! Invoices and credit notes, as suppliers send them.

use domain::fund::{SettlementState, Taxed};
use domain::identifiers::Siret;
use domain::ids::{CommitmentId, InvoiceId};
use domain::{Euros, Seat};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::orders::InvoicedLine;
use super::{orders, rows};
use crate::base::columns::Day;
use crate::base::error::{VerbError, breaks_unique};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{commitment, invoice, invoice_line, settlement};
use crate::{By, Store};

/// An invoice, or a credit note: its amounts are then below zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoteInvoice {
    /// Its id.
    pub id: InvoiceId,
    /// The order that it is for.
    pub commitment: CommitmentId,
    /// The supplier's SIRET, as the invoice says it.
    pub siret: Siret,
    /// Its number, once per supplier.
    pub number: String,
    /// Its date.
    pub issued_on: Date,
    /// The day it was received: the clock of its payment starts no earlier.
    pub received_on: Date,
    /// Its lines, whose sum is what it says at its foot.
    pub lines: Vec<InvoicedLine>,
    /// Today: nothing was received later. The day of the click, so no part of what the form says.
    #[serde(skip)]
    pub today: Date,
}

/// Why it is not noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteInvoiceRefused {
    /// Only the principal notes invoices.
    NotYourSeat,
    /// No such order in this cité.
    UnknownCommitment,
    /// An invoice of this supplier has this number.
    NumberTaken,
    /// The order was placed with another supplier.
    OtherSupplier,
    /// Received before it was written.
    ReceivedBeforeIssued,
    /// Written before the order.
    BeforeOrder(Date),
    /// A day to come.
    InFuture,
    /// A line of an order that has none of that number.
    UnknownLine,
    /// It comes to nothing.
    Nothing,
    /// It comes to more than an amount may be.
    TooLarge,
}

impl NoteInvoice {
    /// What it comes to; nothing when that is too much.
    #[must_use]
    pub fn total(&self) -> Option<Taxed> {
        Taxed::checked_sum(self.lines.iter().map(|line| line.part.amount))
    }
}

impl Store {
    /// Notes an invoice or a credit note of an order. Nothing is owed before its settlement.
    ///
    /// # Errors
    /// [`NoteInvoiceRefused`].
    pub async fn note_invoice(
        &self,
        order: &NoteInvoice,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<NoteInvoiceRefused>> {
        if by.seat != Seat::Principal {
            return Err(VerbError::Refused(NoteInvoiceRefused::NotYourSeat));
        }
        let Submitted::New(verb) =
            self.begin_once("note_invoice", order.id.into(), order, by, now).await?
        else {
            return Ok(());
        };
        let (row, total) = judge(&verb, order, by).await?;
        let paper = invoice::Model {
            id: order.id.into(),
            cite_id: by.cite.into(),
            commitment_id: row.id,
            supplier: row.supplier,
            siret: order.siret.as_str().to_owned(),
            siren: order.siret.siren_digits().to_owned(),
            number: order.number.clone(),
            issued_on: Day(order.issued_on),
            received_on: Day(order.received_on),
            net_cents: total.net().cents(),
            vat_cents: total.vat().cents(),
            gross_cents: total.gross().cents(),
        };
        match invoice::Entity::insert(paper.into_active_model())
            .exec_without_returning(&verb.tx)
            .await
        {
            Err(error) if breaks_unique(&error, "invoices_number_once", "invoices.number") => {
                return Err(VerbError::Refused(NoteInvoiceRefused::NumberTaken));
            }
            other => other?,
        };
        let lines = (1..).zip(&order.lines).map(|(position, one)| {
            invoice_line::Model {
                invoice_id: order.id.into(),
                position,
                line: one.part.line.map(i64::from),
                label: one.label.clone(),
                units: one.part.units.into(),
                rate: one.part.rate.hundredths().into(),
                net_cents: one.part.amount.net().cents(),
                vat_cents: one.part.amount.vat().cents(),
            }
            .into_active_model()
        });
        invoice_line::Entity::insert_many(lines).exec_without_returning(&verb.tx).await?;
        let facts = json!({ "invoice": order.id, "cents": total.gross().cents() });
        Ok(verb.commit(Subject::Commitment, order.commitment, facts).await?)
    }
}

/// May this be noted? Gives its order, and what it comes to.
async fn judge(
    verb: &Verb,
    order: &NoteInvoice,
    by: By,
) -> Result<(commitment::Model, Taxed), VerbError<NoteInvoiceRefused>> {
    use NoteInvoiceRefused as Why;
    let refuse = |why| Err(VerbError::Refused(why));
    let row = rows::commitment(&verb.tx, order.commitment, by.cite).await?;
    let row = row.ok_or(VerbError::Refused(Why::UnknownCommitment))?;
    let siren = order.siret.siren_digits();
    if row.supplier_siret.as_ref().is_some_and(|siret| !siret.starts_with(siren)) {
        return refuse(Why::OtherSupplier);
    }
    if order.received_on < order.issued_on {
        return refuse(Why::ReceivedBeforeIssued);
    }
    if order.issued_on < row.committed_on.0 {
        return refuse(Why::BeforeOrder(row.committed_on.0));
    }
    if order.received_on > order.today {
        return refuse(Why::InFuture);
    }
    // Settled before invoices were kept: only its number and its supplier's name are known.
    let known = settlement::Entity::find()
        .filter(settlement::Column::CiteId.eq(Uuid::from(by.cite)))
        .filter(settlement::Column::InvoiceId.is_null())
        .filter(settlement::Column::State.ne(SettlementState::Rejected.code()))
        .filter(settlement::Column::Supplier.eq(row.supplier.as_str()))
        .filter(settlement::Column::Invoice.eq(order.number.as_str()));
    if known.count(&verb.tx).await? > 0 {
        return refuse(Why::NumberTaken);
    }
    let total = order.total().ok_or(VerbError::Refused(Why::TooLarge))?;
    if total.gross() == Euros::ZERO {
        return refuse(Why::Nothing);
    }
    let lines = orders::lines(&verb.tx, row.id).await?;
    let is_there = |line: u32| lines.iter().any(|one| one.price.line() == line);
    if order.lines.iter().filter_map(|line| line.part.line).all(is_there) {
        Ok((row, total))
    } else {
        refuse(Why::UnknownLine)
    }
}
