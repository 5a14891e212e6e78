//! A batch while it is printed: how far it is, its file in pieces, its end.
//!
//! Whoever prints holds the number of its run: a node that was thought dead and comes back writes nothing
//! into what another prints again.

use domain::ids::{BatchId, LoanId};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, TransactionTrait, UpdateMany,
};
use uuid::Uuid;

use super::show::BatchState;
use crate::base::columns::Instant;
use crate::base::error::Failure;
use crate::entities::{batch, batch_paper, batch_part};
use crate::{By, Store};

/// The longest piece of a file, in bytes.
pub const LONGEST_PART: usize = 1 << 20;

/// How a batch ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchEnd {
    /// Its file is whole.
    Ready {
        /// Pages in it.
        pages: u32,
        /// Bytes in it.
        size: u64,
    },
    /// Somebody wanted it stopped.
    Stopped,
    /// The program broke.
    Broken,
}

impl Store {
    /// The loans of a batch of the asker's cité, in the order in which they are printed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn batch_loans(&self, id: BatchId, by: By) -> Result<Vec<LoanId>, Failure> {
        if self.batch_row(id, by).await?.is_none() {
            return Ok(Vec::new());
        }
        let ids: Vec<Uuid> = batch_paper::Entity::find()
            .filter(batch_paper::Column::BatchId.eq(Uuid::from(id)))
            .order_by_asc(batch_paper::Column::Nth)
            .select_only()
            .column(batch_paper::Column::LoanId)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(ids.into_iter().map(LoanId).collect())
    }

    /// Notes how many papers are done, and how many of them had nothing to say any more; answers whether
    /// the run goes on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tell_batch(
        &self,
        (id, run): (BatchId, u32),
        (done, left_out): (u32, u32),
        now: Timestamp,
    ) -> Result<bool, Failure> {
        let told = running(id, run)
            .col_expr(batch::Column::Done, Expr::value(i64::from(done)))
            .col_expr(batch::Column::LeftOut, Expr::value(i64::from(left_out)))
            .col_expr(batch::Column::ToldAt, Expr::value(Instant::from(now)))
            .filter(batch::Column::StopAsked.eq(false))
            .exec(&self.db)
            .await?;
        Ok(told.rows_affected > 0)
    }

    /// Keeps a piece of the file, of at most [`LONGEST_PART`] bytes; answers whether the run goes on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_batch_part(
        &self,
        (id, run): (BatchId, u32),
        nth: u32,
        content: Vec<u8>,
        now: Timestamp,
    ) -> Result<bool, Failure> {
        let tx = self.db.begin().await?;
        // Holds the row: whoever erases waits for the piece, and takes it along.
        let told = running(id, run)
            .col_expr(batch::Column::ToldAt, Expr::value(Instant::from(now)))
            .exec(&tx)
            .await?;
        if told.rows_affected == 0 {
            return Ok(false);
        }
        let row = batch_part::Model { batch_id: id.into(), nth: nth.into(), content };
        batch_part::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Notes the end of a run; nothing when it is not the one that runs. Pieces stay only of a whole file.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_batch(
        &self,
        (id, run): (BatchId, u32),
        end: BatchEnd,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let state = match end {
            BatchEnd::Ready { .. } => BatchState::Ready,
            BatchEnd::Stopped => BatchState::Stopped,
            BatchEnd::Broken => BatchState::Broken,
        };
        let (pages, size) = match end {
            BatchEnd::Ready { pages, size } => (pages, size),
            BatchEnd::Stopped | BatchEnd::Broken => (0, 0),
        };
        let tx = self.db.begin().await?;
        let ended = running(id, run)
            .col_expr(batch::Column::State, Expr::value(state.code()))
            .col_expr(batch::Column::Pages, Expr::value(i64::from(pages)))
            .col_expr(batch::Column::Size, Expr::value(i64::try_from(size).unwrap_or(i64::MAX)))
            .col_expr(batch::Column::ToldAt, Expr::value(Instant::from(now)))
            .exec(&tx)
            .await?;
        if ended.rows_affected > 0 && state != BatchState::Ready {
            drop_parts(&tx, id.into()).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Asks a batch of the asker's cité to stop; answers whether it runs.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stop_batch(&self, id: BatchId, by: By) -> Result<bool, Failure> {
        let asked = batch::Entity::update_many()
            .col_expr(batch::Column::StopAsked, Expr::value(true))
            .filter(batch::Column::Id.eq(Uuid::from(id)))
            .filter(batch::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(batch::Column::State.eq(BatchState::Running.code()))
            .exec(&self.db)
            .await?;
        Ok(asked.rows_affected > 0)
    }

    /// Begins a batch of the asker's cité again that was stopped or broke off, from its first paper; gives
    /// the number of the new run, nothing when it is not in such a state.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn resume_batch(
        &self,
        id: BatchId,
        by: By,
        now: Timestamp,
    ) -> Result<Option<u32>, Failure> {
        self.tidy_batches(now).await?;
        let tx = self.db.begin().await?;
        let resumed = batch::Entity::update_many()
            .col_expr(batch::Column::State, Expr::value(BatchState::Running.code()))
            .col_expr(batch::Column::Run, Expr::cust("run + 1"))
            .col_expr(batch::Column::StopAsked, Expr::value(false))
            .col_expr(batch::Column::Done, Expr::value(0_i64))
            .col_expr(batch::Column::LeftOut, Expr::value(0_i64))
            .col_expr(batch::Column::ToldAt, Expr::value(Instant::from(now)))
            .filter(batch::Column::Id.eq(Uuid::from(id)))
            .filter(batch::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(
                batch::Column::State.is_in([BatchState::Stopped.code(), BatchState::Broken.code()]),
            )
            .exec(&tx)
            .await?;
        if resumed.rows_affected == 0 {
            return Ok(None);
        }
        drop_parts(&tx, id.into()).await?;
        let row = batch::Entity::find_by_id(Uuid::from(id)).one(&tx).await?;
        tx.commit().await?;
        let run = row.map(|row| u32::try_from(row.run)).transpose();
        run.map_err(|problem| Failure::row("batches", id, problem))
    }
}

/// A change of the run that goes on, and of no other.
fn running(id: BatchId, run: u32) -> UpdateMany<batch::Entity> {
    batch::Entity::update_many()
        .filter(batch::Column::Id.eq(Uuid::from(id)))
        .filter(batch::Column::Run.eq(i64::from(run)))
        .filter(batch::Column::State.eq(BatchState::Running.code()))
}

pub(super) async fn drop_parts(db: &impl ConnectionTrait, id: Uuid) -> Result<(), Failure> {
    batch_part::Entity::delete_many().filter(batch_part::Column::BatchId.eq(id)).exec(db).await?;
    Ok(())
}
