//! Policies, allocation rounds, immutable plans and the reservations that an adopted plan makes.

crate::step!(
    "m0006_rounds",
    r"
CREATE TABLE policies (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    version BIGINT NOT NULL,
    content TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    CONSTRAINT policies_version_once UNIQUE (cite_id, version),
    CONSTRAINT policies_cite FOREIGN KEY (cite_id) REFERENCES cites (id)
)
;;
CREATE TABLE rounds (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    policy_id {uuid} NOT NULL,
    name TEXT NOT NULL,
    frozen_seq BIGINT NOT NULL,
    needs TEXT NOT NULL,
    seed BIGINT NOT NULL,
    frozen_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT rounds_name_once UNIQUE (cite_id, name),
    CONSTRAINT rounds_policy FOREIGN KEY (policy_id) REFERENCES policies (id),
    CONSTRAINT rounds_state_known CHECK (state IN ('open', 'adopted', 'abandoned'))
)
;;
CREATE TABLE plans (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    round_id {uuid} NOT NULL,
    base_seq BIGINT NOT NULL,
    situation TEXT NOT NULL,
    scores TEXT NOT NULL,
    policy TEXT NOT NULL,
    content TEXT NOT NULL,
    digest TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT plans_round FOREIGN KEY (round_id) REFERENCES rounds (id),
    CONSTRAINT plans_state_known CHECK (state IN ('proposed', 'adopted'))
)
;;
CREATE UNIQUE INDEX plans_one_adopted_per_round ON plans (round_id) WHERE state = 'adopted'
;;
CREATE TABLE reservations (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    plan_id {uuid} NOT NULL,
    need_id {uuid} NOT NULL,
    item_id {uuid} NOT NULL,
    household_id {uuid} NOT NULL,
    rank BIGINT NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT reservations_plan FOREIGN KEY (plan_id) REFERENCES plans (id),
    CONSTRAINT reservations_need FOREIGN KEY (need_id) REFERENCES needs (id),
    CONSTRAINT reservations_item FOREIGN KEY (item_id) REFERENCES items (id),
    CONSTRAINT reservations_state_known CHECK (state IN ('held', 'posted', 'released'))
)
;;
CREATE UNIQUE INDEX reservations_one_held_per_item ON reservations (item_id) WHERE state = 'held'
;;
CREATE UNIQUE INDEX reservations_one_held_per_need ON reservations (need_id) WHERE state = 'held'
;;
CREATE INDEX reservations_by_household ON reservations (household_id)
"
);
