//! The accountant's part: paying a settlement, or sending it back.

use domain::Seat;
use domain::fund::{self, Amount, PaymentRefused as Rule, SettlementState, may_decide_payment};
use domain::ids::{AccountId, SettlementId};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::rows;
use crate::base::columns::Day;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::settlement;
use crate::{By, Store};

/// A settlement to be marked as paid.
#[derive(Debug, Clone, Serialize)]
pub struct Pay {
    /// The form's id.
    pub form: Uuid,
    /// Which one.
    pub settlement: SettlementId,
    /// The payment order's number.
    pub reference: String,
    /// The day it was paid: the day of the click, so no part of what the form says.
    #[serde(skip)]
    pub on: Date,
}

/// A settlement to be sent back.
#[derive(Debug, Clone, Serialize)]
pub struct RejectPayment {
    /// The form's id.
    pub form: Uuid,
    /// Which one.
    pub settlement: SettlementId,
    /// Why, in the accountant's words.
    pub reason: String,
}

/// Why a settlement is neither paid nor sent back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayRefused {
    /// Only the accountant pays.
    NotYourSeat,
    /// No such settlement in this cité.
    UnknownSettlement,
    /// What this credit note gave back is used since: it cannot be owed again.
    CreditUsed,
    /// The separation of duties, or its state, forbids it.
    Rule(Rule),
}

impl Store {
    /// Marks a settlement as paid. The line's sums do not move: settled money is spent money.
    ///
    /// # Errors
    /// Refused to other seats than the accountant's, to the person who settled, and a second time.
    pub async fn pay(
        &self,
        order: &Pay,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<PayRefused>> {
        if by.seat != Seat::Accountant {
            return Err(VerbError::Refused(PayRefused::NotYourSeat));
        }
        let Submitted::New(verb) = self.begin_once("pay", order.form, order, by, now).await? else {
            return Ok(());
        };
        let debt = payable(&verb, order.settlement, by).await?;
        let cents = debt.amount_cents;
        let mut debt = debt.into_active_model();
        debt.state = Set(SettlementState::Paid.code().to_owned());
        debt.decided_by = Set(Some(by.account.into()));
        debt.payment_reference = Set(Some(order.reference.clone()));
        debt.paid_on = Set(Some(Day(order.on)));
        debt.update(&verb.tx).await?;
        Ok(verb.commit(Subject::Settlement, order.settlement, json!({ "cents": cents })).await?)
    }

    /// Sends a settlement back: its money is reserved again, or free if its commitment was cancelled.
    ///
    /// # Errors
    /// Refused to other seats than the accountant's, to the person who settled, and a second time.
    pub async fn reject_payment(
        &self,
        order: &RejectPayment,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<PayRefused>> {
        if by.seat != Seat::Accountant {
            return Err(VerbError::Refused(PayRefused::NotYourSeat));
        }
        let Submitted::New(verb) =
            self.begin_once("reject_payment", order.form, order, by, now).await?
        else {
            return Ok(());
        };
        let debt = payable(&verb, order.settlement, by).await?;
        let bad = |problem: &str| Failure::row("settlements", debt.id, problem);
        let amount = Amount::from_cents(debt.amount_cents.abs());
        let amount = amount.map_err(|error| bad(&error.to_string()))?;
        let row = rows::commitment(&verb.tx, debt.commitment_id.into(), by.cite).await?;
        let row = row.ok_or_else(|| bad("no such commitment"))?;
        let line = rows::line_of(&verb.tx, row.fund_line_id).await?;
        let (sums, held) = (rows::sums(&line)?, rows::money(&row)?);
        let (after, money) = if debt.amount_cents > 0 {
            fund::reject(sums, held, amount).ok_or_else(|| bad("more than what was settled"))?
        } else {
            let agreed = rows::agreement_of(&verb.tx, &row).await?;
            let again = fund::uncredit(sums, agreed, held, amount);
            again.ok_or(VerbError::Refused(PayRefused::CreditUsed))?
        };
        let mut debt = debt.into_active_model();
        debt.state = Set(SettlementState::Rejected.code().to_owned());
        debt.decided_by = Set(Some(by.account.into()));
        debt.rejection_reason = Set(Some(order.reason.clone()));
        debt.update(&verb.tx).await?;
        rows::write_money(&verb, row, money).await?;
        let deltas = rows::write_sums(&verb, line, after).await?;
        Ok(verb.commit(Subject::Settlement, order.settlement, json!({ "deltas": deltas })).await?)
    }
}

/// The settlement, if this person may decide on it now.
async fn payable(
    verb: &Verb,
    id: SettlementId,
    by: By,
) -> Result<settlement::Model, VerbError<PayRefused>> {
    let found = settlement::Entity::find_by_id(Uuid::from(id))
        .filter(settlement::Column::CiteId.eq(Uuid::from(by.cite)))
        .one(&verb.tx)
        .await?;
    let debt = found.ok_or(VerbError::Refused(PayRefused::UnknownSettlement))?;
    let state = debt.state.parse().map_err(|error| Failure::row("settlements", debt.id, error))?;
    may_decide_payment(state, AccountId(debt.settled_by), by.account)
        .map_err(|why| VerbError::Refused(PayRefused::Rule(why)))?;
    Ok(debt)
}
