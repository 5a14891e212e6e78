//! The journal and its head. Append-only by trigger, one chain of hashes, opaque ids and codes only.
//!
//! `journal_head` holds the last line's number and hash in one row; whoever writes locks it first, so
//! there is one writer at a time on either database.
//! `submissions` remembers the form ids already carried out.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

const TABLES: &str = r"
CREATE TABLE journal (
    seq BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    account_id {uuid},
    seat TEXT,
    cite_id {uuid},
    verb TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_id {uuid} NOT NULL,
    facts TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    CONSTRAINT journal_hash_once UNIQUE (hash),
    CONSTRAINT journal_seq_counts CHECK (seq > 0)
)
;;
CREATE INDEX journal_by_subject ON journal (subject_id, seq)
;;
CREATE INDEX journal_by_cite ON journal (cite_id, seq)
;;
CREATE TABLE journal_head (
    id BIGINT NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL,
    CONSTRAINT journal_head_one CHECK (id = 1)
)
;;
INSERT INTO journal_head (id, seq, hash) VALUES (1, 0, '')
;;
CREATE TABLE submissions (
    id {uuid} NOT NULL PRIMARY KEY,
    verb TEXT NOT NULL,
    digest TEXT NOT NULL,
    seq BIGINT NOT NULL,
    CONSTRAINT submissions_line FOREIGN KEY (seq) REFERENCES journal (seq)
)
";

const SQLITE_SEAL: &str = r"
CREATE TRIGGER journal_never_updated BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'journal_append_only'); END
;;
CREATE TRIGGER journal_never_deleted BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'journal_append_only'); END
";

const POSTGRES_SEAL: &str = r"
CREATE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'journal_append_only'; END $$
;;
CREATE TRIGGER journal_never_changed BEFORE UPDATE OR DELETE ON journal
FOR EACH ROW EXECUTE FUNCTION journal_append_only()
";

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0002_journal"
    }
}

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, TABLES).await?;
        let seal = match manager.get_database_backend() {
            DbBackend::Postgres => POSTGRES_SEAL,
            _ => SQLITE_SEAL,
        };
        crate::run(manager, seal).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
