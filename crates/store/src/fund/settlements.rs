//! Recognising what an invoice says as a debt (liquidation), and ordering its payment.

use domain::Seat;
use domain::fund::{
    self, Amount, Commitment, CommitmentState, CreditRefused, LineSums, MatchDifference,
    SettleRefused as Rule, SettlementState,
};
use domain::ids::{InvoiceId, SettlementId};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::{deliveries, orders, rows};
use crate::base::columns::Day;
use crate::base::error::{Failure, VerbError, breaks_unique};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{commitment, invoice, settlement};
use crate::{By, Store};

/// An invoice to be recognised as owed, or a credit note as taken off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Settle {
    /// Its id.
    pub id: SettlementId,
    /// The invoice.
    pub invoice: InvoiceId,
    /// Why it is settled though it differs from what was ordered or received; may be empty.
    pub remark: String,
    /// The day of the settlement: the day of the click, so no part of what the form says.
    #[serde(skip)]
    pub on: Date,
}

/// Why a debt is not recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettleRefused {
    /// Only the principal settles (ordonnateur).
    NotYourSeat,
    /// No such invoice in this cité.
    UnknownInvoice,
    /// It is settled already.
    AlreadySettled,
    /// Nothing of the order is certified as received (service fait).
    NoServiceDone,
    /// It differs from what was ordered and certified, and nobody says why it is settled.
    Differs(Vec<MatchDifference>),
    /// The money breaks a rule.
    Rule(Rule),
    /// A credit note of more than what was settled.
    Credit(CreditRefused),
}

/// A payment to be ordered (mandat, demande de paiement).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrderPayment {
    /// The form's id.
    pub form: Uuid,
    /// The settlement.
    pub settlement: SettlementId,
    /// The order's number in the school's books, once per cité and year.
    pub number: String,
    /// The list that it stands on; may be empty.
    pub bordereau: String,
    /// The day of the click, so no part of what the form says.
    #[serde(skip)]
    pub on: Date,
}

/// Why it is not ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderPaymentRefused {
    /// Only the principal orders payments (ordonnateur).
    NotYourSeat,
    /// No such settlement in this cité.
    UnknownSettlement,
    /// It is ordered, paid or rejected already.
    NotSettled,
    /// Another payment order of this year has this number.
    NumberTaken,
}

impl Store {
    /// Recognises an invoice as owed: its amount goes from reserved to settled, and the last one closes the
    /// commitment. A credit note is taken off what was settled.
    ///
    /// # Errors
    /// [`SettleRefused`].
    pub async fn settle(
        &self,
        order: &Settle,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<SettleRefused>> {
        use SettleRefused::{AlreadySettled, NotYourSeat, UnknownInvoice};
        let refuse = VerbError::Refused;
        if by.seat != Seat::Principal {
            return Err(refuse(NotYourSeat));
        }
        let Submitted::New(verb) =
            self.begin_once("settle", order.id.into(), order, by, now).await?
        else {
            return Ok(());
        };
        let paper = invoice::Entity::find_by_id(Uuid::from(order.invoice))
            .filter(invoice::Column::CiteId.eq(Uuid::from(by.cite)))
            .one(&verb.tx)
            .await?;
        let paper = paper.ok_or(refuse(UnknownInvoice))?;
        let row = rows::commitment(&verb.tx, paper.commitment_id.into(), by.cite).await?;
        let row = row.ok_or_else(|| Failure::row("invoices", paper.id, "no such commitment"))?;
        let line = rows::line_of(&verb.tx, row.fund_line_id).await?;
        let (after, money) = money_after(&verb, order, &paper, &row, rows::sums(&line)?).await?;
        let debt = settlement::Model {
            id: order.id.into(),
            cite_id: by.cite.into(),
            commitment_id: row.id,
            supplier: paper.supplier,
            invoice: paper.number,
            invoice_id: Some(paper.id),
            amount_cents: paper.gross_cents,
            settled_on: Day(order.on),
            settled_by: by.account.into(),
            state: SettlementState::Settled.code().to_owned(),
            remark: order.remark.clone(),
            payment_order: None,
            bordereau: None,
            ordered_on: None,
            decided_by: None,
            payment_reference: None,
            paid_on: None,
            rejection_reason: None,
        };
        match settlement::Entity::insert(debt.into_active_model())
            .exec_without_returning(&verb.tx)
            .await
        {
            Err(error)
                if breaks_unique(
                    &error,
                    "settlements_one_per_invoice",
                    "settlements.invoice_id",
                ) =>
            {
                return Err(refuse(AlreadySettled));
            }
            other => other?,
        };
        rows::write_money(&verb, row, money).await?;
        let deltas = rows::write_sums(&verb, line, after).await?;
        let facts =
            json!({ "commitment": paper.commitment_id, "invoice": paper.id, "deltas": deltas });
        Ok(verb.commit(Subject::Settlement, order.id, facts).await?)
    }

    /// Orders the payment of a settlement: it then waits for the accountant.
    ///
    /// # Errors
    /// [`OrderPaymentRefused`].
    pub async fn order_payment(
        &self,
        order: &OrderPayment,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<OrderPaymentRefused>> {
        use OrderPaymentRefused::{NotSettled, NotYourSeat, NumberTaken, UnknownSettlement};
        if by.seat != Seat::Principal {
            return Err(VerbError::Refused(NotYourSeat));
        }
        let Submitted::New(verb) =
            self.begin_once("order_payment", order.form, order, by, now).await?
        else {
            return Ok(());
        };
        let debt = settlement::Entity::find_by_id(Uuid::from(order.settlement))
            .filter(settlement::Column::CiteId.eq(Uuid::from(by.cite)))
            .one(&verb.tx)
            .await?;
        let debt = debt.ok_or(VerbError::Refused(UnknownSettlement))?;
        if debt.state != SettlementState::Settled.code() {
            return Err(VerbError::Refused(NotSettled));
        }
        let cents = debt.amount_cents;
        let mut debt = debt.into_active_model();
        debt.state = Set(SettlementState::Ordered.code().to_owned());
        debt.payment_order = Set(Some(order.number.clone()));
        debt.bordereau = Set(Some(order.bordereau.clone()).filter(|text| !text.is_empty()));
        debt.ordered_on = Set(Some(Day(order.on)));
        match debt.update(&verb.tx).await {
            Err(error)
                if breaks_unique(
                    &error,
                    "settlements_payment_order_once",
                    "index 'settlements_payment_order_once'",
                ) =>
            {
                return Err(VerbError::Refused(NumberTaken));
            }
            other => other?,
        };
        let facts = json!({ "cents": cents });
        Ok(verb.commit(Subject::Settlement, order.settlement, facts).await?)
    }
}

/// What an invoice makes of its line and its commitment; what a credit note does.
async fn money_after(
    verb: &Verb,
    order: &Settle,
    paper: &invoice::Model,
    row: &commitment::Model,
    sums: LineSums,
) -> Result<(LineSums, Commitment), VerbError<SettleRefused>> {
    let refuse = VerbError::Refused;
    let held = rows::money(row)?;
    if let Ok(amount) = Amount::from_cents(paper.gross_cents) {
        if held.state == CommitmentState::Open {
            may_settle(verb, order, row).await?;
        }
        fund::settle(sums, held, amount).map_err(|why| refuse(SettleRefused::Rule(why)))
    } else {
        let amount = Amount::from_cents(-paper.gross_cents);
        let amount = amount.map_err(|why| Failure::row("invoices", paper.id, why))?;
        fund::credit(sums, held, amount).map_err(|why| refuse(SettleRefused::Credit(why)))
    }
}

/// Is anything of the order certified, and is the invoice what was ordered and certified, or is it said why
/// it is settled all the same?
async fn may_settle(
    verb: &Verb,
    order: &Settle,
    row: &commitment::Model,
) -> Result<(), VerbError<SettleRefused>> {
    let papers = deliveries::of(&verb.tx, row.id).await?;
    if papers.iter().all(|paper| paper.certified_on.is_none()) {
        return Err(VerbError::Refused(SettleRefused::NoServiceDone));
    }
    if !order.remark.is_empty() {
        return Ok(());
    }
    let lines = orders::lines(&verb.tx, row.id).await?;
    let received = orders::received(&verb.tx, row.id).await?;
    let invoiced = orders::invoiced(&verb.tx, row.id).await?;
    let nth = invoiced.iter().position(|(id, _)| *id == order.invoice);
    let matched = orders::matched(row.id, &lines, &received, &invoiced)?;
    let remarks: Vec<MatchDifference> = match matched.as_ref().zip(nth) {
        Some((matched, nth)) => matched.remarks_on(nth).copied().collect(),
        None => Vec::new(),
    };
    if remarks.is_empty() {
        Ok(())
    } else {
        Err(VerbError::Refused(SettleRefused::Differs(remarks)))
    }
}
