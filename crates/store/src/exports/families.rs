//! Needs and households, in the order they were entered.

use std::collections::BTreeMap;

use domain::ids::{CiteId, HouseholdId, NeedId};
use domain::people::address::Address;
use domain::people::equipment::{NeedKind, NeedState};
use domain::people::register::{ChildRecord, GuardianRecord};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{ExportPage, ROWS};
use crate::base::error::Failure;
use crate::census::register::{address, child_value, guardian_value};
use crate::entities::{child, guardian, household, need};
use crate::stock::values::labels;
use crate::{HomeState, Store};

/// A need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedNeed {
    /// Its id.
    pub need: NeedId,
    /// What the household is called.
    pub label: String,
    /// What is needed.
    pub kind: NeedKind,
    /// Which of the household's devices it is, from 1; 1 for a connection.
    pub nth: u8,
    /// Where it stands.
    pub state: NeedState,
    /// Is there a ground of priority? Which one stays in the register.
    pub priority: bool,
    /// Since when.
    pub opened_on: Date,
}

/// A household with its people. No birth date: none is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedHousehold {
    /// What it is called.
    pub label: String,
    /// Where it lives.
    pub address: Address,
    /// What it has; the priority is left out.
    pub state: HomeState,
    /// Since when it is known.
    pub created_at: Timestamp,
    /// Its guardians: those at home first.
    pub guardians: Vec<GuardianRecord>,
    /// Its children, by first name.
    pub children: Vec<ChildRecord>,
}

impl Store {
    /// Needs of a cité after one of them, whatever became of them.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn export_needs(
        &self,
        after: Option<NeedId>,
        cite: CiteId,
    ) -> Result<ExportPage<ExportedNeed, NeedId>, Failure> {
        let mut query = need::Entity::find().filter(need::Column::CiteId.eq(Uuid::from(cite)));
        if let Some(id) = after {
            query = query.filter(need::Column::Id.gt(Uuid::from(id)));
        }
        let found = query.order_by_asc(need::Column::Id).limit(ROWS).all(&self.db).await?;
        let (read, last) = (found.len(), found.last().map(|row| NeedId(row.id)));
        Ok(ExportPage::of(self.need_rows(found).await?, read, last))
    }

    pub(super) async fn need_rows(
        &self,
        found: Vec<need::Model>,
    ) -> Result<Vec<ExportedNeed>, Failure> {
        let labels = labels(&self.db, found.iter().map(|row| row.household_id)).await?;
        let rows = found.into_iter().map(|row| {
            let wrong = |why| Failure::row("needs", row.id, why);
            Ok(ExportedNeed {
                need: NeedId(row.id),
                label: labels.get(&row.household_id).cloned().unwrap_or_default(),
                kind: row.kind.parse().map_err(wrong)?,
                nth: row.nth(),
                state: row.state.parse().map_err(wrong)?,
                priority: row.priority.is_some(),
                opened_on: row.opened_on.0,
            })
        });
        rows.collect()
    }

    /// Households of a cité after one of them.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn export_households(
        &self,
        after: Option<HouseholdId>,
        cite: CiteId,
    ) -> Result<ExportPage<ExportedHousehold, HouseholdId>, Failure> {
        let mut query =
            household::Entity::find().filter(household::Column::CiteId.eq(Uuid::from(cite)));
        if let Some(id) = after {
            query = query.filter(household::Column::Id.gt(Uuid::from(id)));
        }
        let found = query.order_by_asc(household::Column::Id).limit(ROWS).all(&self.db).await?;
        let (read, last) = (found.len(), found.last().map(|row| HouseholdId(row.id)));
        let ids: Vec<Uuid> = found.iter().map(|row| row.id).collect();
        let mut guardians: BTreeMap<Uuid, Vec<GuardianRecord>> = BTreeMap::new();
        let adults = guardian::Entity::find()
            .filter(guardian::Column::HouseholdId.is_in(ids.iter().copied()))
            .order_by_asc(guardian::Column::LivesElsewhere)
            .order_by_asc(guardian::Column::MatchKey);
        for row in adults.all(&self.db).await? {
            guardians.entry(row.household_id).or_default().push(guardian_value(row)?);
        }
        let mut children: BTreeMap<Uuid, Vec<ChildRecord>> = BTreeMap::new();
        let pupils = child::Entity::find()
            .filter(child::Column::HouseholdId.is_in(ids))
            .order_by_asc(child::Column::FirstName)
            .order_by_asc(child::Column::Id);
        for row in pupils.all(&self.db).await? {
            children.entry(row.household_id).or_default().push(child_value(row)?);
        }
        let rows = found.into_iter().map(|row| {
            Ok(ExportedHousehold {
                address: address(&row),
                state: state(&row)?,
                created_at: row.created_at.timestamp(),
                guardians: guardians.remove(&row.id).unwrap_or_default(),
                children: children.remove(&row.id).unwrap_or_default(),
                label: row.label,
            })
        });
        Ok(ExportPage::of(rows.collect::<Result<_, Failure>>()?, read, last))
    }
}

fn state(row: &household::Model) -> Result<HomeState, Failure> {
    let wrong = |why| Failure::row("households", row.id, why);
    Ok(HomeState {
        equipment: row.equipment.parse().map_err(wrong)?,
        connection: row.connection.parse().map_err(wrong)?,
        accepts_loan: row.accepts_loan,
        accepts_refurbished: row.accepts_refurbished,
        in_qpv: row.in_qpv,
        lost_contact: row.lost_contact,
        language: row.contact_language.parse().map_err(wrong)?,
        priority: None,
    })
}
