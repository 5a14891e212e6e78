//! Opening a database: pool, pragmas, migrations.

use std::time::Duration;

use migrations::{Migrator, MigratorTrait};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr,
    TransactionTrait,
};

use crate::base::key::SecretKey;

/// How long a writer waits for its turn: far above a burst of fifty hand-overs.
const PATIENCE: Duration = Duration::from_secs(60);

/// The number that nodes lock while they migrate (`PostgreSQL` advisory lock).
const MIGRATION_LOCK: &str = "SELECT pg_advisory_xact_lock(20200330)";

/// The database, open and migrated. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) db: DatabaseConnection,
    pub(crate) key: SecretKey,
}

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Neither `sqlite://…` nor `postgres://…`.
    #[error("not a sqlite:// or postgres:// address: {0}")]
    UnknownScheme(String),
    /// The database is not there, or not to be reached.
    #[error("cannot connect: {0}")]
    Connect(DbErr),
    /// A step of the schema failed; the database is as before that step.
    #[error("cannot migrate: {0}")]
    Migrate(DbErr),
}

impl Store {
    /// Opens, creates where it is a `SQLite` file, and migrates.
    ///
    /// # Errors
    /// When the address is of no known kind, the database is out of reach or a migration fails.
    pub async fn open(url: &str, key: SecretKey) -> Result<Self, OpenError> {
        let sqlite = url.starts_with("sqlite:");
        if !sqlite && !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
            return Err(OpenError::UnknownScheme(url.to_owned()));
        }
        let mut options = ConnectOptions::new(url);
        options.acquire_timeout(PATIENCE).sqlx_logging(false);
        if sqlite {
            options.max_connections(8).map_sqlx_sqlite_opts(|sqlite| {
                sqlite
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .foreign_keys(true)
                    .busy_timeout(PATIENCE)
            });
        } else {
            options.max_connections(16);
        }
        let db = Database::connect(options).await.map_err(OpenError::Connect)?;
        migrate(&db).await.map_err(OpenError::Migrate)?;
        Ok(Self { db, key })
    }

    /// Closes every connection.
    ///
    /// # Errors
    /// When a connection cannot be closed.
    pub async fn close(self) -> Result<(), crate::Failure> {
        Ok(self.db.close().await?)
    }
}

async fn migrate(db: &DatabaseConnection) -> Result<(), DbErr> {
    if db.get_database_backend() == DbBackend::Postgres {
        // Two nodes that start together: the second waits here, then finds nothing to do.
        let lock = db.begin().await?;
        lock.execute_unprepared(MIGRATION_LOCK).await?;
        Migrator::up(db, None).await?;
        lock.commit().await
    } else {
        Migrator::up(db, None).await
    }
}
