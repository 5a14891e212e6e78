//! Looking at a database before it is opened: is it there, whose is it, which key does it ask for?
//!
//! Nothing is written: whoever only asks leaves no file, no table and no key behind.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::str::FromStr as _;
use std::time::Duration;

use migrations::{Migrator, MigratorTrait};
use sea_orm::sqlx::postgres::{PgConnectOptions, PgConnection};
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::sqlx::{Connection as _, Error as SqlxError};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr, Statement};

use crate::base::key::SecretKey;
use crate::base::open::{OpenError, Store};

/// How long a server may take to answer: after that, whoever waits is told.
const SHORT: Duration = Duration::from_secs(5);

/// The table in which steps are noted once done.
const STEPS: &str = "seaql_migrations";

/// What a database is, before it is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// There is no such file; opening makes it.
    Absent,
    /// Nothing of ours is in it; opening fills it.
    Empty,
    /// It belongs to another program.
    Foreign,
    /// An earlier version made it; opening upgrades it.
    Older,
    /// As this version makes it.
    Current,
    /// A later version made it.
    Newer,
}

/// A database that answers, and what was seen in it.
#[derive(Debug)]
pub struct Reached {
    url: String,
    schema: Schema,
    fingerprint: Option<String>,
    sealed: bool,
}

/// The file that a `sqlite:` address names, as the driver reads it; nothing for another address, for
/// one that cannot be read, and for a database in memory.
#[must_use]
pub fn sqlite_file(url: &str) -> Option<PathBuf> {
    let wanted = url.strip_prefix("sqlite:")?;
    if wanted.contains(":memory:") || wanted.contains("mode=memory") {
        return None;
    }
    let file = SqliteConnectOptions::from_str(url).ok()?.get_filename().to_path_buf();
    (!file.as_os_str().is_empty()).then_some(file)
}

impl Reached {
    /// Looks at the database of an address.
    ///
    /// # Errors
    /// When the address is of no known kind, or the database does not answer within a few seconds.
    pub async fn at(url: &str) -> Result<Self, OpenError> {
        let mut reached =
            Self { url: url.to_owned(), schema: Schema::Absent, fingerprint: None, sealed: false };
        if url.starts_with("sqlite:") {
            if !sqlite_file(url).ok_or(OpenError::UnknownScheme)?.exists() {
                return Ok(reached);
            }
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            knock(url).await.map_err(OpenError::Connect)?;
        } else {
            return Err(OpenError::UnknownScheme);
        }
        let mut options = ConnectOptions::new(url);
        options.max_connections(1).acquire_timeout(SHORT).sqlx_logging(false);
        let db = Database::connect(options).await.map_err(OpenError::Connect)?;
        let looked = reached.look(&db).await;
        db.close().await.map_err(OpenError::Connect)?;
        looked.map_err(OpenError::Connect)?;
        Ok(reached)
    }

    /// What the database is.
    #[must_use]
    pub const fn schema(&self) -> Schema {
        self.schema
    }

    /// May a key be made for it? Only while it goes with none and nothing in it was sealed.
    #[must_use]
    pub const fn may_take_a_new_key(&self) -> bool {
        self.fingerprint.is_none() && !self.sealed
    }

    /// Opens it; creates and upgrades it where there is need. A database that goes with no key yet
    /// goes with this one from now on.
    ///
    /// # Errors
    /// Refused with another key than its own, when another program or a later version made it, when
    /// it is out of reach or a step of its schema fails; it is then as before.
    pub async fn open(self, key: SecretKey) -> Result<Store, OpenError> {
        self.goes_with(&key)?;
        match self.schema {
            Schema::Foreign => Err(OpenError::Foreign),
            Schema::Newer => Err(OpenError::Newer),
            Schema::Absent | Schema::Empty | Schema::Older | Schema::Current => {
                Store::upgraded(&self.url, key).await
            }
        }
    }

    /// Opens it without making, upgrading or remembering anything.
    ///
    /// # Errors
    /// Refused when it is not as this version makes it, or goes with another key.
    pub async fn open_as_it_is(self, key: SecretKey) -> Result<Store, OpenError> {
        self.goes_with(&key)?;
        match self.schema {
            Schema::Current => Store::plain(&self.url, key).await,
            Schema::Absent => Err(OpenError::Absent),
            Schema::Empty | Schema::Foreign => Err(OpenError::Foreign),
            Schema::Older => Err(OpenError::Older),
            Schema::Newer => Err(OpenError::Newer),
        }
    }

    fn goes_with(&self, key: &SecretKey) -> Result<(), OpenError> {
        match &self.fingerprint {
            Some(kept) if *kept != key.fingerprint() => Err(OpenError::OtherKey),
            _ => Ok(()),
        }
    }

    async fn look(&mut self, db: &DatabaseConnection) -> Result<(), DbErr> {
        let postgres = self.url.starts_with("postgres");
        let tables = texts(
            db,
            if postgres {
                "SELECT tablename::text AS t FROM pg_tables WHERE schemaname = current_schema()"
            } else {
                "SELECT name AS t FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            },
        )
        .await?;
        let done = if tables.contains(STEPS) {
            texts(db, "SELECT version AS t FROM seaql_migrations").await?
        } else {
            BTreeSet::new()
        };
        let ours: BTreeSet<String> =
            Migrator::migrations().iter().map(|step| step.name().to_owned()).collect();
        self.schema = if tables.is_empty() {
            Schema::Empty
        } else if done.is_empty() {
            // A server's database may hold what its administrator put there; a file is one program's.
            if postgres || tables.contains(STEPS) { Schema::Empty } else { Schema::Foreign }
        } else if done == ours {
            Schema::Current
        } else if done.is_subset(&ours) {
            Schema::Older
        } else if ours.is_subset(&done) {
            Schema::Newer
        } else {
            Schema::Foreign
        };
        if tables.contains("secret_key") && self.schema != Schema::Foreign {
            let kept = texts(db, "SELECT fingerprint AS t FROM secret_key WHERE id = 1").await?;
            self.fingerprint = kept.into_iter().next();
        }
        if tables.contains("children") && self.schema != Schema::Foreign {
            let some = "SELECT '1' AS t FROM children LIMIT 1";
            self.sealed = !texts(db, some).await?.is_empty();
        }
        Ok(())
    }
}

/// Ties a database to its key the first time; refuses any other afterwards.
pub(super) async fn tie(db: &DatabaseConnection, key: &SecretKey) -> Result<(), OpenError> {
    let fingerprint = key.fingerprint();
    // Hexadecimal digits: nothing to quote. Of two nodes that start together, one is first.
    let first = format!(
        "INSERT INTO secret_key (id, fingerprint) VALUES (1, '{fingerprint}') ON CONFLICT DO NOTHING"
    );
    db.execute_unprepared(&first).await.map_err(OpenError::Migrate)?;
    let kept = texts(db, "SELECT fingerprint AS t FROM secret_key WHERE id = 1").await;
    if kept.map_err(OpenError::Migrate)?.contains(&fingerprint) {
        return Ok(());
    }
    Err(OpenError::OtherKey)
}

/// One plain try: a pool would try again and again, then only say that time is over.
async fn knock(url: &str) -> Result<(), DbErr> {
    let told = |error: SqlxError| DbErr::Conn(sea_orm::RuntimeErr::SqlxError(error.into()));
    let options = PgConnectOptions::from_str(url).map_err(told)?;
    match tokio::time::timeout(SHORT, PgConnection::connect_with(&options)).await {
        Ok(Ok(connection)) => connection.close().await.map_err(told),
        Ok(Err(error)) => Err(told(error)),
        Err(_) => Err(DbErr::Custom(format!("no answer within {} s", SHORT.as_secs()))),
    }
}

async fn texts(db: &DatabaseConnection, sql: &str) -> Result<BTreeSet<String>, DbErr> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await?;
    rows.iter().map(|row| row.try_get("", "t")).collect()
}
