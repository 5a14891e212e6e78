//! Declaring an incident. What is lost or stolen leaves its loan at once.

use domain::ids::{IncidentId, ItemId};
use domain::incident::{IncidentDayFault, IncidentKind, may_be_done_on};
use domain::loan::Outcome;
use domain::stock::ItemState;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::base::columns::{Day, Instant};
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{incident, item, loan, loan_item};
use crate::provisions::custody;
use crate::stock::moves::move_item;
use crate::stock::values::items_by_id;
use crate::{By, Store};

/// An order to declare an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct DeclareIncident {
    /// Its id, minted when the form was shown.
    pub id: IncidentId,
    /// The item.
    pub item: ItemId,
    /// What happened.
    pub kind: IncidentKind,
    /// When, as far as anybody knows.
    pub happened_on: Option<Date>,
}

/// Why it was not declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeclareRefused {
    /// The cité has no such item.
    Unknown,
    /// The day makes no sense.
    Day(IncidentDayFault),
    /// An incident of this item is open: follow that one.
    Open(IncidentId),
    /// An item in this state has no incident of this kind.
    State(ItemState),
}

impl Store {
    /// Declares an incident. A loss or a theft puts the item among the lost and closes its line of an
    /// open loan; damage changes nothing until the item is back.
    ///
    /// # Errors
    /// [`DeclareRefused`].
    pub async fn declare_incident(
        &self,
        order: &DeclareIncident,
        by: By,
        now: Timestamp,
        today: Date,
    ) -> Result<(), VerbError<DeclareRefused>> {
        let form = Uuid::from(order.id);
        let verb = match self.begin_once("declare_incident", form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        if let Some(day) = order.happened_on {
            may_be_done_on(day, None, today)
                .map_err(|fault| VerbError::Refused(DeclareRefused::Day(fault)))?;
        }
        let id = Uuid::from(order.item);
        let unit = items_by_id(&verb.tx, &[id], by.cite).await?.remove(&id);
        let unit = unit.ok_or(VerbError::Refused(DeclareRefused::Unknown))?;
        if let Some(open) = open_of(&verb, id).await? {
            return Err(VerbError::Refused(DeclareRefused::Open(IncidentId(open.id))));
        }
        let state: ItemState =
            unit.state.parse().map_err(|problem| Failure::row("items", id, problem))?;
        let line = loan_item::Entity::find()
            .filter(loan_item::Column::ItemId.eq(id))
            .filter(loan_item::Column::ClosedAt.is_null())
            .one(&verb.tx)
            .await?;
        let loan = line.as_ref().map(|line| line.loan_id);
        if order.kind != IncidentKind::Damage {
            lose(&verb, unit, state, line, now).await?;
        } else if matches!(state, ItemState::Gone | ItemState::Lost) {
            return Err(VerbError::Refused(DeclareRefused::State(state)));
        }
        let row = row_of(order, loan, by, today);
        incident::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
        let facts = json!({ "item": order.item, "kind": order.kind, "loan": loan });
        Ok(verb.commit(Subject::Incident, order.id, facts).await?)
    }
}

fn row_of(order: &DeclareIncident, loan: Option<Uuid>, by: By, today: Date) -> incident::Model {
    incident::Model {
        id: order.id.into(),
        cite_id: by.cite.into(),
        item_id: order.item.into(),
        loan_id: loan,
        kind: order.kind.code().to_owned(),
        happened_on: order.happened_on.map(Day),
        declared_on: Day(today),
        ended_on: None,
        ending: None,
        charged_cents: None,
        act: None,
    }
}

/// The open incident of an item.
pub(crate) async fn open_of(verb: &Verb, item: Uuid) -> Result<Option<incident::Model>, Failure> {
    let open = incident::Entity::find()
        .filter(incident::Column::ItemId.eq(item))
        .filter(incident::Column::Ending.is_null());
    Ok(open.one(&verb.tx).await?)
}

/// The item is gone: out of its loan and of its provision, among the lost.
async fn lose(
    verb: &Verb,
    unit: item::Model,
    state: ItemState,
    line: Option<loan_item::Model>,
    now: Timestamp,
) -> Result<(), VerbError<DeclareRefused>> {
    match state {
        ItemState::Available | ItemState::ToCheck | ItemState::Repair | ItemState::Lent => {}
        ItemState::Reserved | ItemState::Lost | ItemState::Gone => {
            return Err(VerbError::Refused(DeclareRefused::State(state)));
        }
    }
    let grade = unit.grade.parse().map_err(|problem| Failure::row("items", unit.id, problem))?;
    let mut home = None;
    if let Some(line) = line {
        let row = loan::Entity::find_by_id(line.loan_id).one(&verb.tx).await?;
        home = row.map(|row| row.household_id);
        let mut line = line.into_active_model();
        line.outcome = Set(Some(Outcome::Lost.code().to_owned()));
        line.closed_at = Set(Some(Instant::from(now)));
        line.update(&verb.tx).await?;
    }
    custody::lose(verb, unit.id, now).await?;
    Ok(move_item(verb, unit, ItemState::Lost, grade, home, now).await?)
}

/// A return that found an item lost opens its incident, so that somebody follows it.
pub(crate) async fn open_for_lost(
    verb: &Verb,
    id: Uuid,
    (item, loan): (ItemId, Option<Uuid>),
    by: By,
    today: Date,
) -> Result<(), Failure> {
    if open_of(verb, item.into()).await?.is_some() {
        return Ok(());
    }
    let order =
        DeclareIncident { id: IncidentId(id), item, kind: IncidentKind::Loss, happened_on: None };
    let row = row_of(&order, loan, by, today);
    incident::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
    Ok(())
}
