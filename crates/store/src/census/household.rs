//! One family's page: who, what they have, what they need, what was done.

use domain::codes::UnknownCode;
use domain::ids::{ChildId, GuardianId, HouseholdId, NeedId};
use domain::people::address::Address;
use domain::people::equipment::{NeedKind, NeedState};
use domain::people::priority::PriorityReason;
use domain::people::register::{ChildRecord, GuardianRecord};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::needs::HomeState;
use super::register::{address, child_value, guardian_value};
use crate::base::error::Failure;
use crate::entities::{child, guardian, household, need};
use crate::{By, Store};

/// A need of a household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// Its id.
    pub id: NeedId,
    /// What is needed.
    pub kind: NeedKind,
    /// Which of the household's devices it is, from 1; 1 for a connection.
    pub nth: u8,
    /// Where it stands.
    pub state: NeedState,
    /// The ground of a priority. Who may read which: [`PriorityReason::visible_to`].
    pub priority: Option<PriorityReason>,
    /// Since when.
    pub opened_on: Date,
}

/// A household and all that is recorded of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Household {
    /// Its id.
    pub id: HouseholdId,
    /// What it is called.
    pub label: String,
    /// Where it lives.
    pub address: Address,
    /// What it has; the priority is that of its active needs.
    pub state: HomeState,
    /// Since when it is known.
    pub created_at: Timestamp,
    /// Its children, by first name.
    pub children: Vec<(ChildId, ChildRecord)>,
    /// Its guardians: those at home first.
    pub guardians: Vec<(GuardianId, GuardianRecord)>,
    /// Its needs, the latest first.
    pub needs: Vec<Need>,
}

impl Store {
    /// A household of the asker's cité.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn household(&self, id: HouseholdId, by: By) -> Result<Option<Household>, Failure> {
        let id = Uuid::from(id);
        let mine = household::Entity::remembered()
            .filter(household::Column::Id.eq(id))
            .filter(household::Column::CiteId.eq(Uuid::from(by.cite)));
        let Some(row) = mine.one(&self.db).await? else { return Ok(None) };
        let children = child::Entity::find()
            .filter(child::Column::HouseholdId.eq(id))
            .order_by_asc(child::Column::FirstName)
            .order_by_asc(child::Column::Id)
            .all(&self.db)
            .await?;
        let guardians = guardian::Entity::find()
            .filter(guardian::Column::HouseholdId.eq(id))
            .order_by_asc(guardian::Column::LivesElsewhere)
            .order_by_asc(guardian::Column::MatchKey)
            .all(&self.db)
            .await?;
        let needs = need::Entity::find()
            .filter(need::Column::HouseholdId.eq(id))
            .order_by_desc(need::Column::OpenedOn)
            .order_by_asc(need::Column::Slot)
            .order_by_asc(need::Column::Id)
            .all(&self.db)
            .await?;
        let needs: Vec<Need> = needs.iter().map(need_value).collect::<Result<_, _>>()?;
        let children = children.into_iter().map(|row| Ok((ChildId(row.id), child_value(row)?)));
        let guardians =
            guardians.into_iter().map(|row| Ok((GuardianId(row.id), guardian_value(row)?)));
        Ok(Some(Household {
            id: HouseholdId(row.id),
            address: address(&row),
            state: state(&row, &needs)?,
            created_at: row.created_at.timestamp(),
            label: row.label,
            children: children.collect::<Result<_, Failure>>()?,
            guardians: guardians.collect::<Result<_, Failure>>()?,
            needs,
        }))
    }
}

/// A household's state, by its row and its needs.
pub(crate) fn home_state(
    row: &household::Model,
    needs: &[need::Model],
) -> Result<HomeState, Failure> {
    let needs: Vec<Need> = needs.iter().map(need_value).collect::<Result<_, _>>()?;
    state(row, &needs)
}

fn need_value(row: &need::Model) -> Result<Need, Failure> {
    let wrong = |problem: UnknownCode| Failure::row("needs", row.id, problem);
    Ok(Need {
        id: NeedId(row.id),
        kind: row.kind.parse().map_err(wrong)?,
        nth: row.nth(),
        state: row.state.parse().map_err(wrong)?,
        priority: row.priority.as_deref().map(str::parse).transpose().map_err(wrong)?,
        opened_on: row.opened_on.0,
    })
}

fn state(row: &household::Model, needs: &[Need]) -> Result<HomeState, Failure> {
    let wrong = |problem: UnknownCode| Failure::row("households", row.id, problem);
    Ok(HomeState {
        equipment: row.equipment.parse().map_err(wrong)?,
        connection: row.connection.parse().map_err(wrong)?,
        accepts_loan: row.accepts_loan,
        accepts_refurbished: row.accepts_refurbished,
        in_qpv: row.in_qpv,
        lost_contact: row.lost_contact,
        language: row.contact_language.parse().map_err(wrong)?,
        priority: needs.iter().filter(|need| need.state.is_active()).find_map(|need| need.priority),
    })
}
