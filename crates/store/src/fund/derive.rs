//! A line's sums at a past instant, from the journal alone: each document's line says by how much it
//! moved them.

use domain::fund::LineSums;
use domain::ids::FundLineId;
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::Deserialize;
use uuid::Uuid;

use super::rows;
use crate::base::columns::Instant;
use crate::base::error::Failure;
use crate::entities::journal;
use crate::{By, Store};

/// The verbs that move a line's sums.
pub(crate) const MOVES: [&str; 6] =
    ["notify", "commit", "order_sims", "cancel_commitment", "settle", "reject_payment"];

#[derive(Deserialize)]
struct Facts {
    deltas: Deltas,
}

/// By how much one journal line moved a fund line's sums.
#[derive(Deserialize)]
pub(crate) struct Deltas {
    pub line: Uuid,
    pub notified: i64,
    pub open: i64,
    pub settled: i64,
}

/// What a journal line of one of [`MOVES`] says of the sums.
pub(crate) fn deltas(line: &journal::Model) -> Result<Deltas, Failure> {
    let facts = serde_json::from_str::<Facts>(&line.facts);
    Ok(facts.map_err(|problem| Failure::row("journal", line.seq, problem))?.deltas)
}

impl Store {
    /// What a line's sums were at an instant; nothing when it is not of this cité.
    ///
    /// # Errors
    /// When the database fails, or the journal's sums cannot be a line's.
    pub async fn fund_line_at(
        &self,
        id: FundLineId,
        at: Timestamp,
        by: By,
    ) -> Result<Option<LineSums>, Failure> {
        if rows::line(&self.db, id, by.cite).await?.is_none() {
            return Ok(None);
        }
        let lines = journal::Entity::find()
            .filter(journal::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(journal::Column::Verb.is_in(MOVES))
            .filter(journal::Column::At.lte(Instant::from(at)))
            .all(&self.db)
            .await?;
        let (mut notified, mut open, mut settled) = (0, 0, 0);
        for line in lines {
            let deltas = deltas(&line)?;
            if deltas.line == Uuid::from(id) {
                notified += deltas.notified;
                open += deltas.open;
                settled += deltas.settled;
            }
        }
        let sums = LineSums::from_cents(notified, open, settled);
        sums.map(Some).ok_or_else(|| Failure::row("journal", id, "its deltas are no line's sums"))
    }
}
