//! Opening a database: pool, pragmas, migrations.

use std::time::Duration;

use migrations::{Migrator, MigratorTrait};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr,
    TransactionTrait,
};

use crate::ErasureFile;
use crate::base::key::SecretKey;
use crate::base::reach::{Reached, tie};

/// How long a writer waits for its turn: far above a burst of fifty hand-overs.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often a process reads again what is left to migrate, and how long it waits between.
const FILE_TURNS: u32 = 25;
const FILE_TURN: Duration = Duration::from_millis(100);

/// The number that nodes lock while they migrate (`PostgreSQL` advisory lock).
pub(crate) const MIGRATION_LOCK: &str = "SELECT pg_advisory_xact_lock(20200330)";

/// The database, open and migrated. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) db: DatabaseConnection,
    pub(crate) key: SecretKey,
    pub(crate) erasures: Option<ErasureFile>,
}

/// Why a database could not be opened. No address is repeated here: it may hold a password.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Neither `sqlite://…` nor `postgres://…`.
    #[error("not a sqlite:// or postgres:// address")]
    UnknownScheme,
    /// The database is not there, or not to be reached.
    #[error("cannot connect: {0}")]
    Connect(DbErr),
    /// A step of the schema failed; the database is as before that step.
    #[error("cannot migrate: {0}")]
    Migrate(DbErr),
    /// There is no such file, and none was to be made.
    #[error("no such database")]
    Absent,
    /// It is of another program, or of none yet where one was expected.
    #[error("not a database of this program")]
    Foreign,
    /// An earlier version made it, and it was not to be upgraded.
    #[error("made by an earlier version")]
    Older,
    /// A later version made it.
    #[error("made by a later version")]
    Newer,
    /// It goes with another key: what this one seals would match nothing in it.
    #[error("it goes with another secret key")]
    OtherKey,
}

impl Store {
    /// Looks at the database, then opens it, creating and upgrading where there is need.
    ///
    /// # Errors
    /// As [`Reached::at`] and [`Reached::open`].
    pub async fn open(url: &str, key: SecretKey) -> Result<Self, OpenError> {
        Reached::at(url).await?.open(key).await
    }

    /// Opens, creates where it is a `SQLite` file, upgrades, and ties the database to its key.
    pub(super) async fn upgraded(url: &str, key: SecretKey) -> Result<Self, OpenError> {
        let db = connect_to_make(url).await.map_err(OpenError::Connect)?;
        migrate(&db).await.map_err(OpenError::Migrate)?;
        tie(&db, &key).await?;
        Ok(Self { db, key, erasures: None })
    }

    /// Opens what is there.
    pub(super) async fn plain(url: &str, key: SecretKey) -> Result<Self, OpenError> {
        let db = connect(url, false).await.map_err(OpenError::Connect)?;
        Ok(Self { db, key, erasures: None })
    }

    /// Closes every connection.
    ///
    /// # Errors
    /// When a connection cannot be closed.
    pub async fn close(self) -> Result<(), crate::Failure> {
        Ok(self.db.close().await?)
    }
}

/// Connects for a restoration: one connection, and a file that is there already, without a log beside.
pub(crate) async fn connect_bare(url: &str) -> Result<DatabaseConnection, OpenError> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).acquire_timeout(PATIENCE).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(|sqlite| {
        sqlite.foreign_keys(true).synchronous(SqliteSynchronous::Full)
    });
    Database::connect(options).await.map_err(OpenError::Connect)
}

async fn connect(url: &str, make: bool) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options.acquire_timeout(PATIENCE).sqlx_logging(false);
    if url.starts_with("sqlite:") {
        options.max_connections(8).map_sqlx_sqlite_opts(move |sqlite| {
            let sqlite = sqlite.foreign_keys(true).busy_timeout(PATIENCE);
            if make {
                sqlite
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
            } else {
                sqlite
            }
        });
    } else {
        options.max_connections(16);
    }
    Database::connect(options).await
}

/// Another process that makes the same file at the same instant holds it while it turns its log on, and
/// `SQLite` does not wait for that: the second tries again. What fails by itself fails every time.
async fn connect_to_make(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut turns = if url.starts_with("sqlite:") { FILE_TURNS } else { 0 };
    loop {
        match connect(url, true).await {
            Ok(db) => return Ok(db),
            Err(error) if turns == 0 || !error.to_string().contains("database is locked") => {
                return Err(error);
            }
            Err(_) => {
                turns -= 1;
                tokio::time::sleep(FILE_TURN).await;
            }
        }
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
        migrate_file(db).await
    }
}

/// Two processes that start together on one file: whoever comes second to a step finds it taken, and
/// reads again what is left. A step that fails by itself fails every time.
async fn migrate_file(db: &DatabaseConnection) -> Result<(), DbErr> {
    let mut turns = FILE_TURNS;
    loop {
        match Migrator::up(db, None).await {
            Ok(()) => return Ok(()),
            Err(error) if turns == 0 => return Err(error),
            Err(_) => {
                turns -= 1;
                tokio::time::sleep(FILE_TURN).await;
            }
        }
    }
}
