//! Schools, households, guardians, children, needs, and the files they came from.

crate::step!(
    "m0003_census",
    r"
CREATE TABLE schools (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    name TEXT NOT NULL,
    uai TEXT,
    commune TEXT NOT NULL,
    CONSTRAINT schools_name_once UNIQUE (cite_id, name),
    CONSTRAINT schools_cite FOREIGN KEY (cite_id) REFERENCES cites (id)
)
;;
CREATE TABLE households (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    label TEXT NOT NULL,
    search_key TEXT NOT NULL,
    address TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    commune TEXT NOT NULL,
    in_qpv BOOLEAN NOT NULL,
    lost_contact BOOLEAN NOT NULL,
    contact_language TEXT NOT NULL,
    equipment TEXT NOT NULL,
    connection TEXT NOT NULL,
    accepts_loan BOOLEAN NOT NULL,
    accepts_refurbished BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT households_cite FOREIGN KEY (cite_id) REFERENCES cites (id)
)
;;
CREATE INDEX households_by_search_key ON households (cite_id, search_key)
;;
CREATE TABLE guardians (
    id {uuid} NOT NULL PRIMARY KEY,
    household_id {uuid} NOT NULL,
    family_name TEXT NOT NULL,
    first_name TEXT NOT NULL,
    match_key TEXT NOT NULL,
    lives_elsewhere BOOLEAN NOT NULL,
    mobile TEXT,
    phone TEXT,
    email TEXT,
    CONSTRAINT guardians_once UNIQUE (household_id, match_key),
    CONSTRAINT guardians_household FOREIGN KEY (household_id) REFERENCES households (id)
)
;;
CREATE TABLE children (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    household_id {uuid} NOT NULL,
    school_id {uuid} NOT NULL,
    family_name TEXT NOT NULL,
    first_name TEXT NOT NULL,
    match_key TEXT NOT NULL,
    birth_year BIGINT NOT NULL,
    birth_seal TEXT NOT NULL,
    level TEXT NOT NULL,
    grade_label TEXT NOT NULL,
    class_name TEXT NOT NULL,
    CONSTRAINT children_once UNIQUE (cite_id, match_key, birth_seal),
    CONSTRAINT children_household FOREIGN KEY (household_id) REFERENCES households (id),
    CONSTRAINT children_school FOREIGN KEY (school_id) REFERENCES schools (id)
)
;;
CREATE INDEX children_by_household ON children (household_id)
;;
CREATE TABLE needs (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    household_id {uuid} NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    priority TEXT,
    opened_on TEXT NOT NULL,
    CONSTRAINT needs_household FOREIGN KEY (household_id) REFERENCES households (id),
    CONSTRAINT needs_kind_known CHECK (kind IN ('device', 'connection')),
    CONSTRAINT needs_state_known CHECK (state IN ('open', 'reserved', 'served', 'withdrawn'))
)
;;
CREATE UNIQUE INDEX needs_one_active_per_kind ON needs (household_id, kind) WHERE state IN ('open', 'reserved')
;;
CREATE INDEX needs_by_state ON needs (cite_id, state)
;;
CREATE TABLE imports (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    school_id {uuid},
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    content {bytes} NOT NULL,
    state TEXT NOT NULL,
    base_seq BIGINT NOT NULL,
    staged_at BIGINT NOT NULL,
    CONSTRAINT imports_cite FOREIGN KEY (cite_id) REFERENCES cites (id),
    CONSTRAINT imports_state_known CHECK (state IN ('staged', 'applied', 'dropped'))
)
"
);
