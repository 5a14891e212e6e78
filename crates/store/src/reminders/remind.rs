//! Noting that families were reminded.

use domain::ids::HouseholdId;
use domain::reminder::Channel;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::list::ToRemind;
use crate::base::columns::{Day, Instant};
use crate::base::derived;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::rows::insert;
use crate::base::transaction::Submitted;
use crate::entities::{household, reminder};
use crate::{By, Store};

/// The most families reminded at once.
pub const MOST_REMINDED: usize = 2_000;

/// An order to note that families are reminded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remind {
    /// Minted when the list was shown.
    pub form: Uuid,
    /// How.
    pub channel: Channel,
    /// Whom, each once.
    pub households: Vec<HouseholdId>,
}

/// Why nobody was reminded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemindRefused {
    /// Nobody, or more than [`MOST_REMINDED`].
    HowMany,
    /// These are not to be contacted; their labels.
    NoContact(Vec<String>),
}

impl Store {
    /// Notes one reminder for each of these families that still has something due soon or late, and
    /// answers them: a family that brought everything back meanwhile is left in peace.
    ///
    /// # Errors
    /// [`RemindRefused`]; nobody is noted as reminded then.
    pub async fn remind(
        &self,
        order: &Remind,
        by: By,
        now: Timestamp,
        today: Date,
    ) -> Result<Vec<ToRemind>, VerbError<RemindRefused>> {
        let ids: Vec<Uuid> = order.households.iter().map(|home| Uuid::from(*home)).collect();
        let verb = match self.begin_once("remind", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(self.families_due(&ids, today, by).await?),
        };
        if ids.is_empty() || ids.len() > MOST_REMINDED {
            return Err(VerbError::Refused(RemindRefused::HowMany));
        }
        let alone = household::Entity::find()
            .filter(household::Column::Id.is_in(ids.iter().copied()))
            .filter(household::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(household::Column::NoContact.eq(true))
            .order_by_asc(household::Column::Label)
            .all(&verb.tx)
            .await?;
        if !alone.is_empty() {
            let labels = alone.into_iter().map(|row| row.label).collect();
            return Err(VerbError::Refused(RemindRefused::NoContact(labels)));
        }
        // Read beside the transaction: whoever else writes waits for it.
        let families = self.families_due(&ids, today, by).await?;
        let rows: Vec<reminder::Model> = families
            .iter()
            .map(|family| reminder::Model {
                id: derived(&[order.form.as_bytes(), family.household.0.as_bytes()]),
                cite_id: by.cite.into(),
                household_id: family.household.into(),
                channel: order.channel.code().to_owned(),
                standing: family.standing.code().to_owned(),
                loans: i64::try_from(family.loans.len()).unwrap_or(i64::MAX),
                reminded_on: Day(today),
                at: Instant::from(now),
            })
            .collect();
        insert::<reminder::Entity>(&verb.tx, rows).await?;
        let homes: Vec<_> = families.iter().map(|family| family.household).collect();
        let facts = json!({ "channel": order.channel, "households": homes });
        verb.commit(Subject::Reminder, order.form, facts).await?;
        Ok(families)
    }

    /// The reminders of a household of the asker's cité, the latest first.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn reminders_of(
        &self,
        home: HouseholdId,
        by: By,
    ) -> Result<Vec<(Channel, Date)>, Failure> {
        let rows = reminder::Entity::find()
            .filter(reminder::Column::HouseholdId.eq(Uuid::from(home)))
            .filter(reminder::Column::CiteId.eq(Uuid::from(by.cite)))
            .order_by_desc(reminder::Column::At)
            .all(&self.db)
            .await?;
        let value = |row: reminder::Model| {
            let channel = row.channel.parse();
            let channel = channel.map_err(|problem| Failure::row("reminders", row.id, problem))?;
            Ok((channel, row.reminded_on.0))
        };
        rows.into_iter().map(value).collect()
    }
}
