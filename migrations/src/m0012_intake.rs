//! Files of every kind, kept with what a person said of them until they are confirmed, and undone since;
//! mappings of columns kept for the next file; and the number an item had in another register.
//!
//! `imports` is made anew because its states are part of a constraint.

crate::step!(
    "m0012_intake",
    r"
CREATE TABLE imports_next (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    school_id {uuid},
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    content {bytes} NOT NULL,
    settings TEXT NOT NULL,
    accepted TEXT NOT NULL,
    state TEXT NOT NULL,
    base_seq BIGINT NOT NULL,
    staged_at BIGINT NOT NULL,
    CONSTRAINT imports_cite FOREIGN KEY (cite_id) REFERENCES cites (id),
    CONSTRAINT imports_kind_known CHECK (kind IN ('pupils', 'guardians', 'needs', 'items', 'sims', 'donations')),
    CONSTRAINT imports_school_of_people CHECK (school_id IS NOT NULL OR kind NOT IN ('pupils', 'guardians')),
    CONSTRAINT imports_state_known CHECK (state IN ('staged', 'applied', 'dropped', 'undone'))
)
;;
INSERT INTO imports_next (id, cite_id, school_id, kind, file_name, content, settings, accepted, state, base_seq, staged_at)
SELECT id, cite_id, school_id, kind, file_name, content, '{}', '[]', state, base_seq, staged_at FROM imports
;;
DROP TABLE imports
;;
ALTER TABLE imports_next RENAME TO imports
;;
CREATE TABLE import_changes (
    import_id {uuid} NOT NULL PRIMARY KEY,
    images {bytes} NOT NULL,
    applied_at BIGINT NOT NULL,
    CONSTRAINT import_changes_import FOREIGN KEY (import_id) REFERENCES imports (id)
)
;;
CREATE TABLE mappings (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    titles TEXT NOT NULL,
    columns TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    CONSTRAINT mappings_titles_once UNIQUE (cite_id, kind, titles),
    CONSTRAINT mappings_cite FOREIGN KEY (cite_id) REFERENCES cites (id)
)
;;
ALTER TABLE items ADD COLUMN former_tag TEXT
;;
CREATE INDEX items_by_former_tag ON items (cite_id, former_tag) WHERE former_tag IS NOT NULL
"
);
