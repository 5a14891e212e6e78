//! Who was forgotten: opaque ids and instants, so that a restored backup brings nobody back.
//!
//! A household that was forgotten stays as a shell without a word: its closed loans, its served needs
//! and every total still stand on it. The list is append-only by trigger, as the journal is.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

const BOTH: &str = r"
CREATE TABLE forgotten (
    subject TEXT NOT NULL,
    subject_id {uuid} NOT NULL,
    forgotten_at BIGINT NOT NULL,
    CONSTRAINT forgotten_pk PRIMARY KEY (subject, subject_id),
    CONSTRAINT forgotten_subject_known CHECK (subject IN ('household'))
)
;;
ALTER TABLE households ADD COLUMN forgotten_at BIGINT
    CONSTRAINT households_forgotten_is_blank CHECK (
        forgotten_at IS NULL
        OR (label = '' AND search_key = '' AND address = '' AND postal_code = '' AND commune = '')
    )
";

const SQLITE_SEAL: &str = r"
CREATE TRIGGER forgotten_never_updated BEFORE UPDATE ON forgotten
BEGIN SELECT RAISE(ABORT, 'forgotten_append_only'); END
;;
CREATE TRIGGER forgotten_never_deleted BEFORE DELETE ON forgotten
BEGIN SELECT RAISE(ABORT, 'forgotten_append_only'); END
";

const POSTGRES_SEAL: &str = r"
CREATE FUNCTION forgotten_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'forgotten_append_only'; END $$
;;
CREATE TRIGGER forgotten_never_changed BEFORE UPDATE OR DELETE ON forgotten
FOR EACH ROW EXECUTE FUNCTION forgotten_append_only()
;;
CREATE TRIGGER forgotten_never_truncated BEFORE TRUNCATE ON forgotten
FOR EACH STATEMENT EXECUTE FUNCTION forgotten_append_only()
";

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0013_forgotten"
    }
}

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, BOTH).await?;
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
