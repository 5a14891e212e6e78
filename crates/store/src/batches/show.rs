//! Batches as pages show them, and their files.

use domain::ids::{AccountId, BatchId};
use domain::people::language::ContactLanguage;
use jiff::{SignedDuration, Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::choose::{BatchChoice, BatchPaper};
use crate::base::error::Failure;
use crate::entities::{batch, batch_part};
use crate::{By, Store};

/// How many days a file is kept after it was asked for.
pub const KEPT_DAYS: i64 = 7;

domain::vocabulary! {
    /// Where a batch stands.
    BatchState {
        /// It is printed, or waits for its turn.
        Running = "running",
        /// Its file is whole.
        Ready = "ready",
        /// Somebody stopped it.
        Stopped = "stopped",
        /// It broke off: the program failed, or its node has gone.
        Broken = "broken",
        /// Its file is erased: its days are over, or a family of it was forgotten.
        Erased = "erased",
    }
}

/// Papers printed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its id.
    pub id: BatchId,
    /// Who asked for it.
    pub account: AccountId,
    /// Which paper.
    pub paper: BatchPaper,
    /// Of which loans.
    pub which: BatchChoice,
    /// The language beside French for families that are written to in French.
    pub beside: Option<ContactLanguage>,
    /// Where it stands.
    pub state: BatchState,
    /// Somebody asked it to stop.
    pub stop_asked: bool,
    /// Papers in all.
    pub papers: u32,
    /// Papers done.
    pub done: u32,
    /// Those of them that had nothing to say any more: the loan is over since.
    pub left_out: u32,
    /// Pages of its file; 0 as long as it is not whole.
    pub pages: u32,
    /// Bytes of its file; 0 as long as it is not whole.
    pub size: u64,
    /// When it was asked for.
    pub begun_at: Timestamp,
}

impl Batch {
    /// When its file is erased.
    #[must_use]
    pub fn kept_until(&self) -> Timestamp {
        self.begun_at.saturating_add(kept()).unwrap_or(self.begun_at)
    }
}

pub(super) fn kept() -> SignedDuration {
    SignedDuration::from_hours(24 * KEPT_DAYS)
}

impl Store {
    /// A batch of the asker's cité.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn batch(
        &self,
        id: BatchId,
        by: By,
        now: Timestamp,
    ) -> Result<Option<Batch>, Failure> {
        self.tidy_batches(now).await?;
        self.batch_row(id, by).await?.as_ref().map(value).transpose()
    }

    /// The last batches of the asker's cité, the latest first.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn batches(&self, most: u64, by: By, now: Timestamp) -> Result<Vec<Batch>, Failure> {
        self.tidy_batches(now).await?;
        let rows = batch::Entity::find()
            .filter(batch::Column::CiteId.eq(Uuid::from(by.cite)))
            .order_by_desc(batch::Column::BegunAt)
            .order_by_asc(batch::Column::Id)
            .limit(most)
            .all(&self.db)
            .await?;
        rows.iter().map(value).collect()
    }

    /// A piece of the whole file of a batch of the asker's cité, from 0; nothing after the last.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn batch_part(
        &self,
        id: BatchId,
        nth: u32,
        by: By,
    ) -> Result<Option<Vec<u8>>, Failure> {
        let ready = |row: &batch::Model| row.state == BatchState::Ready.code();
        if !self.batch_row(id, by).await?.as_ref().is_some_and(ready) {
            return Ok(None);
        }
        let part = batch_part::Entity::find_by_id((Uuid::from(id), i64::from(nth)));
        Ok(part.one(&self.db).await?.map(|part| part.content))
    }

    pub(super) async fn batch_row(
        &self,
        id: BatchId,
        by: By,
    ) -> Result<Option<batch::Model>, Failure> {
        let mine = batch::Entity::find_by_id(Uuid::from(id))
            .filter(batch::Column::CiteId.eq(Uuid::from(by.cite)));
        Ok(mine.one(&self.db).await?)
    }
}

fn value(row: &batch::Model) -> Result<Batch, Failure> {
    let wrong = |problem: &dyn std::fmt::Display| Failure::row("batches", row.id, problem);
    let count = |many: i64| u32::try_from(many).map_err(|problem| wrong(&problem));
    let beside = row.beside.as_ref().map(|code| code.parse()).transpose();
    Ok(Batch {
        id: BatchId(row.id),
        account: AccountId(row.account_id),
        paper: row.paper.parse().map_err(|problem| wrong(&problem))?,
        which: serde_json::from_str(&row.chosen).map_err(|problem| wrong(&problem))?,
        beside: beside.map_err(|problem| wrong(&problem))?,
        state: row.state.parse().map_err(|problem| wrong(&problem))?,
        stop_asked: row.stop_asked,
        papers: count(row.papers)?,
        done: count(row.done)?,
        left_out: count(row.left_out)?,
        pages: count(row.pages)?,
        size: u64::try_from(row.size).map_err(|problem| wrong(&problem))?,
        begun_at: row.begun_at.timestamp(),
    })
}
