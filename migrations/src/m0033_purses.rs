//! Purses: conventions with their dated states, what a line may spend before its own is signed, and what
//! goes from a year to the next or back to the funder.
//!
//! A line's sums are seven now. What was never overdrawn stays so: `fund_lines_never_overdrawn` counts what
//! is carried, repaid and set aside as well. Lines that were there were of the lead collège's fund, and
//! were spent before a convention where the agreement said so.

use sea_orm_migration::prelude::*;

const TABLES: &str = r"
CREATE TABLE conventions (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    number TEXT NOT NULL,
    CONSTRAINT conventions_cite FOREIGN KEY (cite_id) REFERENCES cites (id),
    CONSTRAINT conventions_title_once UNIQUE (cite_id, title),
    CONSTRAINT conventions_titled CHECK (title <> ''),
    CONSTRAINT conventions_kind_known CHECK (kind IN ('framework', 'pooling', 'grant'))
)
;;
CREATE TABLE convention_steps (
    convention_id {uuid} NOT NULL,
    state TEXT NOT NULL,
    reached_on TEXT NOT NULL,
    noted_at BIGINT NOT NULL,
    CONSTRAINT convention_steps_pk PRIMARY KEY (convention_id, state),
    CONSTRAINT convention_steps_convention FOREIGN KEY (convention_id) REFERENCES conventions (id),
    CONSTRAINT convention_steps_state_known CHECK (state IN ('drafted', 'voted', 'sent', 'signed', 'ended'))
)
;;
CREATE TABLE convention_members (
    convention_id {uuid} NOT NULL,
    school_id {uuid} NOT NULL,
    CONSTRAINT convention_members_pk PRIMARY KEY (convention_id, school_id),
    CONSTRAINT convention_members_convention FOREIGN KEY (convention_id) REFERENCES conventions (id),
    CONSTRAINT convention_members_school FOREIGN KEY (school_id) REFERENCES schools (id)
)
;;
ALTER TABLE fund_lines ADD COLUMN purse TEXT NOT NULL DEFAULT 'cite_fund' CONSTRAINT fund_lines_purse_known CHECK (purse IN ('cite_fund', 'notified_envelope', 'national_envelope', 'town_budget', 'donors'))
;;
ALTER TABLE fund_lines ADD COLUMN service TEXT NOT NULL DEFAULT ''
;;
ALTER TABLE fund_lines ADD COLUMN domaine TEXT NOT NULL DEFAULT ''
;;
ALTER TABLE fund_lines ADD COLUMN activite TEXT NOT NULL DEFAULT ''
;;
ALTER TABLE fund_lines ADD COLUMN spend_from TEXT
;;
ALTER TABLE fund_lines ADD COLUMN spend_until TEXT CONSTRAINT fund_lines_days_in_order CHECK (spend_until IS NULL OR spend_from IS NULL OR spend_from <= spend_until)
;;
ALTER TABLE fund_lines ADD COLUMN convention_id {uuid} CONSTRAINT fund_lines_convention REFERENCES conventions (id)
;;
ALTER TABLE fund_lines ADD COLUMN before_convention TEXT NOT NULL DEFAULT 'allowed' CONSTRAINT fund_lines_before_known CHECK (before_convention IN ('allowed', 'early_release', 'forbidden'))
;;
ALTER TABLE fund_lines ADD COLUMN early_release BIGINT CONSTRAINT fund_lines_early_release CHECK ((before_convention = 'early_release') = (early_release IS NOT NULL) AND (early_release IS NULL OR early_release BETWEEN 0 AND 10000))
;;
ALTER TABLE fund_lines ADD COLUMN report_months BIGINT CONSTRAINT fund_lines_report_months CHECK (report_months IS NULL OR report_months BETWEEN 1 AND 24)
;;
ALTER TABLE fund_lines ADD COLUMN carried_in_cents BIGINT NOT NULL DEFAULT 0
;;
ALTER TABLE fund_lines ADD COLUMN carried_out_cents BIGINT NOT NULL DEFAULT 0
;;
ALTER TABLE fund_lines ADD COLUMN repaid_cents BIGINT NOT NULL DEFAULT 0
;;
ALTER TABLE fund_lines ADD COLUMN reserved_cents BIGINT NOT NULL DEFAULT 0
;;
ALTER TABLE fund_lines ADD COLUMN closed_on TEXT CONSTRAINT fund_lines_closed_at_nothing CHECK (closed_on IS NULL OR open_cents = 0 AND reserved_cents = 0 AND notified_cents + carried_in_cents - carried_out_cents - repaid_cents - settled_cents = 0)
;;
ALTER TABLE notifications ADD COLUMN conditions TEXT NOT NULL DEFAULT ''
;;
ALTER TABLE commitments ADD COLUMN before_convention BOOLEAN NOT NULL DEFAULT FALSE
;;
UPDATE commitments SET before_convention = TRUE WHERE agreement_id IN (SELECT id FROM agreements WHERE regime = 'before_convention')
;;
CREATE TABLE revenue_orders (
    id {uuid} NOT NULL PRIMARY KEY,
    fund_line_id {uuid} NOT NULL,
    amount_cents BIGINT NOT NULL,
    number TEXT NOT NULL,
    received_on TEXT NOT NULL,
    CONSTRAINT revenue_orders_number_once UNIQUE (fund_line_id, number),
    CONSTRAINT revenue_orders_line FOREIGN KEY (fund_line_id) REFERENCES fund_lines (id),
    CONSTRAINT revenue_orders_not_nothing CHECK (amount_cents <> 0)
)
;;
CREATE TABLE carry_overs (
    id {uuid} NOT NULL PRIMARY KEY,
    from_line_id {uuid} NOT NULL,
    to_line_id {uuid} NOT NULL,
    amount_cents BIGINT NOT NULL,
    act TEXT NOT NULL,
    carried_on TEXT NOT NULL,
    CONSTRAINT carry_overs_from FOREIGN KEY (from_line_id) REFERENCES fund_lines (id),
    CONSTRAINT carry_overs_to FOREIGN KEY (to_line_id) REFERENCES fund_lines (id),
    CONSTRAINT carry_overs_elsewhere CHECK (from_line_id <> to_line_id),
    CONSTRAINT carry_overs_amount CHECK (amount_cents > 0),
    CONSTRAINT carry_overs_by_act CHECK (act <> '')
)
;;
CREATE INDEX carry_overs_from ON carry_overs (from_line_id)
;;
CREATE INDEX carry_overs_to ON carry_overs (to_line_id)
;;
CREATE TABLE repayments (
    id {uuid} NOT NULL PRIMARY KEY,
    fund_line_id {uuid} NOT NULL,
    amount_cents BIGINT NOT NULL,
    reference TEXT NOT NULL,
    repaid_on TEXT NOT NULL,
    CONSTRAINT repayments_reference_once UNIQUE (fund_line_id, reference),
    CONSTRAINT repayments_line FOREIGN KEY (fund_line_id) REFERENCES fund_lines (id),
    CONSTRAINT repayments_amount CHECK (amount_cents > 0),
    CONSTRAINT repayments_by_order CHECK (reference <> '')
)
";

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0033_purses"
    }
}

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, TABLES).await?;
        let sums = "notified_cents >= 0 AND open_cents >= 0 AND settled_cents >= 0 AND carried_in_cents >= 0 AND carried_out_cents >= 0 AND repaid_cents >= 0 AND reserved_cents >= 0";
        let room = "reduced OR notified_cents + carried_in_cents - carried_out_cents - repaid_cents - reserved_cents - open_cents - settled_cents >= 0";
        crate::remade::checks(
            manager,
            "fund_lines",
            &[("fund_lines_sums_positive", sums), ("fund_lines_never_overdrawn", room)],
        )
        .await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
