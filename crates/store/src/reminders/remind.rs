//! Noting that families were reminded.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::HouseholdId;
use domain::reminder::{Channel, standing};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::list::{ToRemind, due};
use crate::base::columns::{Day, Instant};
use crate::base::derived;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::rows::insert;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{guardian, household, loan, reminder};
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
    /// A short message was asked for, and nobody who lives there has a mobile number; their labels.
    NoMobile(Vec<String>),
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
        let homes = household::Entity::find()
            .filter(household::Column::Id.is_in(ids.iter().copied()))
            .order_by_asc(household::Column::Label)
            .all(&verb.tx)
            .await?;
        // As in `items_by_id`: by their ids, not through the whole cité.
        let alone = homes.into_iter().filter(|row| row.cite_id == Uuid::from(by.cite));
        let labels: Vec<String> = alone.filter(|row| row.no_contact).map(|row| row.label).collect();
        if !labels.is_empty() {
            return Err(VerbError::Refused(RemindRefused::NoContact(labels)));
        }
        let rows = reminders(&verb, order, (by, now, today)).await?;
        if order.channel == Channel::Sms {
            let without = without_mobile(&verb, &rows).await?;
            if !without.is_empty() {
                return Err(VerbError::Refused(RemindRefused::NoMobile(without)));
            }
        }
        let homes: Vec<_> = rows.iter().map(|row| row.household_id).collect();
        insert::<reminder::Entity>(&verb.tx, rows).await?;
        let facts = json!({ "channel": order.channel, "households": homes });
        verb.commit(Subject::Reminder, order.form, facts).await?;
        // Only now: a second connection taken while holding the first could wait for itself.
        Ok(self.families_due(&ids, today, by).await?)
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

/// The labels of those of these families where nobody has a mobile number: no message reaches them, and
/// noted as reminded they would be left in peace for days.
async fn without_mobile(verb: &Verb, rows: &[reminder::Model]) -> Result<Vec<String>, Failure> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.household_id).collect();
    let mobiles = guardian::Entity::find()
        .filter(guardian::Column::HouseholdId.is_in(ids.iter().copied()))
        .filter(guardian::Column::LivesElsewhere.eq(false))
        .filter(guardian::Column::Mobile.is_not_null())
        .all(&verb.tx)
        .await?;
    let reached: BTreeSet<Uuid> = mobiles.into_iter().map(|row| row.household_id).collect();
    let without = household::Entity::find()
        .filter(household::Column::Id.is_in(ids.into_iter().filter(|id| !reached.contains(id))))
        .order_by_asc(household::Column::Label)
        .all(&verb.tx)
        .await?;
    Ok(without.into_iter().map(|row| row.label).collect())
}

/// A row for each family of the order with something due soon or late, in the order's order.
async fn reminders(
    verb: &Verb,
    order: &Remind,
    (by, now, today): (By, Timestamp, Date),
) -> Result<Vec<reminder::Model>, Failure> {
    let homes = order.households.iter().map(|home| Uuid::from(*home));
    let loans = due(today, by).filter(loan::Column::HouseholdId.is_in(homes)).all(&verb.tx).await?;
    let mut theirs: BTreeMap<Uuid, Vec<Date>> = BTreeMap::new();
    for row in loans {
        theirs.entry(row.household_id).or_default().push(row.due_on.0);
    }
    let row = |home: &HouseholdId| {
        let loans = theirs.get(&Uuid::from(*home))?;
        let standing = standing(*loans.iter().min()?, today)?;
        Some(reminder::Model {
            id: derived(&[order.form.as_bytes(), home.0.as_bytes()]),
            cite_id: by.cite.into(),
            household_id: (*home).into(),
            channel: order.channel.code().to_owned(),
            standing: standing.code().to_owned(),
            loans: i64::try_from(loans.len()).unwrap_or(i64::MAX),
            reminded_on: Day(today),
            at: Instant::from(now),
        })
    };
    Ok(order.households.iter().filter_map(row).collect())
}
