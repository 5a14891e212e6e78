//! The troïka in full: the rule as a dated setting, and on each request the one it was asked under; what a
//! request is about and by when; quotes and other files with their hashes; remarks, deputies, recusals.
//!
//! What was asked and what was answered never changes, whatever the code does: triggers say so, by name.
//! Requests of before were asked under the only rule there was, three of three, and name no category.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

const TABLES: &str = r"
ALTER TABLE seats ADD COLUMN deputy BOOLEAN NOT NULL DEFAULT FALSE CONSTRAINT seats_deputy_of_troika CHECK (NOT deputy OR seat IN ('principal', 'town_copilot', 'prefect_delegate'))
;;
ALTER TABLE agreements ADD COLUMN axis TEXT NOT NULL DEFAULT ''
;;
ALTER TABLE agreements ADD COLUMN category TEXT CONSTRAINT agreements_category_known CHECK (category IS NULL OR category IN ('equipment', 'connection', 'interpreting', 'service', 'media', 'other'))
;;
ALTER TABLE agreements ADD COLUMN off_terms TEXT NOT NULL DEFAULT ''
;;
ALTER TABLE agreements ADD COLUMN deadline TEXT CONSTRAINT agreements_deadline CHECK (deadline IS NULL OR deadline >= asked_on)
;;
ALTER TABLE agreements ADD COLUMN asked_seat TEXT CONSTRAINT agreements_asked_seat CHECK (asked_seat IS NULL OR asked_seat IN ('principal', 'town_copilot', 'prefect_delegate'))
;;
ALTER TABLE agreements ADD COLUMN rule TEXT NOT NULL DEFAULT 'unanimous' CONSTRAINT agreements_rule_known CHECK (rule IN ('unanimous', 'two_of_three', 'consultative'))
;;
ALTER TABLE agreements ADD COLUMN rule_limit_cents BIGINT CONSTRAINT agreements_rule_limit CHECK ((rule = 'two_of_three') = (rule_limit_cents IS NOT NULL) AND (rule_limit_cents IS NULL OR rule_limit_cents > 0))
;;
ALTER TABLE agreements ADD COLUMN rule_act TEXT NOT NULL DEFAULT ''
;;
ALTER TABLE agreements ADD COLUMN withdrawn_at BIGINT CONSTRAINT agreements_withdrawn CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL))
;;
ALTER TABLE agreement_answers ADD COLUMN remark TEXT NOT NULL DEFAULT '' CONSTRAINT agreement_answers_recusal_said CHECK (answer <> 'recused' OR remark <> '')
;;
ALTER TABLE agreement_answers ADD COLUMN deputy BOOLEAN NOT NULL DEFAULT FALSE
;;
CREATE TABLE troika_rules (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    rule TEXT NOT NULL,
    limit_cents BIGINT,
    act TEXT NOT NULL,
    in_force_from TEXT NOT NULL,
    seq BIGINT NOT NULL,
    CONSTRAINT troika_rules_cite FOREIGN KEY (cite_id) REFERENCES cites (id),
    CONSTRAINT troika_rules_known CHECK (rule IN ('unanimous', 'two_of_three', 'consultative')),
    CONSTRAINT troika_rules_limit CHECK ((rule = 'two_of_three') = (limit_cents IS NOT NULL) AND (limit_cents IS NULL OR limit_cents > 0)),
    CONSTRAINT troika_rules_by_act CHECK (act <> '')
)
;;
CREATE INDEX troika_rules_by_day ON troika_rules (cite_id, in_force_from)
;;
CREATE TABLE agreement_files (
    id {uuid} NOT NULL PRIMARY KEY,
    agreement_id {uuid} NOT NULL,
    label TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    content {bytes} NOT NULL,
    added_at BIGINT NOT NULL,
    CONSTRAINT agreement_files_agreement FOREIGN KEY (agreement_id) REFERENCES agreements (id),
    CONSTRAINT agreement_files_type_known CHECK (media_type IN ('application/pdf', 'image/jpeg', 'image/png')),
    CONSTRAINT agreement_files_size CHECK (size BETWEEN 1 AND 10485760),
    CONSTRAINT agreement_files_hashed CHECK (length(sha256) = 64)
)
;;
CREATE INDEX agreement_files_by_agreement ON agreement_files (agreement_id)
;;
CREATE TABLE quotes (
    file_id {uuid} NOT NULL PRIMARY KEY,
    supplier TEXT NOT NULL,
    number TEXT NOT NULL,
    quoted_on TEXT NOT NULL,
    net_cents BIGINT,
    vat_cents BIGINT,
    gross_cents BIGINT NOT NULL,
    CONSTRAINT quotes_file FOREIGN KEY (file_id) REFERENCES agreement_files (id),
    CONSTRAINT quotes_of_somebody CHECK (supplier <> ''),
    CONSTRAINT quotes_gross CHECK (gross_cents > 0),
    CONSTRAINT quotes_add_up CHECK ((net_cents IS NULL) = (vat_cents IS NULL) AND (net_cents IS NULL OR net_cents >= 0 AND vat_cents >= 0 AND net_cents + vat_cents = gross_cents))
)
";

/// What a request says, and was asked under; its state and its withdrawal are not among them.
const SQLITE_SEALS: &str = r"
CREATE TRIGGER agreement_answers_never_updated BEFORE UPDATE ON agreement_answers
BEGIN SELECT RAISE(ABORT, 'agreement_answers_immutable'); END
;;
CREATE TRIGGER agreement_answers_never_deleted BEFORE DELETE ON agreement_answers
BEGIN SELECT RAISE(ABORT, 'agreement_answers_immutable'); END
;;
CREATE TRIGGER agreements_question_kept BEFORE UPDATE OF id, cite_id, fund_line_id, purpose, amount_cents, regime, document, asked_on, asked_by, axis, category, off_terms, deadline, asked_seat, rule, rule_limit_cents, rule_act ON agreements
BEGIN SELECT RAISE(ABORT, 'agreements_question_immutable'); END
;;
CREATE TRIGGER agreements_decided_once BEFORE UPDATE OF state, withdrawn_at ON agreements WHEN OLD.state <> 'asked'
BEGIN SELECT RAISE(ABORT, 'agreements_decided_once'); END
;;
CREATE TRIGGER troika_rules_never_updated BEFORE UPDATE ON troika_rules
BEGIN SELECT RAISE(ABORT, 'troika_rules_immutable'); END
;;
CREATE TRIGGER troika_rules_never_deleted BEFORE DELETE ON troika_rules
BEGIN SELECT RAISE(ABORT, 'troika_rules_immutable'); END
;;
CREATE TRIGGER agreement_files_never_updated BEFORE UPDATE ON agreement_files
BEGIN SELECT RAISE(ABORT, 'agreement_files_immutable'); END
;;
CREATE TRIGGER agreement_files_never_deleted BEFORE DELETE ON agreement_files
BEGIN SELECT RAISE(ABORT, 'agreement_files_immutable'); END
;;
CREATE TRIGGER quotes_never_updated BEFORE UPDATE ON quotes
BEGIN SELECT RAISE(ABORT, 'quotes_immutable'); END
;;
CREATE TRIGGER quotes_never_deleted BEFORE DELETE ON quotes
BEGIN SELECT RAISE(ABORT, 'quotes_immutable'); END
";

const POSTGRES_SEALS: &str = r"
CREATE FUNCTION troika_immutable() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%_immutable', TG_ARGV[0]; END $$
;;
CREATE FUNCTION agreements_decided_once() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'agreements_decided_once'; END $$
;;
CREATE TRIGGER agreement_answers_never_changed BEFORE UPDATE OR DELETE ON agreement_answers
FOR EACH ROW EXECUTE FUNCTION troika_immutable('agreement_answers')
;;
CREATE TRIGGER agreement_answers_never_truncated BEFORE TRUNCATE ON agreement_answers
FOR EACH STATEMENT EXECUTE FUNCTION troika_immutable('agreement_answers')
;;
CREATE TRIGGER agreements_question_kept BEFORE UPDATE OF id, cite_id, fund_line_id, purpose, amount_cents, regime, document, asked_on, asked_by, axis, category, off_terms, deadline, asked_seat, rule, rule_limit_cents, rule_act ON agreements
FOR EACH ROW EXECUTE FUNCTION troika_immutable('agreements_question')
;;
CREATE TRIGGER agreements_decided_once BEFORE UPDATE OF state, withdrawn_at ON agreements
FOR EACH ROW WHEN (OLD.state <> 'asked') EXECUTE FUNCTION agreements_decided_once()
;;
CREATE TRIGGER troika_rules_never_changed BEFORE UPDATE OR DELETE ON troika_rules
FOR EACH ROW EXECUTE FUNCTION troika_immutable('troika_rules')
;;
CREATE TRIGGER agreement_files_never_changed BEFORE UPDATE OR DELETE ON agreement_files
FOR EACH ROW EXECUTE FUNCTION troika_immutable('agreement_files')
;;
CREATE TRIGGER quotes_never_changed BEFORE UPDATE OR DELETE ON quotes
FOR EACH ROW EXECUTE FUNCTION troika_immutable('quotes')
";

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0034_troika"
    }
}

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let states = "state IN ('asked', 'agreed', 'refused', 'withdrawn')";
        let known = "answer IN ('yes', 'no', 'recused')";
        crate::remade::checks(manager, "agreements", &[("agreements_state_known", states)]).await?;
        crate::remade::checks(manager, "agreement_answers", &[("agreement_answers_known", known)])
            .await?;
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
