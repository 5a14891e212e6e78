//! A database per test, on each of the two kinds.

use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::ConnectionTrait;

use crate::{SecretKey, Store};

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Database {
    /// A file in a folder of its own.
    Sqlite,
    /// A database of its own in the throw-away cluster named by `CARTABLE_TEST_POSTGRES`.
    Postgres,
}

/// A fresh database and what keeps it alive.
#[derive(Debug)]
pub struct Fresh {
    /// The open store.
    pub store: Store,
    /// Its address, to open it again.
    pub url: String,
    _folder: tempfile::TempDir,
}

/// An address at which nothing was made yet, and what keeps it alive.
#[derive(Debug)]
pub struct Untouched {
    /// The address.
    pub url: String,
    /// A folder of the test's own.
    pub folder: tempfile::TempDir,
}

static NEXT: AtomicU64 = AtomicU64::new(0);

/// The key every test seals with.
#[must_use]
pub fn key() -> SecretKey {
    SecretKey::new([7; 32])
}

impl Database {
    /// An empty, migrated database.
    ///
    /// # Panics
    /// When the database cannot be made: a test without its database must fail, not be skipped.
    pub async fn fresh(self) -> Fresh {
        let Untouched { url, folder } = self.untouched().await;
        let store = Store::open(&url, key()).await.expect("an open database");
        Fresh { store, url, _folder: folder }
    }

    /// A place for a database, with nothing in it.
    ///
    /// # Panics
    /// When the place cannot be made.
    pub async fn untouched(self) -> Untouched {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = match self {
            Self::Sqlite => format!("sqlite://{}/cartable.db", folder.path().display()),
            Self::Postgres => postgres_database(folder.path()).await,
        };
        Untouched { url, folder }
    }

    /// A database as an earlier version left it: filled from `dump`, SQL text, then opened, which
    /// migrates it.
    ///
    /// # Panics
    /// When the dump does not load or the steps since then do not run.
    pub async fn restored(self, dump: &str) -> Fresh {
        let Untouched { url, folder } = self.filled(dump).await;
        let store = Store::open(&url, key()).await.expect("steps that run");
        Fresh { store, url, _folder: folder }
    }

    /// The same, not opened yet.
    ///
    /// # Panics
    /// When the dump does not load.
    pub async fn filled(self, dump: &str) -> Untouched {
        let place = self.untouched().await;
        run_sql(&place.url, dump).await;
        place
    }
}

/// The database of an address whatever its schema, neither made nor upgraded.
///
/// # Panics
/// When it cannot be reached.
pub async fn as_it_is(url: &str) -> Store {
    let db = crate::base::open::connect_bare(url).await.expect("a database");
    Store { db, key: key(), erasures: None }
}

/// Runs SQL text on the database of an address, behind the program's back.
///
/// # Panics
/// When the database does not take it.
pub async fn run_sql(url: &str, sql: &str) {
    let mut options = sea_orm::ConnectOptions::new(url);
    options.map_sqlx_sqlite_opts(|sqlite| sqlite.create_if_missing(true));
    let db = sea_orm::Database::connect(options).await.expect("a database");
    db.execute_unprepared(sql).await.expect("SQL that runs");
    db.close().await.expect("a closed connection");
}

/// Creates a database in the test cluster, and gives its address.
///
/// A machine gives a process the number of an earlier one: the folder's own name keeps databases apart.
async fn postgres_database(folder: &std::path::Path) -> String {
    let cluster = std::env::var("CARTABLE_TEST_POSTGRES").expect(
        "CARTABLE_TEST_POSTGRES names the throw-away cluster: run the tests by `cargo xtask test`",
    );
    let own = folder.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let own: String = own.chars().filter(char::is_ascii_alphanumeric).collect();
    let nth = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("t{}_{nth}_{own}", std::process::id());
    let db = sea_orm::Database::connect(cluster.as_str()).await.expect("the test cluster");
    db.execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .expect("a database in the test cluster");
    db.close().await.expect("a closed connection");
    // Keep what follows a question mark: the socket's folder travels there.
    let (base, query) = cluster
        .split_once('?')
        .map_or((cluster.as_str(), None), |(base, query)| (base, Some(query)));
    let home = base.rsplit_once('/').map_or(base, |(home, _)| home);
    query.map_or_else(|| format!("{home}/{name}"), |query| format!("{home}/{name}?{query}"))
}

/// Runs one test body on both databases, naming the one that fails.
#[macro_export]
macro_rules! on_both {
    ($(#[$meta:meta])* async fn $name:ident($fresh:ident) $body:block) => {
        mod $name {
            use super::*;

            async fn body($fresh: $crate::testing::Fresh) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            $(#[$meta])*
            async fn sqlite() {
                body($crate::testing::Database::Sqlite.fresh().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            $(#[$meta])*
            async fn postgres() {
                body($crate::testing::Database::Postgres.fresh().await).await;
            }
        }
    };
}
