//! "Do not contact": reminders of a family go to its referrer instead.

use domain::ids::HouseholdId;
use jiff::Timestamp;
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel, QueryFilter, Set};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::household;
use crate::{By, Store};

/// An order to leave a family alone, or to contact it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SetContact {
    /// Minted when the button was shown.
    pub form: Uuid,
    /// Whom.
    pub household: HouseholdId,
    /// Leave it alone?
    pub no_contact: bool,
}

/// Why it was not noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetContactRefused {
    /// The cité has no such household.
    Unknown,
}

impl Store {
    /// Notes whether a family may be contacted. The journal does not say why: it is nobody's business.
    ///
    /// # Errors
    /// [`SetContactRefused`].
    pub async fn set_contact(
        &self,
        order: &SetContact,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<SetContactRefused>> {
        let verb = match self.begin_once("set_contact", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let mine = household::Entity::remembered()
            .filter(household::Column::Id.eq(Uuid::from(order.household)))
            .filter(household::Column::CiteId.eq(Uuid::from(by.cite)));
        let row = mine.one(&verb.tx).await?;
        let row = row.ok_or(VerbError::Refused(SetContactRefused::Unknown))?;
        let mut row = row.into_active_model();
        row.no_contact = Set(order.no_contact);
        row.update(&verb.tx).await?;
        let facts = json!({ "no_contact": order.no_contact });
        Ok(verb.commit(Subject::Household, order.household, facts).await?)
    }

    /// Is a family of the asker's cité to be left alone?
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_left_alone(&self, home: HouseholdId, by: By) -> Result<bool, Failure> {
        let mine = household::Entity::remembered()
            .filter(household::Column::Id.eq(Uuid::from(home)))
            .filter(household::Column::CiteId.eq(Uuid::from(by.cite)));
        Ok(mine.one(&self.db).await?.is_some_and(|row| row.no_contact))
    }
}
