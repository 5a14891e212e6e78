//! What is reported on the fund, and what is set against it: which row of the form each category goes into,
//! what the report on a grant says beside its figures, the statements of the accounts with what explains
//! their differences, and what is planned month by month; a cité's own thresholds beside the law's.
//!
//! A statement is what the accounts said on a day: it never changes, and no row is taken out of it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

const TABLES: &str = r"
CREATE TABLE account_rows (
    cite_id {uuid} NOT NULL,
    category TEXT NOT NULL,
    report_row TEXT NOT NULL,
    CONSTRAINT account_rows_pk PRIMARY KEY (cite_id, category),
    CONSTRAINT account_rows_cite FOREIGN KEY (cite_id) REFERENCES cites (id),
    CONSTRAINT account_rows_category_known CHECK (category IN ('equipment', 'connection', 'interpreting', 'service', 'media', 'other'))
)
;;
CREATE TABLE grant_reports (
    fund_line_id {uuid} NOT NULL PRIMARY KEY,
    content TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    CONSTRAINT grant_reports_line FOREIGN KEY (fund_line_id) REFERENCES fund_lines (id)
)
;;
CREATE TABLE account_statements (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    system TEXT NOT NULL,
    fiscal_year BIGINT NOT NULL,
    as_of TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    imported_at BIGINT NOT NULL,
    CONSTRAINT account_statements_cite FOREIGN KEY (cite_id) REFERENCES cites (id),
    CONSTRAINT account_statements_once UNIQUE (cite_id, fiscal_year, sha256),
    CONSTRAINT account_statements_system_known CHECK (system IN ('opale', 'gfc')),
    CONSTRAINT account_statements_hashed CHECK (LENGTH(sha256) = 64)
)
;;
CREATE TABLE account_statement_rows (
    statement_id {uuid} NOT NULL,
    position BIGINT NOT NULL,
    number TEXT NOT NULL,
    dated_on TEXT,
    service TEXT NOT NULL,
    domaine TEXT NOT NULL,
    activite TEXT NOT NULL,
    amount_cents BIGINT NOT NULL,
    bordereau TEXT,
    supplier TEXT NOT NULL,
    CONSTRAINT account_statement_rows_pk PRIMARY KEY (statement_id, position),
    CONSTRAINT account_statement_rows_statement FOREIGN KEY (statement_id) REFERENCES account_statements (id),
    CONSTRAINT account_statement_rows_numbered CHECK (number <> '')
)
;;
CREATE TABLE account_explanations (
    id {uuid} NOT NULL PRIMARY KEY,
    statement_id {uuid} NOT NULL,
    number TEXT NOT NULL,
    content TEXT NOT NULL,
    given_at BIGINT NOT NULL,
    CONSTRAINT account_explanations_statement FOREIGN KEY (statement_id) REFERENCES account_statements (id)
)
;;
CREATE INDEX account_explanations_by_statement ON account_explanations (statement_id, number)
;;
CREATE TABLE local_thresholds (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    kind TEXT NOT NULL,
    in_force_from TEXT NOT NULL,
    in_force_until TEXT,
    net_cents BIGINT NOT NULL,
    quotes BIGINT NOT NULL,
    source TEXT NOT NULL,
    CONSTRAINT local_thresholds_cite FOREIGN KEY (cite_id) REFERENCES cites (id),
    CONSTRAINT local_thresholds_kind_known CHECK (kind IN ('local_quotes', 'written_contract', 'dispensed_supplies', 'formalised')),
    CONSTRAINT local_thresholds_quotes CHECK (quotes BETWEEN 0 AND 99 AND (kind = 'local_quotes') = (quotes > 0)),
    CONSTRAINT local_thresholds_net CHECK (net_cents > 0),
    CONSTRAINT local_thresholds_days CHECK (in_force_until IS NULL OR in_force_until >= in_force_from),
    CONSTRAINT local_thresholds_sourced CHECK (source <> '')
)
;;
CREATE TABLE forecasts (
    id {uuid} NOT NULL PRIMARY KEY,
    fund_line_id {uuid} NOT NULL,
    label TEXT NOT NULL,
    category TEXT NOT NULL,
    monthly_cents BIGINT NOT NULL,
    units BIGINT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    commitment_id {uuid},
    dropped_at BIGINT,
    CONSTRAINT forecasts_line FOREIGN KEY (fund_line_id) REFERENCES fund_lines (id),
    CONSTRAINT forecasts_commitment FOREIGN KEY (commitment_id) REFERENCES commitments (id),
    CONSTRAINT forecasts_labelled CHECK (label <> ''),
    CONSTRAINT forecasts_category_known CHECK (category IN ('equipment', 'connection', 'interpreting', 'service', 'media', 'other')),
    CONSTRAINT forecasts_monthly CHECK (monthly_cents > 0),
    CONSTRAINT forecasts_units CHECK (units > 0),
    CONSTRAINT forecasts_months CHECK (ends_on >= starts_on)
)
;;
CREATE INDEX forecasts_by_line ON forecasts (fund_line_id)
";

const SQLITE_SEALS: &str = r"
CREATE TRIGGER account_statements_never_changed BEFORE UPDATE ON account_statements
BEGIN SELECT RAISE(ABORT, 'account_statements_immutable'); END
;;
CREATE TRIGGER account_statement_rows_never_changed BEFORE UPDATE ON account_statement_rows
BEGIN SELECT RAISE(ABORT, 'account_statement_rows_immutable'); END
;;
CREATE TRIGGER account_statement_rows_never_deleted BEFORE DELETE ON account_statement_rows
BEGIN SELECT RAISE(ABORT, 'account_statement_rows_immutable'); END
";

const POSTGRES_SEALS: &str = r"
CREATE TRIGGER account_statements_never_changed BEFORE UPDATE ON account_statements
FOR EACH ROW EXECUTE FUNCTION troika_immutable('account_statements')
;;
CREATE TRIGGER account_statement_rows_never_changed BEFORE UPDATE OR DELETE ON account_statement_rows
FOR EACH ROW EXECUTE FUNCTION troika_immutable('account_statement_rows')
";

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0036_reports"
    }
}

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, TABLES).await?;
        let seals = match manager.get_database_backend() {
            DbBackend::Postgres => POSTGRES_SEALS,
            _ => SQLITE_SEALS,
        };
        crate::run(manager, seals).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
