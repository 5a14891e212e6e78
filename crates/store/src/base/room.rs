//! More pages at hand while much is written.
//!
//! A `SQLite` connection keeps two megabytes of pages. A school's file touches more, each page several times:
//! without room they go out and in again. Kept for good it would be every connection's memory, so it is
//! given back.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr};

/// In kB, negative as the pragma has it.
const WHILE_WRITING: &str = "PRAGMA cache_size = -65536";
/// What `SQLite` has by default.
const OTHERWISE: &str = "PRAGMA cache_size = -2000";

/// Does the work of a transaction with room for its pages.
pub(crate) async fn with_room<T, E: From<DbErr>>(
    tx: &DatabaseTransaction,
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    if tx.get_database_backend() != DbBackend::Sqlite {
        return work.await;
    }
    tx.execute_unprepared(WHILE_WRITING).await?;
    let done = work.await;
    tx.execute_unprepared(OTHERWISE).await?;
    done
}
