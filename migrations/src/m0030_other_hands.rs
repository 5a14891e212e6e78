//! Items in other hands than a family's: provisions (mises à disposition), loans to schools that lend on,
//! transfers from cité to cité.
//!
//! Who holds is a school of the register or an organisation of its own small table. An item is in one open
//! provision at most; a family may have it from there, by a loan line that names the provision. An item that
//! goes back to its holder from a check or a repair is wiped as if it were free. `SQLite` adds no constraint
//! to a table that is there: a trigger of the same name says it.
//!
//! A device that left may come again, here or in another cité: serial numbers, IMEI and card numbers are
//! unique among items that are not gone. Constraints become partial indexes of the same names.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, Statement};

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

const TRANSFERS: &str = r"
CREATE TABLE transfers (
    id {uuid} NOT NULL PRIMARY KEY,
    from_cite_id {uuid} NOT NULL,
    to_cite_id {uuid} NOT NULL,
    from_act TEXT NOT NULL,
    to_act TEXT,
    sent_at BIGINT NOT NULL,
    sent_on TEXT NOT NULL,
    received_at BIGINT,
    CONSTRAINT transfers_from FOREIGN KEY (from_cite_id) REFERENCES cites (id),
    CONSTRAINT transfers_to FOREIGN KEY (to_cite_id) REFERENCES cites (id),
    CONSTRAINT transfers_elsewhere CHECK (from_cite_id <> to_cite_id),
    CONSTRAINT transfers_by_act CHECK (from_act <> '' AND (to_act IS NULL OR to_act <> '')),
    CONSTRAINT transfers_received_by_act CHECK ((received_at IS NULL) = (to_act IS NULL))
)
;;
CREATE INDEX transfers_sent ON transfers (from_cite_id, sent_at)
;;
CREATE INDEX transfers_coming ON transfers (to_cite_id, sent_at)
;;
CREATE TABLE transfer_items (
    transfer_id {uuid} NOT NULL,
    item_id {uuid} NOT NULL,
    arrival TEXT NOT NULL,
    received_item_id {uuid},
    CONSTRAINT transfer_items_pk PRIMARY KEY (transfer_id, item_id),
    CONSTRAINT transfer_items_transfer FOREIGN KEY (transfer_id) REFERENCES transfers (id),
    CONSTRAINT transfer_items_item FOREIGN KEY (item_id) REFERENCES items (id),
    CONSTRAINT transfer_items_became FOREIGN KEY (received_item_id) REFERENCES items (id),
    CONSTRAINT transfer_items_became_once UNIQUE (received_item_id),
    CONSTRAINT transfer_items_arrival_known CHECK (arrival IN ('on_the_way', 'received', 'not_arrived', 'taken_back')),
    CONSTRAINT transfer_items_received CHECK ((arrival = 'received') = (received_item_id IS NOT NULL))
)
;;
CREATE UNIQUE INDEX transfer_items_one_way_at_a_time ON transfer_items (item_id) WHERE arrival IN ('on_the_way', 'not_arrived')
";

/// A number is an item's own while somebody answers for it.
const ONCE: &str = r"
CREATE UNIQUE INDEX items_serial_once ON items (kind, serial) WHERE state <> 'gone'
;;
CREATE UNIQUE INDEX items_imei_once ON items (imei) WHERE state <> 'gone'
;;
CREATE UNIQUE INDEX items_iccid_once ON items (iccid) WHERE state <> 'gone'
";

const NO_LONGER: &str = r"
ALTER TABLE items DROP CONSTRAINT items_serial_once
;;
ALTER TABLE items DROP CONSTRAINT items_imei_once
;;
ALTER TABLE items DROP CONSTRAINT items_iccid_once
";

/// `SQLite` drops no constraint: the table is made anew from its own text without the three, and so with
/// whatever other steps added to it, then its indexes and triggers. What refers to it is judged at the end.
async fn made_anew(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let texts = |wanted: &str| {
        let sql = format!(
            "SELECT sql AS t FROM sqlite_master WHERE tbl_name = 'items' AND sql IS NOT NULL AND type {wanted}"
        );
        Statement::from_string(DbBackend::Sqlite, sql)
    };
    let table = db.query_one_raw(texts("= 'table'")).await?;
    let table = table.ok_or_else(|| DbErr::Custom("no table of items".to_owned()))?;
    let mut table: String = table.try_get("", "t")?;
    for constraint in [
        "CONSTRAINT items_serial_once UNIQUE (kind, serial),",
        "CONSTRAINT items_imei_once UNIQUE (imei),",
        "CONSTRAINT items_iccid_once UNIQUE (iccid),",
    ] {
        if !table.contains(constraint) {
            return Err(DbErr::Custom(format!("items without {constraint}")));
        }
        table = table.replace(constraint, "");
    }
    let besides = db.query_all_raw(texts("IN ('index', 'trigger')")).await?;
    let besides: Vec<String> =
        besides.iter().map(|row| row.try_get("", "t")).collect::<Result<_, _>>()?;
    for sql in [
        "PRAGMA defer_foreign_keys = ON",
        "CREATE TABLE items_aside AS SELECT * FROM items",
        "DROP TABLE items",
        table.as_str(),
        "INSERT INTO items SELECT * FROM items_aside",
        "DROP TABLE items_aside",
    ] {
        db.execute_unprepared(sql).await?;
    }
    for sql in besides {
        db.execute_unprepared(&sql).await?;
    }
    Ok(())
}

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
            DbBackend::Postgres => {
                crate::run(manager, POSTGRES).await?;
                crate::run(manager, NO_LONGER).await?;
            }
            _ => {
                crate::run(manager, SQLITE).await?;
                made_anew(manager).await?;
            }
        }
        crate::run(manager, ONCE).await?;
        crate::run(manager, TRANSFERS).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
