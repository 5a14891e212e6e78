//! Receiving: how many a lot should hold, wipes before an item is free again, and stocktakes by scan.
//!
//! What was freed before this step has no wipe on record: its moves say `before`. From now on a move from
//! a check or a repair to the shelf says that a wipe is recorded with it, or that the kind keeps nothing.

crate::step!(
    "m0024_receiving",
    r"
ALTER TABLE lots ADD COLUMN expected BIGINT CONSTRAINT lots_expected_possible CHECK (expected BETWEEN 1 AND 5000)
;;
ALTER TABLE item_moves ADD COLUMN wipe TEXT NOT NULL DEFAULT 'before'
    CONSTRAINT item_moves_freed_when_wiped CHECK (
        wipe IN ('before', 'recorded', 'no_data')
        OR (wipe = 'none' AND NOT (to_state = 'available' AND from_state IN ('to_check', 'repair')))
    )
;;
CREATE TABLE wipes (
    item_id {uuid} NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    method TEXT NOT NULL,
    result TEXT NOT NULL,
    certificate TEXT,
    account_id {uuid} NOT NULL,
    CONSTRAINT wipes_pk PRIMARY KEY (item_id, seq),
    CONSTRAINT wipes_item FOREIGN KEY (item_id) REFERENCES items (id),
    CONSTRAINT wipes_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT wipes_method_known CHECK (method IN ('factory_reset', 'certified_erasure', 'not_needed')),
    CONSTRAINT wipes_result_known CHECK (result IN ('done', 'failed')),
    CONSTRAINT wipes_certified CHECK (method <> 'certified_erasure' OR result = 'failed' OR certificate IS NOT NULL)
)
;;
CREATE TABLE stocktakes (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    account_id {uuid} NOT NULL,
    state TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    closed_at BIGINT,
    expected BIGINT NOT NULL,
    CONSTRAINT stocktakes_cite FOREIGN KEY (cite_id) REFERENCES cites (id),
    CONSTRAINT stocktakes_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT stocktakes_expected_possible CHECK (expected >= 0),
    CONSTRAINT stocktakes_state_known CHECK (
        (state = 'open' AND closed_at IS NULL) OR (state = 'closed' AND closed_at IS NOT NULL)
    )
)
;;
CREATE UNIQUE INDEX stocktakes_one_open ON stocktakes (cite_id) WHERE state = 'open'
;;
CREATE TABLE stocktake_scans (
    stocktake_id {uuid} NOT NULL,
    code TEXT NOT NULL,
    item_id {uuid},
    found TEXT NOT NULL,
    state TEXT,
    at BIGINT NOT NULL,
    account_id {uuid} NOT NULL,
    CONSTRAINT stocktake_scans_pk PRIMARY KEY (stocktake_id, code),
    CONSTRAINT stocktake_scans_item_once UNIQUE (stocktake_id, item_id),
    CONSTRAINT stocktake_scans_stocktake FOREIGN KEY (stocktake_id) REFERENCES stocktakes (id),
    CONSTRAINT stocktake_scans_item FOREIGN KEY (item_id) REFERENCES items (id),
    CONSTRAINT stocktake_scans_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT stocktake_scans_found CHECK (
        (found = 'ours' AND item_id IS NOT NULL AND state IS NOT NULL)
        OR (found IN ('elsewhere', 'unknown') AND item_id IS NULL AND state IS NULL)
    )
)
;;
CREATE TABLE stocktake_differences (
    stocktake_id {uuid} NOT NULL,
    code TEXT NOT NULL,
    item_id {uuid},
    difference TEXT NOT NULL,
    CONSTRAINT stocktake_differences_pk PRIMARY KEY (stocktake_id, code),
    CONSTRAINT stocktake_differences_stocktake FOREIGN KEY (stocktake_id) REFERENCES stocktakes (id),
    CONSTRAINT stocktake_differences_item FOREIGN KEY (item_id) REFERENCES items (id),
    CONSTRAINT stocktake_differences_known CHECK (
        (difference IN ('missing', 'lent', 'lost', 'gone') AND item_id IS NOT NULL)
        OR (difference IN ('elsewhere', 'unknown') AND item_id IS NULL)
    )
)
"
);
