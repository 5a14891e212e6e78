//! Sealed bags that reach a family without the desk: relay points with the hash of the secret in their
//! page's address, delivery rounds, and what is in each bag. A bag's code is kept twice, sealed to be
//! told to the family again and hashed with the store's key to be found; one that is over keeps neither.

crate::step!(
    "m0027_parcels",
    r"
CREATE TABLE relay_points (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    hours TEXT NOT NULL,
    phone TEXT,
    act TEXT NOT NULL,
    keep_days BIGINT NOT NULL,
    token_hash {bytes} NOT NULL,
    away_until TEXT,
    wrong_count BIGINT NOT NULL,
    wrong_since BIGINT,
    opened_at BIGINT NOT NULL,
    ended_at BIGINT,
    CONSTRAINT relay_points_name_once UNIQUE (cite_id, name),
    CONSTRAINT relay_points_token_once UNIQUE (token_hash),
    CONSTRAINT relay_points_cite FOREIGN KEY (cite_id) REFERENCES cites (id),
    CONSTRAINT relay_points_keep_days CHECK (keep_days BETWEEN 1 AND 60),
    CONSTRAINT relay_points_wrong CHECK (wrong_count = 0 OR wrong_since IS NOT NULL)
)
;;
CREATE TABLE delivery_rounds (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    on_day TEXT NOT NULL,
    courier TEXT NOT NULL,
    begun_at BIGINT,
    CONSTRAINT delivery_rounds_cite FOREIGN KEY (cite_id) REFERENCES cites (id)
)
;;
CREATE INDEX delivery_rounds_by_day ON delivery_rounds (cite_id, on_day)
;;
CREATE TABLE parcels (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    number BIGINT NOT NULL,
    household_id {uuid} NOT NULL,
    channel TEXT NOT NULL,
    relay_id {uuid},
    delivery_round_id {uuid},
    nth BIGINT,
    seal TEXT NOT NULL,
    tracking TEXT,
    code_sealed {bytes},
    code_hash TEXT,
    due_on TEXT NOT NULL,
    keep_until TEXT,
    state TEXT NOT NULL,
    prepared_at BIGINT NOT NULL,
    arrived_at BIGINT,
    ended_at BIGINT,
    CONSTRAINT parcels_number_once UNIQUE (cite_id, number),
    CONSTRAINT parcels_cite FOREIGN KEY (cite_id) REFERENCES cites (id),
    CONSTRAINT parcels_household FOREIGN KEY (household_id) REFERENCES households (id),
    CONSTRAINT parcels_relay FOREIGN KEY (relay_id) REFERENCES relay_points (id),
    CONSTRAINT parcels_round FOREIGN KEY (delivery_round_id) REFERENCES delivery_rounds (id),
    CONSTRAINT parcels_channel CHECK (
        (channel = 'relay' AND relay_id IS NOT NULL AND keep_until IS NOT NULL AND tracking IS NULL)
        OR (channel = 'round' AND relay_id IS NULL AND keep_until IS NULL AND tracking IS NULL)
        OR (channel = 'post' AND relay_id IS NULL AND keep_until IS NULL AND delivery_round_id IS NULL)
    ),
    CONSTRAINT parcels_state_known CHECK (
        state IN ('prepared', 'on_the_way', 'at_relay', 'collected', 'coming_back', 'back')
    ),
    CONSTRAINT parcels_at_relay CHECK (state <> 'at_relay' OR channel = 'relay'),
    CONSTRAINT parcels_over CHECK ((state IN ('collected', 'back')) = (ended_at IS NOT NULL)),
    CONSTRAINT parcels_code CHECK (
        (code_sealed IS NULL) = (code_hash IS NULL)
        AND (code_hash IS NOT NULL) = (channel = 'relay' AND ended_at IS NULL)
    ),
    CONSTRAINT parcels_kept CHECK (keep_until IS NULL OR keep_until < due_on),
    CONSTRAINT parcels_nth CHECK ((delivery_round_id IS NULL) = (nth IS NULL))
)
;;
CREATE UNIQUE INDEX parcels_code_once ON parcels (relay_id, code_hash) WHERE code_hash IS NOT NULL
;;
CREATE INDEX parcels_by_state ON parcels (cite_id, state, prepared_at)
;;
CREATE INDEX parcels_by_household ON parcels (household_id)
;;
CREATE INDEX parcels_by_relay ON parcels (relay_id, state)
;;
CREATE INDEX parcels_by_round ON parcels (delivery_round_id, nth)
;;
CREATE TABLE parcel_items (
    parcel_id {uuid} NOT NULL,
    item_id {uuid} NOT NULL,
    need_id {uuid},
    grade TEXT NOT NULL,
    points TEXT NOT NULL,
    accessories TEXT NOT NULL,
    closed_at BIGINT,
    CONSTRAINT parcel_items_pk PRIMARY KEY (parcel_id, item_id),
    CONSTRAINT parcel_items_parcel FOREIGN KEY (parcel_id) REFERENCES parcels (id),
    CONSTRAINT parcel_items_item FOREIGN KEY (item_id) REFERENCES items (id),
    CONSTRAINT parcel_items_need FOREIGN KEY (need_id) REFERENCES needs (id)
)
;;
CREATE UNIQUE INDEX parcel_items_one_open_per_item ON parcel_items (item_id) WHERE closed_at IS NULL
;;
CREATE UNIQUE INDEX parcel_items_one_open_per_need ON parcel_items (need_id) WHERE closed_at IS NULL AND need_id IS NOT NULL
"
);
