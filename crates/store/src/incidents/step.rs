//! Noting that a step of an incident was done.

use domain::ids::IncidentId;
use domain::incident::{IncidentDayFault, IncidentStep, may_be_done_on};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::base::columns::Day;
use crate::base::error::VerbError;
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::{incident, incident_step};
use crate::{By, Store};

/// An order to note a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoteStep {
    /// Minted when the form was shown.
    pub form: Uuid,
    /// The incident.
    pub incident: IncidentId,
    /// What was done.
    pub step: IncidentStep,
    /// On which day.
    pub done_on: Date,
    /// The number of the receipt or of the call; may be blank.
    pub reference: String,
}

/// Why it was not noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteStepRefused {
    /// The cité has no such incident.
    Unknown,
    /// It has ended.
    Ended,
    /// It was noted already.
    Done,
    /// The day makes no sense.
    Day(IncidentDayFault),
}

impl Store {
    /// Notes a step, once.
    ///
    /// # Errors
    /// [`NoteStepRefused`].
    pub async fn note_step(
        &self,
        order: &NoteStep,
        by: By,
        now: Timestamp,
        today: Date,
    ) -> Result<(), VerbError<NoteStepRefused>> {
        let verb = match self.begin_once("note_step", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let id = Uuid::from(order.incident);
        let mine = incident::Entity::find_by_id(id)
            .filter(incident::Column::CiteId.eq(Uuid::from(by.cite)));
        let row = mine.one(&verb.tx).await?.ok_or(VerbError::Refused(NoteStepRefused::Unknown))?;
        if row.ending.is_some() {
            return Err(VerbError::Refused(NoteStepRefused::Ended));
        }
        may_be_done_on(order.done_on, row.happened_on.map(|day| day.0), today)
            .map_err(|fault| VerbError::Refused(NoteStepRefused::Day(fault)))?;
        let key = (id, order.step.code().to_owned());
        if incident_step::Entity::find_by_id(key).one(&verb.tx).await?.is_some() {
            return Err(VerbError::Refused(NoteStepRefused::Done));
        }
        let step = incident_step::Model {
            incident_id: id,
            step: order.step.code().to_owned(),
            done_on: Day(order.done_on),
            reference: order.reference.clone(),
            seq: verb.seq,
        };
        incident_step::Entity::insert(step.into_active_model())
            .exec_without_returning(&verb.tx)
            .await?;
        let facts = json!({ "step": order.step, "on": order.done_on });
        Ok(verb.commit(Subject::Incident, order.incident, facts).await?)
    }
}
