//! Opening a stocktake: one runs at a time, and several phones scan into it.

use domain::ids::StocktakeId;
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::base::columns::Instant;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::{item, stocktake};
use crate::parcels::packed::away;
use crate::{By, Store};

/// The states of what should be at the desk.
pub(super) const AT_DESK: [&str; 4] = ["available", "reserved", "to_check", "repair"];

/// An order to open a stocktake; its id is the form's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct OpenStocktake {
    /// The stocktake.
    pub id: StocktakeId,
}

/// Why none was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenStocktakeRefused {
    /// One runs: scan into it, or close it first.
    Running(StocktakeId),
}

impl Store {
    /// Opens a stocktake of the desk.
    ///
    /// # Errors
    /// [`OpenStocktakeRefused`].
    pub async fn open_stocktake(
        &self,
        order: &OpenStocktake,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<OpenStocktakeRefused>> {
        let id = Uuid::from(order.id);
        let verb = match self.begin_once("open_stocktake", id, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let running = stocktake::Entity::find()
            .filter(stocktake::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(stocktake::Column::State.eq("open"));
        if let Some(running) = running.one(&verb.tx).await? {
            let running = OpenStocktakeRefused::Running(StocktakeId(running.id));
            return Err(VerbError::Refused(running));
        }
        let expected = at_desk(&verb.tx, by).await?;
        let row = stocktake::Model {
            id,
            cite_id: by.cite.into(),
            account_id: by.account.into(),
            state: "open".to_owned(),
            opened_at: Instant::from(now),
            closed_at: None,
            expected,
        };
        stocktake::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
        Ok(verb.commit(Subject::Stocktake, order.id, json!({ "expected": expected })).await?)
    }
}

/// How many items of the cité should be at the desk now.
pub(super) async fn at_desk(db: &impl ConnectionTrait, by: By) -> Result<i64, Failure> {
    Ok(i64::try_from(here(by).count(db).await?).unwrap_or(i64::MAX))
}

/// The items of the cité that should be at the desk now: what is in a bag on its way is not.
pub(super) fn here(by: By) -> sea_orm::Select<item::Entity> {
    item::Entity::find()
        .filter(item::Column::CiteId.eq(Uuid::from(by.cite)))
        .filter(item::Column::State.is_in(AT_DESK))
        .filter(item::Column::Id.not_in_subquery(away()))
}
