//! Recognising a debt on a commitment (liquidation).

use domain::Seat;
use domain::fund::{self, Amount, SettleRefused as Rule, SettlementState};
use domain::ids::{CommitmentId, SettlementId};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{EntityTrait, IntoActiveModel};
use serde::Serialize;
use serde_json::json;

use super::rows;
use crate::base::columns::Day;
use crate::base::error::{VerbError, breaks_unique};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::settlement;
use crate::{By, Store};

/// A debt to be recognised, invoice in hand and goods received.
#[derive(Debug, Clone, Serialize)]
pub struct Settle {
    /// Its id.
    pub id: SettlementId,
    /// The commitment it is taken from.
    pub commitment: CommitmentId,
    /// The supplier's invoice number, once per supplier.
    pub invoice: String,
    /// How much, all taxes included.
    pub amount: Amount,
    /// The day of the settlement: the day of the click, so no part of what the form says.
    #[serde(skip)]
    pub on: Date,
}

/// Why a debt is not recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettleRefused {
    /// Only the principal settles (ordonnateur).
    NotYourSeat,
    /// No such commitment in this cité.
    UnknownCommitment,
    /// This invoice of this supplier is settled already.
    InvoiceTaken,
    /// The money breaks a rule.
    Rule(Rule),
}

impl Store {
    /// Recognises a debt: its amount goes from reserved to settled; the last one closes the commitment.
    ///
    /// # Errors
    /// Refused to other seats than the principal's, over what is left of the commitment, and for an
    /// invoice settled before.
    pub async fn settle(
        &self,
        order: &Settle,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<SettleRefused>> {
        if by.seat != Seat::Principal {
            return Err(VerbError::Refused(SettleRefused::NotYourSeat));
        }
        let Submitted::New(verb) =
            self.begin_once("settle", order.id.into(), order, by, now).await?
        else {
            return Ok(());
        };
        let row = rows::commitment(&verb.tx, order.commitment, by.cite).await?;
        let row = row.ok_or(VerbError::Refused(SettleRefused::UnknownCommitment))?;
        let line = rows::line_of(&verb.tx, row.fund_line_id).await?;
        let (after, money) = fund::settle(rows::sums(&line)?, rows::money(&row)?, order.amount)
            .map_err(|why| VerbError::Refused(SettleRefused::Rule(why)))?;
        let debt = settlement::Model {
            id: order.id.into(),
            cite_id: by.cite.into(),
            commitment_id: row.id,
            supplier: row.supplier.clone(),
            invoice: order.invoice.clone(),
            amount_cents: order.amount.cents(),
            settled_on: Day(order.on),
            settled_by: by.account.into(),
            state: SettlementState::Settled.code().to_owned(),
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
                if breaks_unique(&error, "settlements_invoice_once", "settlements.invoice") =>
            {
                return Err(VerbError::Refused(SettleRefused::InvoiceTaken));
            }
            other => other?,
        };
        rows::write_money(&verb, row, money).await?;
        let deltas = rows::write_sums(&verb, line, after).await?;
        let facts = json!({ "commitment": order.commitment, "deltas": deltas });
        Ok(verb.commit(Subject::Settlement, order.id, facts).await?)
    }
}
