//! Giving a loan a later day.

use domain::ids::LoanId;
use domain::loan::{Extend, ExtendFault, may_extend};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set,
};
use serde_json::json;
use uuid::Uuid;

use crate::base::columns::{Day, Instant};
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{item, loan, loan_extension, loan_item, reservation};
use crate::provisions::custody::open_provisions;
use crate::rounds::reservations::ReservationState;
use crate::{By, Store};

/// Why a loan was not extended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExtendRefused {
    /// The cité has no such loan.
    Unknown,
    /// Everything is back already.
    Closed,
    /// The day makes no sense.
    Day(ExtendFault),
    /// The school that lends some of it on must give it back on this day.
    School {
        /// The day.
        due_on: Date,
    },
    /// An item of it is set aside for another family; its inventory number.
    Reserved(String),
}

/// A later day that a loan was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extension {
    /// The day it was due.
    pub from: Date,
    /// The day it is due since.
    pub to: Date,
    /// When that was decided.
    pub at: Timestamp,
}

impl Store {
    /// Gives what is still out of a loan a later day, unless somebody else is promised some of it.
    ///
    /// # Errors
    /// [`ExtendRefused`].
    pub async fn extend_loan(
        &self,
        order: &Extend,
        by: By,
        now: Timestamp,
        today: Date,
    ) -> Result<(), VerbError<ExtendRefused>> {
        let verb = match self.begin_once("extend_loan", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let mine = loan::Entity::find_by_id(Uuid::from(order.loan))
            .filter(loan::Column::CiteId.eq(Uuid::from(by.cite)));
        let row = mine.one(&verb.tx).await?.ok_or(VerbError::Refused(ExtendRefused::Unknown))?;
        let out = loan_item::Entity::find()
            .filter(loan_item::Column::LoanId.eq(row.id))
            .filter(loan_item::Column::ClosedAt.is_null())
            .all(&verb.tx)
            .await?;
        if out.is_empty() {
            return Err(VerbError::Refused(ExtendRefused::Closed));
        }
        let due = row.due_on.0;
        may_extend(due, order.due_on, today)
            .map_err(|fault| VerbError::Refused(ExtendRefused::Day(fault)))?;
        let promised = reservation::Entity::find()
            .filter(reservation::Column::ItemId.is_in(out.iter().map(|line| line.item_id)))
            .filter(reservation::Column::State.eq(ReservationState::Held.code()))
            .one(&verb.tx)
            .await?;
        if let Some(held) = promised {
            let unit = item::Entity::find_by_id(held.item_id).one(&verb.tx).await?;
            let unit = unit.ok_or_else(|| Failure::row("reservations", held.id, "no such item"))?;
            return Err(VerbError::Refused(ExtendRefused::Reserved(unit.tag)));
        }
        if let Some(due_on) = last_day(&verb, &out).await?.filter(|last| order.due_on > *last) {
            return Err(VerbError::Refused(ExtendRefused::School { due_on }));
        }
        let extension = loan_extension::Model {
            loan_id: row.id,
            seq: verb.seq,
            from_due: Day(due),
            to_due: Day(order.due_on),
            at: Instant::from(now),
        };
        loan_extension::Entity::insert(extension.into_active_model())
            .exec_without_returning(&verb.tx)
            .await?;
        let home = row.household_id;
        let mut row = row.into_active_model();
        row.due_on = Set(Day(order.due_on));
        row.update(&verb.tx).await?;
        let facts = json!({ "household": home, "from": due, "to": order.due_on });
        Ok(verb.commit(Subject::Loan, order.loan, facts).await?)
    }

    /// The later days that a loan of the asker's cité was given, the first first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn extensions(&self, id: LoanId, by: By) -> Result<Vec<Extension>, Failure> {
        let mine = loan::Entity::find_by_id(Uuid::from(id))
            .filter(loan::Column::CiteId.eq(Uuid::from(by.cite)));
        if mine.one(&self.db).await?.is_none() {
            return Ok(Vec::new());
        }
        let rows = loan_extension::Entity::find()
            .filter(loan_extension::Column::LoanId.eq(Uuid::from(id)))
            .order_by_asc(loan_extension::Column::Seq)
            .all(&self.db)
            .await?;
        let value = |row: loan_extension::Model| Extension {
            from: row.from_due.0,
            to: row.to_due.0,
            at: row.at.timestamp(),
        };
        Ok(rows.into_iter().map(value).collect())
    }
}

/// The first day on which a school must give back some of what it lent on here.
async fn last_day(verb: &Verb, out: &[loan_item::Model]) -> Result<Option<Date>, Failure> {
    let ids: Vec<Uuid> = out.iter().map(|line| line.item_id).collect();
    let provided = open_provisions(&verb.tx, &ids).await?;
    Ok(provided.values().filter_map(|row| row.due_on).map(|day| day.0).min())
}
