//! Lists that answer as fast with a hundred times the register.
//!
//! `loans.still_out` follows from `loan_items` (something of the loan is not back) and from nothing else:
//! triggers keep it, whatever the code does, so that open loans are read in order of their day without the
//! ones that are over. Numbers are found by their last four signs, telephone numbers too: an index of an
//! expression, written alike in the queries.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

const BOTH: &str = r"
ALTER TABLE loans ADD COLUMN still_out BOOLEAN NOT NULL DEFAULT FALSE
;;
UPDATE loans SET still_out = TRUE WHERE id IN (SELECT loan_id FROM loan_items WHERE closed_at IS NULL)
;;
DROP INDEX loans_by_due
;;
CREATE INDEX loans_out_by_due ON loans (cite_id, due_on, id, household_id) WHERE still_out
;;
CREATE INDEX loans_out_by_household ON loans (household_id, due_on, id) WHERE still_out
;;
CREATE INDEX item_moves_by_household ON item_moves (household_id, seq)
;;
CREATE INDEX households_by_label ON households (cite_id, label, id) WHERE forgotten_at IS NULL
;;
CREATE INDEX households_to_ask ON households (cite_id)
    WHERE forgotten_at IS NULL AND (equipment = 'unknown' OR connection = 'unknown')
;;
CREATE INDEX needs_by_kind ON needs (cite_id, kind, state)
;;
CREATE INDEX items_by_tag ON items (cite_id, tag)
;;
CREATE INDEX items_by_kind ON items (cite_id, kind, state, tag)
;;
CREATE INDEX items_by_number ON items (cite_id, (substr(tag, length(tag) - 5, 4)))
;;
CREATE INDEX items_by_serial_end ON items (cite_id, (substr(serial, length(serial) - 3)))
;;
CREATE INDEX items_by_imei_end ON items (cite_id, (substr(imei, length(imei) - 3)))
;;
CREATE INDEX items_by_iccid_end ON items (cite_id, (substr(iccid, length(iccid) - 3)))
;;
CREATE INDEX items_by_former_end ON items (cite_id, (upper(substr(former_tag, length(former_tag) - 3))))
;;
CREATE INDEX items_with_a_card ON items (cite_id, tag) WHERE iccid IS NOT NULL AND state <> 'gone'
;;
CREATE INDEX reservations_held_by_rank ON reservations (cite_id, rank, household_id, id) WHERE state = 'held'
;;
CREATE INDEX reservations_held_by_household ON reservations (household_id, rank, id) WHERE state = 'held'
;;
CREATE INDEX guardians_by_mobile_end ON guardians ((substr(mobile, length(mobile) - 3)))
;;
CREATE INDEX guardians_by_phone_end ON guardians ((substr(phone, length(phone) - 3)))
";

const SQLITE: &str = r"
CREATE TRIGGER loan_items_inserted AFTER INSERT ON loan_items WHEN NEW.closed_at IS NULL
BEGIN UPDATE loans SET still_out = TRUE WHERE id = NEW.loan_id; END
;;
CREATE TRIGGER loan_items_updated AFTER UPDATE OF closed_at ON loan_items
BEGIN UPDATE loans SET still_out =
    EXISTS (SELECT 1 FROM loan_items WHERE loan_id = NEW.loan_id AND closed_at IS NULL) WHERE id = NEW.loan_id; END
;;
CREATE TRIGGER loan_items_deleted AFTER DELETE ON loan_items WHEN OLD.closed_at IS NULL
BEGIN UPDATE loans SET still_out =
    EXISTS (SELECT 1 FROM loan_items WHERE loan_id = OLD.loan_id AND closed_at IS NULL) WHERE id = OLD.loan_id; END
";

const POSTGRES: &str = r"
CREATE FUNCTION loans_still_out() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE loan UUID; BEGIN
    IF TG_OP = 'DELETE' THEN loan := OLD.loan_id; ELSE loan := NEW.loan_id; END IF;
    UPDATE loans SET still_out =
        EXISTS (SELECT 1 FROM loan_items WHERE loan_id = loan AND closed_at IS NULL) WHERE id = loan;
    RETURN NULL;
END $$
;;
CREATE TRIGGER loan_items_inserted AFTER INSERT ON loan_items
FOR EACH ROW WHEN (NEW.closed_at IS NULL) EXECUTE FUNCTION loans_still_out()
;;
CREATE TRIGGER loan_items_updated AFTER UPDATE OF closed_at ON loan_items
FOR EACH ROW EXECUTE FUNCTION loans_still_out()
;;
CREATE TRIGGER loan_items_deleted AFTER DELETE ON loan_items
FOR EACH ROW WHEN (OLD.closed_at IS NULL) EXECUTE FUNCTION loans_still_out()
";

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0031_desk_lists"
    }
}

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, BOTH).await?;
        match manager.get_database_backend() {
            DbBackend::Postgres => crate::run(manager, POSTGRES).await,
            _ => crate::run(manager, SQLITE).await,
        }
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
