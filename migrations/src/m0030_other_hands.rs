//! Items in other hands than a family's: provisions (mises à disposition) and loans to schools that lend on.
//!
//! Who holds is a school of the register or an organisation of its own small table. An item is in one open
//! provision at most; a family may have it from there, by a loan line that names the provision. An item that
//! goes back to its holder from a check or a repair is wiped as if it were free. `SQLite` adds no constraint
//! to a table that is there: a trigger of the same name says it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

const BOTH: &str = r"
CREATE TABLE organisations (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    name TEXT NOT NULL,
    contact TEXT NOT NULL,
    CONSTRAINT organisations_name_once UNIQUE (cite_id, name),
    CONSTRAINT organisations_cite FOREIGN KEY (cite_id) REFERENCES cites (id),
    CONSTRAINT organisations_named CHECK (name <> '')
)
;;
CREATE TABLE provisions (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    school_id {uuid},
    organisation_id {uuid},
    act TEXT,
    responsible TEXT,
    handed_at BIGINT NOT NULL,
    handed_on TEXT NOT NULL,
    due_on TEXT,
    CONSTRAINT provisions_cite FOREIGN KEY (cite_id) REFERENCES cites (id),
    CONSTRAINT provisions_school FOREIGN KEY (school_id) REFERENCES schools (id),
    CONSTRAINT provisions_organisation FOREIGN KEY (organisation_id) REFERENCES organisations (id),
    CONSTRAINT provisions_one_holder CHECK ((school_id IS NULL) <> (organisation_id IS NULL)),
    CONSTRAINT provisions_open_ended_by_act CHECK (due_on IS NOT NULL OR act IS NOT NULL),
    CONSTRAINT provisions_act_said CHECK (act IS NULL OR act <> ''),
    CONSTRAINT provisions_due_after CHECK (due_on IS NULL OR due_on > handed_on)
)
;;
CREATE INDEX provisions_by_due ON provisions (cite_id, due_on)
;;
CREATE INDEX provisions_by_school ON provisions (school_id)
;;
CREATE TABLE provision_items (
    provision_id {uuid} NOT NULL,
    item_id {uuid} NOT NULL,
    grade_out TEXT NOT NULL,
    grade_in TEXT,
    outcome TEXT,
    closed_at BIGINT,
    CONSTRAINT provision_items_pk PRIMARY KEY (provision_id, item_id),
    CONSTRAINT provision_items_provision FOREIGN KEY (provision_id) REFERENCES provisions (id),
    CONSTRAINT provision_items_item FOREIGN KEY (item_id) REFERENCES items (id),
    CONSTRAINT provision_items_closed CHECK ((outcome IS NULL) = (closed_at IS NULL)),
    CONSTRAINT provision_items_outcome_known CHECK (outcome IS NULL OR outcome IN ('returned', 'lost')),
    CONSTRAINT provision_items_seen_back CHECK ((outcome IS NOT NULL AND outcome = 'returned') = (grade_in IS NOT NULL))
)
;;
CREATE UNIQUE INDEX provision_items_one_open_per_item ON provision_items (item_id) WHERE closed_at IS NULL
;;
CREATE INDEX provision_items_by_item ON provision_items (item_id)
;;
ALTER TABLE loan_items ADD COLUMN provision_id {uuid} CONSTRAINT loan_items_provision REFERENCES provisions (id)
;;
CREATE INDEX loan_items_by_provision ON loan_items (provision_id)
";

const POSTGRES: &str = r"
ALTER TABLE item_moves ADD CONSTRAINT item_moves_back_to_holder_when_wiped CHECK (
    NOT (to_state = 'lent' AND from_state IN ('to_check', 'repair')) OR wipe IN ('recorded', 'no_data')
)
";

const SQLITE: &str = r"
CREATE TRIGGER item_moves_back_to_holder_when_wiped BEFORE INSERT ON item_moves
WHEN NEW.to_state = 'lent' AND NEW.from_state IN ('to_check', 'repair') AND NEW.wipe NOT IN ('recorded', 'no_data')
BEGIN SELECT RAISE(ABORT, 'item_moves_back_to_holder_when_wiped'); END
";

/// The step.
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0030_other_hands"
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
