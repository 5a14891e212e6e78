//! Disposals: by which act items leave for good, where to, and what shows that nobody's data leave with
//! them. What left before this step did so without an act: there is nothing to say of it.

crate::step!(
    "m0028_disposals",
    r"
CREATE TABLE disposals (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    act_number TEXT NOT NULL,
    act_on TEXT NOT NULL,
    reason TEXT NOT NULL,
    destination TEXT NOT NULL,
    recipient TEXT,
    slip TEXT,
    destruction TEXT,
    value_checked BOOLEAN NOT NULL,
    unlocked BOOLEAN NOT NULL,
    recorded_on TEXT NOT NULL,
    taken_back_on TEXT,
    mistake TEXT,
    CONSTRAINT disposals_destination_once UNIQUE (id, destination),
    CONSTRAINT disposals_cite FOREIGN KEY (cite_id) REFERENCES cites (id),
    CONSTRAINT disposals_has_act CHECK (act_number <> '' AND act_on <= recorded_on),
    CONSTRAINT disposals_reason_known CHECK (reason IN ('obsolete', 'beyond_repair', 'surplus', 'lost')),
    CONSTRAINT disposals_destination_known CHECK (destination IN ('public_body', 'domaines', 'association', 'back_to_donor', 'recycled', 'written_off')),
    CONSTRAINT disposals_recipient_named CHECK (
        destination NOT IN ('public_body', 'association', 'recycled') OR (recipient IS NOT NULL AND recipient <> '')
    ),
    CONSTRAINT disposals_recycled_by_slip CHECK (
        (destination = 'recycled' AND slip IS NOT NULL AND slip <> '')
        OR (destination <> 'recycled' AND slip IS NULL AND destruction IS NULL)
    ),
    CONSTRAINT disposals_gift_of_small_value CHECK (destination <> 'association' OR value_checked),
    CONSTRAINT disposals_lost_is_written_off CHECK ((destination = 'written_off') = (reason = 'lost')),
    CONSTRAINT disposals_taken_back_same_day CHECK (
        (taken_back_on IS NULL AND mistake IS NULL)
        OR (taken_back_on = recorded_on AND mistake IN ('wrong_items', 'wrong_act', 'not_decided'))
    )
)
;;
CREATE INDEX disposals_by_cite ON disposals (cite_id, act_on)
;;
CREATE TABLE disposal_items (
    disposal_id {uuid} NOT NULL,
    item_id {uuid} NOT NULL,
    destination TEXT NOT NULL,
    seq BIGINT NOT NULL,
    from_state TEXT NOT NULL,
    proof TEXT NOT NULL,
    certificate TEXT,
    first_year BIGINT,
    standing BOOLEAN NOT NULL,
    CONSTRAINT disposal_items_pk PRIMARY KEY (disposal_id, item_id),
    CONSTRAINT disposal_items_disposal FOREIGN KEY (disposal_id, destination) REFERENCES disposals (id, destination),
    CONSTRAINT disposal_items_item FOREIGN KEY (item_id) REFERENCES items (id),
    CONSTRAINT disposal_items_from_the_desk CHECK (
        (destination = 'written_off' AND from_state = 'lost')
        OR (destination <> 'written_off' AND from_state IN ('available', 'to_check', 'repair'))
    ),
    CONSTRAINT disposal_items_no_data_left CHECK (
        (proof IN ('no_data', 'wiped') AND destination <> 'written_off' AND certificate IS NULL)
        OR (proof = 'destroyed' AND destination = 'recycled' AND certificate IS NOT NULL AND certificate <> '')
        OR (proof = 'absent' AND destination = 'written_off' AND certificate IS NULL)
    ),
    CONSTRAINT disposal_items_year_possible CHECK (first_year BETWEEN 1990 AND 2200)
)
;;
CREATE UNIQUE INDEX disposal_items_leaves_once ON disposal_items (item_id) WHERE standing
"
);
