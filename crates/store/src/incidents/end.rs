//! Ending an incident: the cité bears it, unless an act says otherwise.

use domain::ids::IncidentId;
use domain::incident::IncidentEnd;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::declare::open_of;
use crate::base::columns::Day;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::incident;
use crate::{By, Store};

/// An order to end an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EndIncident {
    /// Minted when the form was shown.
    pub form: Uuid,
    /// The incident.
    pub incident: IncidentId,
    /// How it ends.
    pub end: IncidentEnd,
}

/// Why it did not end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndIncidentRefused {
    /// The cité has no such incident.
    Unknown,
    /// It has ended already.
    Ended,
}

impl Store {
    /// Ends an incident. Charging a family is only noted: the title is another program's.
    ///
    /// # Errors
    /// [`EndIncidentRefused`].
    pub async fn end_incident(
        &self,
        order: &EndIncident,
        by: By,
        now: Timestamp,
        today: Date,
    ) -> Result<(), VerbError<EndIncidentRefused>> {
        let verb = match self.begin_once("end_incident", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let mine = incident::Entity::find_by_id(Uuid::from(order.incident))
            .filter(incident::Column::CiteId.eq(Uuid::from(by.cite)));
        let row = mine.one(&verb.tx).await?;
        let row = row.ok_or(VerbError::Refused(EndIncidentRefused::Unknown))?;
        if row.ending.is_some() {
            return Err(VerbError::Refused(EndIncidentRefused::Ended));
        }
        let cents = match &order.end {
            IncidentEnd::Charged { amount, .. } => Some(amount.cents()),
            IncidentEnd::Borne | IncidentEnd::Found => None,
        };
        end(&verb, row, &order.end, today).await?;
        let facts = json!({ "ending": order.end.code(), "charged": cents });
        Ok(verb.commit(Subject::Incident, order.incident, facts).await?)
    }
}

async fn end(
    verb: &Verb,
    row: incident::Model,
    end: &IncidentEnd,
    today: Date,
) -> Result<(), Failure> {
    let mut row = row.into_active_model();
    row.ended_on = Set(Some(Day(today)));
    row.ending = Set(Some(end.code().to_owned()));
    if let IncidentEnd::Charged { amount, act } = end {
        row.charged_cents = Set(Some(amount.cents()));
        row.act = Set(Some(act.clone()));
    }
    row.update(&verb.tx).await?;
    Ok(())
}

/// The item is here again: its open incident is over.
pub(crate) async fn found(verb: &Verb, item: Uuid, today: Date) -> Result<(), Failure> {
    match open_of(verb, item).await? {
        Some(row) => end(verb, row, &IncidentEnd::Found, today).await,
        None => Ok(()),
    }
}
