//! The desk: condition points and accessories beside each lent item, signatures, papers kept as files,
//! what is counted and given, kits, and until when a reservation waits.

crate::step!(
    "m0022_desk",
    r"
ALTER TABLE cites ADD COLUMN hold_days BIGINT NOT NULL DEFAULT 21
    CONSTRAINT cites_hold_days_possible CHECK (hold_days BETWEEN 1 AND 365)
;;
ALTER TABLE cites ADD COLUMN tutorial TEXT NOT NULL DEFAULT ''
;;
ALTER TABLE cites ADD COLUMN sender TEXT NOT NULL DEFAULT ''
;;
ALTER TABLE reservations ADD COLUMN hold_until BIGINT
;;
ALTER TABLE reservations ADD COLUMN passed_from {uuid}
;;
CREATE INDEX reservations_by_state ON reservations (cite_id, state, rank)
;;
CREATE INDEX loan_items_by_item ON loan_items (item_id)
;;
ALTER TABLE loan_items ADD COLUMN points_out TEXT NOT NULL DEFAULT '{}'
;;
ALTER TABLE loan_items ADD COLUMN points_in TEXT
;;
CREATE TABLE loan_accessories (
    loan_id {uuid} NOT NULL,
    item_id {uuid} NOT NULL,
    accessory TEXT NOT NULL,
    count_out BIGINT NOT NULL,
    count_in BIGINT,
    CONSTRAINT loan_accessories_pk PRIMARY KEY (loan_id, item_id, accessory),
    CONSTRAINT loan_accessories_line FOREIGN KEY (loan_id, item_id) REFERENCES loan_items (loan_id, item_id),
    CONSTRAINT loan_accessories_out CHECK (count_out BETWEEN 1 AND 9),
    CONSTRAINT loan_accessories_in CHECK (count_in IS NULL OR count_in BETWEEN 0 AND 9)
)
;;
CREATE TABLE signatures (
    hand_over_id {uuid} NOT NULL,
    side TEXT NOT NULL,
    seq BIGINT NOT NULL,
    cite_id {uuid} NOT NULL,
    manner TEXT NOT NULL,
    strokes TEXT,
    read_in TEXT,
    interpreter BOOLEAN NOT NULL,
    signed_at BIGINT NOT NULL,
    CONSTRAINT signatures_pk PRIMARY KEY (hand_over_id, side, seq),
    CONSTRAINT signatures_cite FOREIGN KEY (cite_id) REFERENCES cites (id),
    CONSTRAINT signatures_side_known CHECK (side IN ('out', 'in')),
    CONSTRAINT signatures_manner CHECK (
        (manner = 'drawn' AND strokes IS NOT NULL) OR (manner = 'on_paper' AND strokes IS NULL)
    )
)
;;
CREATE TABLE attachments (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    subject TEXT NOT NULL,
    subject_id {uuid} NOT NULL,
    what TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    content {bytes} NOT NULL,
    added_at BIGINT NOT NULL,
    CONSTRAINT attachments_cite FOREIGN KEY (cite_id) REFERENCES cites (id),
    CONSTRAINT attachments_size CHECK (size BETWEEN 1 AND 10485760),
    CONSTRAINT attachments_media_known CHECK (media_type IN ('application/pdf', 'image/jpeg', 'image/png'))
)
;;
CREATE INDEX attachments_by_subject ON attachments (subject_id)
;;
CREATE TABLE supplies (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    label TEXT NOT NULL,
    kind TEXT NOT NULL,
    isbn TEXT,
    age_from BIGINT,
    age_to BIGINT,
    low_at BIGINT NOT NULL,
    CONSTRAINT supplies_label_once UNIQUE (cite_id, label),
    CONSTRAINT supplies_cite FOREIGN KEY (cite_id) REFERENCES cites (id),
    CONSTRAINT supplies_kind CHECK (
        kind = 'book' OR (kind = 'consumable' AND isbn IS NULL AND age_from IS NULL)
    ),
    CONSTRAINT supplies_ages CHECK (
        (age_from IS NULL AND age_to IS NULL) OR (age_from IS NOT NULL AND age_to IS NOT NULL AND age_from <= age_to)
    ),
    CONSTRAINT supplies_low_at CHECK (low_at >= 0)
)
;;
CREATE UNIQUE INDEX supplies_isbn_once ON supplies (cite_id, isbn) WHERE isbn IS NOT NULL
;;
CREATE TABLE supply_lots (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    supply_id {uuid} NOT NULL,
    donor_id {uuid},
    commitment_id {uuid},
    received_on TEXT NOT NULL,
    on_hand BIGINT NOT NULL,
    CONSTRAINT supply_lots_supply FOREIGN KEY (supply_id) REFERENCES supplies (id),
    CONSTRAINT supply_lots_donor FOREIGN KEY (donor_id) REFERENCES donors (id),
    CONSTRAINT supply_lots_commitment FOREIGN KEY (commitment_id) REFERENCES commitments (id),
    CONSTRAINT supply_lots_one_origin CHECK (donor_id IS NULL OR commitment_id IS NULL),
    CONSTRAINT supply_lots_never_negative CHECK (on_hand >= 0)
)
;;
CREATE INDEX supply_lots_by_supply ON supply_lots (supply_id, received_on)
;;
CREATE TABLE supply_moves (
    supply_lot_id {uuid} NOT NULL,
    seq BIGINT NOT NULL,
    reason TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    gift_id {uuid},
    at BIGINT NOT NULL,
    CONSTRAINT supply_moves_pk PRIMARY KEY (supply_lot_id, seq),
    CONSTRAINT supply_moves_lot FOREIGN KEY (supply_lot_id) REFERENCES supply_lots (id),
    CONSTRAINT supply_moves_reason CHECK (
        (reason = 'received' AND quantity > 0 AND gift_id IS NULL)
        OR (reason = 'given' AND quantity < 0 AND gift_id IS NOT NULL)
        OR (reason = 'taken_back' AND quantity > 0 AND gift_id IS NOT NULL)
        OR (reason = 'counted' AND quantity <> 0 AND gift_id IS NULL)
        OR (reason = 'discarded' AND quantity < 0 AND gift_id IS NULL)
    )
)
;;
CREATE INDEX supply_moves_by_gift ON supply_moves (gift_id)
;;
CREATE TABLE gifts (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    household_id {uuid} NOT NULL,
    given_at BIGINT NOT NULL,
    given_on TEXT NOT NULL,
    CONSTRAINT gifts_household FOREIGN KEY (household_id) REFERENCES households (id)
)
;;
CREATE INDEX gifts_by_household ON gifts (household_id)
;;
CREATE TABLE gift_items (
    gift_id {uuid} NOT NULL,
    item_id {uuid} NOT NULL,
    need_id {uuid},
    grade TEXT NOT NULL,
    CONSTRAINT gift_items_pk PRIMARY KEY (gift_id, item_id),
    CONSTRAINT gift_items_gift FOREIGN KEY (gift_id) REFERENCES gifts (id),
    CONSTRAINT gift_items_item FOREIGN KEY (item_id) REFERENCES items (id),
    CONSTRAINT gift_items_need FOREIGN KEY (need_id) REFERENCES needs (id),
    CONSTRAINT gift_items_given_once UNIQUE (item_id)
)
;;
CREATE TABLE kits (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    label TEXT NOT NULL,
    retired BOOLEAN NOT NULL,
    CONSTRAINT kits_label_once UNIQUE (cite_id, label),
    CONSTRAINT kits_cite FOREIGN KEY (cite_id) REFERENCES cites (id)
)
;;
CREATE TABLE kit_parts (
    kit_id {uuid} NOT NULL,
    nth BIGINT NOT NULL,
    item_kind TEXT,
    supply_id {uuid},
    quantity BIGINT NOT NULL,
    CONSTRAINT kit_parts_pk PRIMARY KEY (kit_id, nth),
    CONSTRAINT kit_parts_kit FOREIGN KEY (kit_id) REFERENCES kits (id),
    CONSTRAINT kit_parts_supply FOREIGN KEY (supply_id) REFERENCES supplies (id),
    CONSTRAINT kit_parts_one_thing CHECK ((item_kind IS NULL) <> (supply_id IS NULL)),
    CONSTRAINT kit_parts_some CHECK (quantity BETWEEN 1 AND 200)
)
"
);
