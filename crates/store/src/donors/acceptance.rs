//! Recording the act that accepted a gift, when it came after the gift.

use domain::ids::LotId;
use jiff::Timestamp;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::base::error::VerbError;
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::lot;
use crate::{By, Store};

/// An order to record, or to correct, a lot's act of acceptance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordAcceptance {
    /// Minted when the form was shown.
    pub form: Uuid,
    /// The lot.
    pub lot: LotId,
    /// The act's reference, such as « Délibération 2026-12 du 3 février 2026 ».
    pub act: String,
}

/// Why it was not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordAcceptanceRefused {
    /// The cité has no such lot, or nobody gave it.
    NotGiven,
}

impl Store {
    /// Records which act accepted a gift.
    ///
    /// # Errors
    /// [`RecordAcceptanceRefused`].
    pub async fn record_acceptance(
        &self,
        order: &RecordAcceptance,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<RecordAcceptanceRefused>> {
        let verb = match self.begin_once("record_acceptance", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let given = lot::Entity::find_by_id(Uuid::from(order.lot))
            .filter(lot::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(lot::Column::DonorId.is_not_null());
        let row = given.one(&verb.tx).await?;
        let row = row.ok_or(VerbError::Refused(RecordAcceptanceRefused::NotGiven))?;
        let corrected = row.acceptance.is_some();
        let mut row = row.into_active_model();
        row.acceptance = Set(Some(order.act.clone()));
        row.update(&verb.tx).await?;
        // The reference is free text: it stays out of the journal.
        Ok(verb.commit(Subject::Lot, order.lot, json!({ "corrected": corrected })).await?)
    }
}
