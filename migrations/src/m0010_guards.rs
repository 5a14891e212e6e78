//! Guards that the code alone kept until now, and an end to digests that could be guessed.
//!
//! One open round per cité. On `PostgreSQL`, the journal cannot be emptied at one stroke either. The
//! digests of forms carried out so far were plain SHA-256 of their content, birth dates included: they
//! are wiped. Such a form sent again is refused as other content; nothing is done twice.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

const BOTH: &str = r"
CREATE UNIQUE INDEX rounds_one_open_per_cite ON rounds (cite_id) WHERE state = 'open'
;;
UPDATE submissions SET digest = ''
";

const POSTGRES: &str = r"
CREATE TRIGGER journal_never_truncated BEFORE TRUNCATE ON journal
FOR EACH STATEMENT EXECUTE FUNCTION journal_append_only()
";

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0010_guards"
    }
}

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, BOTH).await?;
        match manager.get_database_backend() {
            DbBackend::Postgres => crate::run(manager, POSTGRES).await,
            _ => Ok(()),
        }
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
