//! The categories of spending that a cité keeps itself, each under one of the program's; a request to the
//! troïka and a forecast may name one. What was asked before names none.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

const TABLES: &str = r"
CREATE TABLE own_categories (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    category TEXT NOT NULL,
    label TEXT NOT NULL,
    report_row TEXT,
    family BOOLEAN NOT NULL,
    retired_at BIGINT,
    CONSTRAINT own_categories_cite FOREIGN KEY (cite_id) REFERENCES cites (id),
    CONSTRAINT own_categories_category_known CHECK (category IN ('equipment', 'connection', 'interpreting', 'service', 'media', 'other')),
    CONSTRAINT own_categories_labelled CHECK (label <> '')
)
;;
CREATE UNIQUE INDEX own_categories_label_once ON own_categories (cite_id, LOWER(label)) WHERE retired_at IS NULL
;;
ALTER TABLE agreements ADD COLUMN own_category_id {uuid} CONSTRAINT agreements_own_category REFERENCES own_categories (id)
;;
ALTER TABLE forecasts ADD COLUMN own_category_id {uuid} CONSTRAINT forecasts_own_category REFERENCES own_categories (id)
";

/// A cité's own category is named by that cité alone, and under the category that it stands under.
const SQLITE_SEALS: &str = r"
CREATE TRIGGER own_categories_kept BEFORE UPDATE OF id, cite_id, category, label ON own_categories
BEGIN SELECT RAISE(ABORT, 'own_categories_immutable'); END
;;
CREATE TRIGGER agreements_own_category_fits BEFORE INSERT ON agreements
WHEN NEW.own_category_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM own_categories WHERE id = NEW.own_category_id AND cite_id = NEW.cite_id AND category = NEW.category)
BEGIN SELECT RAISE(ABORT, 'agreements_own_category_fits'); END
;;
CREATE TRIGGER forecasts_own_category_fits BEFORE INSERT ON forecasts
WHEN NEW.own_category_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM own_categories JOIN fund_lines ON fund_lines.cite_id = own_categories.cite_id
    WHERE own_categories.id = NEW.own_category_id AND fund_lines.id = NEW.fund_line_id AND own_categories.category = NEW.category)
BEGIN SELECT RAISE(ABORT, 'forecasts_own_category_fits'); END
;;
DROP TRIGGER agreements_question_kept
;;
CREATE TRIGGER agreements_question_kept BEFORE UPDATE OF id, cite_id, fund_line_id, purpose, amount_cents, regime, document, asked_on, asked_by, axis, category, own_category_id, off_terms, deadline, asked_seat, rule, rule_limit_cents, rule_act ON agreements
BEGIN SELECT RAISE(ABORT, 'agreements_question_immutable'); END
";

const POSTGRES_SEALS: &str = r"
CREATE TRIGGER own_categories_kept BEFORE UPDATE OF id, cite_id, category, label ON own_categories
FOR EACH ROW EXECUTE FUNCTION troika_immutable('own_categories')
;;
CREATE FUNCTION agreements_own_category_fits() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM own_categories WHERE id = NEW.own_category_id AND cite_id = NEW.cite_id AND category = NEW.category) THEN
        RAISE EXCEPTION 'agreements_own_category_fits';
    END IF;
    RETURN NEW;
END $$
;;
CREATE TRIGGER agreements_own_category_fits BEFORE INSERT ON agreements
FOR EACH ROW WHEN (NEW.own_category_id IS NOT NULL) EXECUTE FUNCTION agreements_own_category_fits()
;;
CREATE FUNCTION forecasts_own_category_fits() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM own_categories JOIN fund_lines ON fund_lines.cite_id = own_categories.cite_id
        WHERE own_categories.id = NEW.own_category_id AND fund_lines.id = NEW.fund_line_id AND own_categories.category = NEW.category) THEN
        RAISE EXCEPTION 'forecasts_own_category_fits';
    END IF;
    RETURN NEW;
END $$
;;
CREATE TRIGGER forecasts_own_category_fits BEFORE INSERT ON forecasts
FOR EACH ROW WHEN (NEW.own_category_id IS NOT NULL) EXECUTE FUNCTION forecasts_own_category_fits()
;;
DROP TRIGGER agreements_question_kept ON agreements
;;
CREATE TRIGGER agreements_question_kept BEFORE UPDATE OF id, cite_id, fund_line_id, purpose, amount_cents, regime, document, asked_on, asked_by, axis, category, own_category_id, off_terms, deadline, asked_seat, rule, rule_limit_cents, rule_act ON agreements
FOR EACH ROW EXECUTE FUNCTION troika_immutable('agreements_question')
";

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0038_own_categories"
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
