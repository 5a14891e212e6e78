//! One need for each device of a household: a family with four children may need two.

crate::step!(
    "m0021_siblings",
    r"
ALTER TABLE needs ADD COLUMN slot BIGINT NOT NULL DEFAULT 1
    CONSTRAINT needs_slot_possible CHECK (slot = 1 OR (kind = 'device' AND slot BETWEEN 2 AND 9))
;;
DROP INDEX needs_one_active_per_kind
;;
CREATE UNIQUE INDEX needs_one_active_per_slot ON needs (household_id, kind, slot) WHERE state IN ('open', 'reserved')
"
);
