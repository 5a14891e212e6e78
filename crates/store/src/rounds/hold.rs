//! How long what an adopted plan sets aside waits for its family.

use jiff::Timestamp;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::cite;
use crate::{By, Store};

/// The longest that something waits, in days (`cites_hold_days_possible`).
pub const LONGEST_HOLD: u16 = 365;

/// An order to wait so many days from now on; what waits already keeps its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SetHoldDays {
    /// Minted when the form was shown.
    pub form: Uuid,
    /// From 1 to [`LONGEST_HOLD`].
    pub days: u16,
}

/// Why the delay stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetHoldDaysRefused {
    /// Not from 1 to [`LONGEST_HOLD`].
    OutOfRange,
}

impl Store {
    /// How many days something set aside waits in the asker's cité.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hold_days(&self, by: By) -> Result<u16, Failure> {
        let row = cite::Entity::find_by_id(Uuid::from(by.cite)).one(&self.db).await?;
        let row = row.ok_or_else(|| Failure::row("cites", by.cite, "missing"))?;
        u16::try_from(row.hold_days).map_err(|problem| Failure::row("cites", row.id, problem))
    }

    /// Says how long plans adopted from now on let things wait.
    ///
    /// # Errors
    /// [`SetHoldDaysRefused`].
    pub async fn set_hold_days(
        &self,
        order: &SetHoldDays,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<SetHoldDaysRefused>> {
        let verb = match self.begin_once("set_hold_days", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        if !(1..=LONGEST_HOLD).contains(&order.days) {
            return Err(VerbError::Refused(SetHoldDaysRefused::OutOfRange));
        }
        let row = cite::Entity::find_by_id(Uuid::from(by.cite)).one(&verb.tx).await?;
        let row = row.ok_or_else(|| Failure::row("cites", by.cite, "missing"))?;
        let mut row = row.into_active_model();
        row.hold_days = Set(order.days.into());
        row.update(&verb.tx).await?;
        Ok(verb.commit(Subject::Cite, by.cite, json!({ "hold_days": order.days })).await?)
    }
}
