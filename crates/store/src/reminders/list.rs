//! The families with something due soon or late, each once, whatever the number of its loans.

use std::collections::BTreeMap;

use domain::ids::HouseholdId;
use domain::people::language::ContactLanguage;
use domain::reminder::{Channel, SOON_DAYS, Standing, standing};
use jiff::ToSpan;
use jiff::civil::Date;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::base::columns::Day;
use crate::base::error::Failure;
use crate::base::total::Total;
use crate::entities::{guardian, household, loan, reminder};
use crate::loans::lists::open;
use crate::{By, Loan, Store};

/// A family to remind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToRemind {
    /// Which.
    pub household: HouseholdId,
    /// What it is called.
    pub label: String,
    /// Its open loans that are due soon or late, the latest first.
    pub loans: Vec<Loan>,
    /// Where the latest of them stands.
    pub standing: Standing,
    /// The day that one is, or was, due.
    pub due_on: Date,
    /// The language it is written to in.
    pub language: ContactLanguage,
    /// A mobile number of somebody who lives there, for a short message.
    pub mobile: Option<String>,
    /// Any number of somebody who lives there.
    pub phone: Option<String>,
    /// Somebody asked that it be left alone: it goes to its referrer.
    pub no_contact: bool,
    /// How and when it was last reminded.
    pub last: Option<(Channel, Date)>,
}

/// No open loan of the same family is due before.
const FIRST_OF_ITS_FAMILY: &str = "NOT EXISTS (SELECT 1 FROM loans e WHERE e.still_out AND e.household_id = loans.household_id \
     AND (e.due_on < loans.due_on OR (e.due_on = loans.due_on AND e.id < loans.id)))";

impl Store {
    /// The families of the asker's cité with a loan due within [`SOON_DAYS`] days of `today` or late,
    /// the latest first, and how many they are as far as [`Total`] counts.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn to_remind(
        &self,
        today: Date,
        offset: u64,
        limit: u64,
        by: By,
    ) -> Result<(Vec<ToRemind>, Total), Failure> {
        // A family stands where its first loan stands: loans are read in order of their day, those after a
        // family's first are passed over, and nobody looks further than what is counted.
        let to_read = Total::to_read(offset, limit);
        let ids: Vec<Uuid> = due(today, by)
            .filter(Expr::cust(FIRST_OF_ITS_FAMILY))
            .select_only()
            .column(loan::Column::HouseholdId)
            .order_by_asc(loan::Column::DueOn)
            .order_by_asc(loan::Column::Id)
            .limit(to_read)
            .into_tuple()
            .all(&self.db)
            .await?;
        let total = Total::of(ids.len() as u64, to_read);
        let size = |rows: u64| usize::try_from(rows).unwrap_or(usize::MAX);
        let page: Vec<Uuid> = ids.into_iter().skip(size(offset)).take(size(limit)).collect();
        Ok((self.families_due(&page, today, by).await?, total))
    }

    /// These families, in this order; one that has nothing due any more is left out.
    pub(super) async fn families_due(
        &self,
        ids: &[Uuid],
        today: Date,
        by: By,
    ) -> Result<Vec<ToRemind>, Failure> {
        let rows = due(today, by)
            .filter(loan::Column::HouseholdId.is_in(ids.iter().copied()))
            .order_by_asc(loan::Column::DueOn)
            .order_by_asc(loan::Column::Id)
            .all(&self.db)
            .await?;
        let mut loans: BTreeMap<HouseholdId, Vec<Loan>> = BTreeMap::new();
        for loan in self.loan_values(rows, by).await? {
            loans.entry(loan.household).or_default().push(loan);
        }
        let rows = household::Entity::find()
            .filter(household::Column::Id.is_in(ids.iter().copied()))
            .all(&self.db)
            .await?;
        let rows: BTreeMap<_, _> = rows.into_iter().map(|row| (row.id, row)).collect();
        let mut phones = self.phones(ids).await?;
        let mut last = self.last_reminders(ids).await?;
        let mut found = Vec::new();
        for id in ids {
            let (Some(row), Some(loans)) = (rows.get(id), loans.remove(&HouseholdId(*id))) else {
                continue;
            };
            let due_on = loans.iter().map(|loan| loan.due_on).min().unwrap_or(today);
            let Some(standing) = standing(due_on, today) else { continue };
            let wrong = |problem| Failure::row("households", id, problem);
            let (mobile, phone) = phones.remove(id).unwrap_or_default();
            found.push(ToRemind {
                household: HouseholdId(*id),
                label: row.label.clone(),
                loans,
                standing,
                due_on,
                language: row.contact_language.parse().map_err(wrong)?,
                mobile,
                phone,
                no_contact: row.no_contact,
                last: last.remove(id),
            });
        }
        Ok(found)
    }

    /// A mobile number and any number of somebody who lives in each of these households.
    async fn phones(
        &self,
        homes: &[Uuid],
    ) -> Result<BTreeMap<Uuid, (Option<String>, Option<String>)>, Failure> {
        let rows = guardian::Entity::find()
            .filter(guardian::Column::HouseholdId.is_in(homes.iter().copied()))
            .filter(guardian::Column::LivesElsewhere.eq(false))
            .order_by_asc(guardian::Column::Id)
            .all(&self.db)
            .await?;
        let mut phones: BTreeMap<Uuid, (Option<String>, Option<String>)> = BTreeMap::new();
        for row in rows {
            let (mobile, phone) = phones.entry(row.household_id).or_default();
            if phone.is_none() {
                *phone = row.mobile.clone().or(row.phone);
            }
            if mobile.is_none() {
                *mobile = row.mobile;
            }
        }
        Ok(phones)
    }

    async fn last_reminders(
        &self,
        homes: &[Uuid],
    ) -> Result<BTreeMap<Uuid, (Channel, Date)>, Failure> {
        let rows = reminder::Entity::find()
            .filter(reminder::Column::HouseholdId.is_in(homes.iter().copied()))
            .order_by_asc(reminder::Column::At)
            .all(&self.db)
            .await?;
        let mut last = BTreeMap::new();
        for row in rows {
            let channel = row.channel.parse();
            let channel = channel.map_err(|problem| Failure::row("reminders", row.id, problem))?;
            last.insert(row.household_id, (channel, row.reminded_on.0));
        }
        Ok(last)
    }
}

/// The open loans of the asker's cité that are due soon or late.
pub(super) fn due(today: Date, by: By) -> sea_orm::Select<loan::Entity> {
    open(by).filter(loan::Column::DueOn.lte(Day(today.saturating_add(SOON_DAYS.days()))))
}
