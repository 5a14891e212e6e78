//! Forgetting one household: what it would erase, then the verb.

use domain::ids::HouseholdId;
use domain::people::equipment::NeedState;
use jiff::Timestamp;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde::Serialize;
use uuid::Uuid;

use super::again::open_loans_of;
use super::erase::{erase, of_people};
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::{household, import, loan, need, parcel, reservation};
use crate::{By, Household, Store};

/// An order to forget a household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ForgetHousehold {
    /// Minted when the page was shown.
    pub form: Uuid,
    /// Who is forgotten.
    pub household: HouseholdId,
}

/// Why a household was not forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForgetRefused {
    /// The cité has no such household, or has forgotten it already.
    Unknown,
    /// It has something on loan: take it back, or note it as lost, first.
    OpenLoan,
    /// Something is set aside for it: release it first.
    Reserved,
    /// A bag is on its way to it: take it back, or note that it has it, first.
    Packed,
}

/// What forgetting a household would erase, and what would stay without a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToForget {
    /// The household: its guardians, its children, its address and its needs.
    pub household: Household,
    /// Its loans that are over: they stay.
    pub loans: u64,
    /// Files of the cité that wait to be confirmed: they may name it, and are dropped.
    pub imports: u64,
    /// What stands in the way.
    pub obstacle: Option<ForgetRefused>,
}

impl ToForget {
    /// Its needs in this state.
    #[must_use]
    pub fn needs(&self, state: NeedState) -> usize {
        self.household.needs.iter().filter(|need| need.state == state).count()
    }
}

impl Store {
    /// What forgetting a household of the asker's cité would do. Nothing is written.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn to_forget(&self, id: HouseholdId, by: By) -> Result<Option<ToForget>, Failure> {
        let Some(household) = self.household(id, by).await? else { return Ok(None) };
        let loans = loan::Entity::find().filter(loan::Column::HouseholdId.eq(Uuid::from(id)));
        let imports = import::Entity::find()
            .filter(import::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(import::Column::State.eq("staged"))
            .filter(import::Column::Kind.is_in(of_people()));
        Ok(Some(ToForget {
            household,
            loans: loans.count(&self.db).await?,
            imports: imports.count(&self.db).await?,
            obstacle: obstacle(&self.db, id.into()).await?,
        }))
    }

    /// Erases everything that says who a household was, for ever. Closed loans, served needs, plans and
    /// totals stay, on an id without a name.
    ///
    /// # Errors
    /// [`ForgetRefused`].
    pub async fn forget_household(
        &self,
        order: &ForgetHousehold,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<ForgetRefused>> {
        let verb = match self.begin_once("forget_household", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let mine = household::Entity::remembered()
            .filter(household::Column::Id.eq(Uuid::from(order.household)))
            .filter(household::Column::CiteId.eq(Uuid::from(by.cite)));
        let home = mine.one(&verb.tx).await?.ok_or(VerbError::Refused(ForgetRefused::Unknown))?;
        if let Some(refused) = obstacle(&verb.tx, home.id).await? {
            return Err(VerbError::Refused(refused));
        }
        let facts = erase(&verb.tx, &home, now).await?;
        verb.commit(Subject::Household, order.household, facts).await?;
        self.note_erasures().await;
        Ok(())
    }
}

/// What a household must end before it can be forgotten.
async fn obstacle(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<ForgetRefused>, Failure> {
    if open_loans_of(id).count(db).await? > 0 {
        return Ok(Some(ForgetRefused::OpenLoan));
    }
    let bags = parcel::Entity::find()
        .filter(parcel::Column::HouseholdId.eq(id))
        .filter(parcel::Column::EndedAt.is_null());
    if bags.count(db).await? > 0 {
        return Ok(Some(ForgetRefused::Packed));
    }
    let held = reservation::Entity::find()
        .filter(reservation::Column::HouseholdId.eq(id))
        .filter(reservation::Column::State.eq("held"));
    let reserved = need::Entity::find()
        .filter(need::Column::HouseholdId.eq(id))
        .filter(need::Column::State.eq(NeedState::Reserved.code()));
    let set_aside = held.count(db).await? + reserved.count(db).await? > 0;
    Ok(set_aside.then_some(ForgetRefused::Reserved))
}
