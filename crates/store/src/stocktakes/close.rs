//! Closing a stocktake: its differences are kept as they were found, and the journal has their counts.

use std::collections::BTreeMap;

use domain::ids::StocktakeId;
use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, Set,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::open::at_desk;
use super::read::differences;
use super::scan::{ScanStocktakeRefused, opened};
use crate::base::columns::Instant;
use crate::base::error::VerbError;
use crate::base::journal::Subject;
use crate::base::rows::insert;
use crate::base::transaction::Submitted;
use crate::entities::{stocktake_difference, stocktake_scan};
use crate::{By, Store};

/// An order to close a stocktake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CloseStocktake {
    /// Minted when the button was shown.
    pub form: Uuid,
    /// Which.
    pub stocktake: StocktakeId,
}

/// Why it was not closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloseStocktakeRefused {
    /// The cité has no such stocktake.
    Unknown,
    /// It is closed already.
    Closed,
}

impl Store {
    /// Closes a stocktake. No item changes: what is missing is declared lost one by one.
    ///
    /// # Errors
    /// [`CloseStocktakeRefused`].
    pub async fn close_stocktake(
        &self,
        order: &CloseStocktake,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<CloseStocktakeRefused>> {
        let verb = match self.begin_once("close_stocktake", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let row = opened(&verb, order.stocktake, by).await.map_err(|error| match error {
            VerbError::Refused(ScanStocktakeRefused::Unknown) => {
                VerbError::Refused(CloseStocktakeRefused::Unknown)
            }
            VerbError::Refused(_) => VerbError::Refused(CloseStocktakeRefused::Closed),
            VerbError::OtherContent => VerbError::OtherContent,
            VerbError::Failed(failure) => VerbError::Failed(failure),
        })?;
        let found = differences(&verb.tx, &row, by).await?;
        let scans = stocktake_scan::Entity::find()
            .filter(stocktake_scan::Column::StocktakeId.eq(row.id))
            .count(&verb.tx)
            .await?;
        let expected = at_desk(&verb.tx, by).await?;
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        let mut rows = Vec::with_capacity(found.len());
        for one in found {
            *counts.entry(one.difference.code()).or_default() += 1;
            rows.push(stocktake_difference::Model {
                stocktake_id: row.id,
                code: one.code,
                item_id: one.item,
                difference: one.difference.code().to_owned(),
            });
        }
        insert::<stocktake_difference::Entity>(&verb.tx, rows).await?;
        let mut row = row.into_active_model();
        row.state = Set("closed".to_owned());
        row.closed_at = Set(Some(Instant::from(now)));
        row.expected = Set(expected);
        row.update(&verb.tx).await?;
        let facts = json!({ "expected": expected, "scanned": scans, "differences": counts });
        Ok(verb.commit(Subject::Stocktake, order.stocktake, facts).await?)
    }
}
