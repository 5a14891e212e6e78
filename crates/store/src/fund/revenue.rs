//! Money received on a line: what is in the till, beside what was notified.

use domain::ids::{FundLineId, RevenueOrderId};
use domain::{Euros, Seat};
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
use crate::entities::revenue_order;
use crate::{By, Store};

/// Money received (titre de recette).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceiveRevenue {
    /// Its id.
    pub id: RevenueOrderId,
    /// The line it is for.
    pub line: FundLineId,
    /// How much; negative to undo one.
    pub amount: Euros,
    /// Its number, once per line.
    pub number: String,
    /// The day it was received.
    pub on: Date,
}

/// Why it is not noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceiveRevenueRefused {
    /// Only the principal, who orders revenue, and the accountant, who receives it, note it.
    NotYourSeat,
    /// No such line in this cité.
    UnknownLine,
    /// Nothing was received.
    Nothing,
    /// This number is noted on this line already.
    NumberTaken,
}

impl Store {
    /// Notes money received. The line's sums do not move: what may be spent is what was notified.
    ///
    /// # Errors
    /// [`ReceiveRevenueRefused`].
    pub async fn receive_revenue(
        &self,
        order: &ReceiveRevenue,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<ReceiveRevenueRefused>> {
        use ReceiveRevenueRefused::{NotYourSeat, Nothing, NumberTaken, UnknownLine};
        if !matches!(by.seat, Seat::Principal | Seat::Accountant) {
            return Err(VerbError::Refused(NotYourSeat));
        }
        let Submitted::New(verb) =
            self.begin_once("receive_revenue", order.id.into(), order, by, now).await?
        else {
            return Ok(());
        };
        if rows::line(&verb.tx, order.line, by.cite).await?.is_none() {
            return Err(VerbError::Refused(UnknownLine));
        }
        if order.amount == Euros::ZERO {
            return Err(VerbError::Refused(Nothing));
        }
        let row = revenue_order::Model {
            id: order.id.into(),
            fund_line_id: order.line.into(),
            amount_cents: order.amount.cents(),
            number: order.number.clone(),
            received_on: Day(order.on),
        };
        match revenue_order::Entity::insert(row.into_active_model())
            .exec_without_returning(&verb.tx)
            .await
        {
            Err(error)
                if breaks_unique(&error, "revenue_orders_number_once", "revenue_orders.number") =>
            {
                return Err(VerbError::Refused(NumberTaken));
            }
            other => other?,
        };
        let facts = json!({ "revenue": order.id, "cents": order.amount.cents() });
        Ok(verb.commit(Subject::FundLine, order.line, facts).await?)
    }
}
