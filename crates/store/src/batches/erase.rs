//! Files that name families go: after some days, and at once when one of the families is forgotten. Runs
//! whose node has gone are told as broken off.

use domain::ids::BatchId;
use jiff::{SignedDuration, Timestamp};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    TransactionTrait,
};
use uuid::Uuid;

use super::run::drop_parts;
use super::show::{BatchState, kept};
use crate::Store;
use crate::base::columns::Instant;
use crate::base::error::Failure;
use crate::entities::{batch, batch_paper, loan};

/// A run that has told nothing for so long is dead: its node has gone. It tells after each paper.
const DEAD_AFTER: SignedDuration = SignedDuration::from_secs(60);

impl Store {
    /// Erases what is over, and buries the runs whose node has gone. Whoever shows or begins batches does
    /// it first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tidy_batches(&self, now: Timestamp) -> Result<(), Failure> {
        if let Ok(since) = now.checked_sub(DEAD_AFTER) {
            let dead = Condition::all()
                .add(batch::Column::State.eq(BatchState::Running.code()))
                .add(batch::Column::ToldAt.lt(Instant::from(since)));
            for id in self.such(dead.clone()).await? {
                let tx = self.db.begin().await?;
                let buried = batch::Entity::update_many()
                    .col_expr(batch::Column::State, Expr::value(BatchState::Broken.code()))
                    .filter(dead.clone())
                    .filter(batch::Column::Id.eq(Uuid::from(id)))
                    .exec(&tx)
                    .await?;
                if buried.rows_affected > 0 {
                    drop_parts(&tx, id.into()).await?;
                }
                tx.commit().await?;
            }
        }
        if let Ok(since) = now.checked_sub(kept()) {
            let over = Condition::all()
                .add(batch::Column::State.ne(BatchState::Erased.code()))
                .add(batch::Column::BegunAt.lt(Instant::from(since)));
            for id in self.such(over).await? {
                let tx = self.db.begin().await?;
                erase_batch(&tx, id.into()).await?;
                tx.commit().await?;
            }
        }
        Ok(())
    }

    /// Looked for before anything is written: a page that only reads must not wait for whoever writes.
    async fn such(&self, condition: Condition) -> Result<Vec<BatchId>, Failure> {
        let ids: Vec<Uuid> = batch::Entity::find()
            .filter(condition)
            .order_by_asc(batch::Column::Id)
            .select_only()
            .column(batch::Column::Id)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(ids.into_iter().map(BatchId).collect())
    }
}

/// Erases the files that hold a paper of this household; how many they were. One that is being printed
/// ends: its run writes nothing more.
pub(crate) async fn erase_batches_of(
    tx: &impl ConnectionTrait,
    home: Uuid,
) -> Result<u64, Failure> {
    let loans = Query::select()
        .column(loan::Column::Id)
        .from(loan::Entity)
        .and_where(loan::Column::HouseholdId.eq(home))
        .to_owned();
    let ids: Vec<Uuid> = batch_paper::Entity::find()
        .filter(batch_paper::Column::LoanId.in_subquery(loans))
        .select_only()
        .column(batch_paper::Column::BatchId)
        .distinct()
        .into_tuple()
        .all(tx)
        .await?;
    for id in &ids {
        erase_batch(tx, *id).await?;
    }
    Ok(ids.len() as u64)
}

/// What a batch was asked for stays, for the list; which loans it held and its file go.
async fn erase_batch(tx: &impl ConnectionTrait, id: Uuid) -> Result<(), Failure> {
    batch::Entity::update_many()
        .col_expr(batch::Column::State, Expr::value(BatchState::Erased.code()))
        .filter(batch::Column::Id.eq(id))
        .exec(tx)
        .await?;
    drop_parts(tx, id).await?;
    batch_paper::Entity::delete_many().filter(batch_paper::Column::BatchId.eq(id)).exec(tx).await?;
    Ok(())
}
