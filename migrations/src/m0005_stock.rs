//! Donors, lots, items and their dated moves from state to state.

crate::step!(
    "m0005_stock",
    r"
CREATE TABLE donors (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT donors_name_once UNIQUE (cite_id, name),
    CONSTRAINT donors_cite FOREIGN KEY (cite_id) REFERENCES cites (id)
)
;;
CREATE TABLE lots (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    label TEXT NOT NULL,
    origin TEXT NOT NULL,
    donor_id {uuid},
    commitment_id {uuid},
    kind TEXT NOT NULL,
    condition TEXT NOT NULL,
    mode TEXT NOT NULL,
    restriction TEXT NOT NULL,
    received_on TEXT NOT NULL,
    CONSTRAINT lots_label_once UNIQUE (cite_id, label),
    CONSTRAINT lots_cite FOREIGN KEY (cite_id) REFERENCES cites (id),
    CONSTRAINT lots_donor FOREIGN KEY (donor_id) REFERENCES donors (id),
    CONSTRAINT lots_commitment FOREIGN KEY (commitment_id) REFERENCES commitments (id),
    CONSTRAINT lots_origin CHECK (
        (origin = 'town' AND donor_id IS NULL AND commitment_id IS NULL)
        OR (origin = 'donor' AND donor_id IS NOT NULL AND commitment_id IS NULL)
        OR (origin = 'fund' AND donor_id IS NULL AND commitment_id IS NOT NULL)
    )
)
;;
CREATE TABLE tag_counters (
    cite_id {uuid} NOT NULL,
    kind TEXT NOT NULL,
    last BIGINT NOT NULL,
    CONSTRAINT tag_counters_pk PRIMARY KEY (cite_id, kind)
)
;;
CREATE TABLE items (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    lot_id {uuid} NOT NULL,
    kind TEXT NOT NULL,
    tag TEXT NOT NULL,
    serial TEXT,
    imei TEXT,
    iccid TEXT,
    msisdn TEXT,
    state TEXT NOT NULL,
    grade TEXT NOT NULL,
    received_on TEXT NOT NULL,
    CONSTRAINT items_tag_once UNIQUE (tag),
    CONSTRAINT items_serial_once UNIQUE (kind, serial),
    CONSTRAINT items_imei_once UNIQUE (imei),
    CONSTRAINT items_iccid_once UNIQUE (iccid),
    CONSTRAINT items_cite FOREIGN KEY (cite_id) REFERENCES cites (id),
    CONSTRAINT items_lot FOREIGN KEY (lot_id) REFERENCES lots (id),
    CONSTRAINT items_named CHECK (serial IS NOT NULL OR imei IS NOT NULL OR iccid IS NOT NULL),
    CONSTRAINT items_hotspot_has_sim CHECK (kind <> 'hotspot' OR iccid IS NOT NULL),
    CONSTRAINT items_state_known CHECK (state IN ('available', 'reserved', 'lent', 'to_check', 'repair', 'lost', 'gone'))
)
;;
CREATE INDEX items_by_state ON items (cite_id, state, kind)
;;
CREATE INDEX items_by_lot ON items (lot_id)
;;
CREATE TABLE item_moves (
    item_id {uuid} NOT NULL,
    seq BIGINT NOT NULL,
    from_state TEXT,
    to_state TEXT NOT NULL,
    grade TEXT NOT NULL,
    at BIGINT NOT NULL,
    household_id {uuid},
    CONSTRAINT item_moves_pk PRIMARY KEY (item_id, seq),
    CONSTRAINT item_moves_item FOREIGN KEY (item_id) REFERENCES items (id)
)
"
);
