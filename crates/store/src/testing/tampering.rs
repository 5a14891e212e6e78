//! Changing a database behind the verbs' back, as a person with a database tool could.

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::Fresh;

/// What switches off seals, foreign keys and checks, for one connection where that can be.
const SQLITE_UNSEALED: &str = "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; \
    DROP TRIGGER IF EXISTS journal_never_updated; DROP TRIGGER IF EXISTS journal_never_deleted; \
    DROP TRIGGER IF EXISTS agreement_answers_never_updated; DROP TRIGGER IF EXISTS agreement_answers_never_deleted; \
    DROP TRIGGER IF EXISTS agreements_question_kept; DROP TRIGGER IF EXISTS agreements_decided_once; \
    DROP TRIGGER IF EXISTS agreement_files_never_updated; \
    DROP INDEX IF EXISTS rounds_one_open_per_cite";
const POSTGRES_UNSEALED: &str = "SET session_replication_role = replica; \
    ALTER TABLE fund_lines DROP CONSTRAINT IF EXISTS fund_lines_never_overdrawn; \
    DROP INDEX IF EXISTS rounds_one_open_per_cite";

impl Fresh {
    /// Runs SQL on a connection of its own: what the database answers, its refusal by name.
    ///
    /// # Errors
    /// The database's own sentence.
    ///
    /// # Panics
    /// When the database is out of reach.
    pub async fn run(&self, sql: &str) -> Result<(), String> {
        let db = sea_orm::Database::connect(self.url.as_str()).await.expect("the database");
        let outcome = db.execute_unprepared(sql).await;
        db.close().await.expect("a closed connection");
        outcome.map(|_| ()).map_err(|error| error.to_string())
    }

    /// Runs SQL with the database's seals and checks switched off.
    ///
    /// # Panics
    /// When the database refuses all the same.
    pub async fn tamper(&self, sql: &str) {
        let unsealed = match self.store.db.get_database_backend() {
            DbBackend::Postgres => POSTGRES_UNSEALED,
            _ => SQLITE_UNSEALED,
        };
        let done = self.run(&format!("{unsealed}; {sql}")).await;
        done.expect("a database that lets itself be changed");
    }

    /// Is it `PostgreSQL`?
    #[must_use]
    pub fn is_postgres(&self) -> bool {
        self.store.db.get_database_backend() == DbBackend::Postgres
    }
}

/// The texts that a query answers in its column `text`.
///
/// # Panics
/// When the database does not answer so.
pub async fn texts(url: &str, sql: &str) -> Vec<String> {
    let db = sea_orm::Database::connect(url).await.expect("the database");
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await;
    let rows = rows.expect("an answer");
    db.close().await.expect("a closed connection");
    rows.iter().map(|row| row.try_get("", "text").expect("a text")).collect()
}
