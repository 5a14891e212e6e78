//! Schools come in by file too.
//!
//! `imports` is made anew because the kinds of files are part of a constraint, and `import_changes` with it
//! because it refers to it.

crate::step!(
    "m0019_schools_in",
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
    CONSTRAINT imports_kind_known CHECK (kind IN ('pupils', 'guardians', 'needs', 'items', 'sims', 'donations', 'schools')),
    CONSTRAINT imports_school_of_people CHECK (school_id IS NOT NULL OR kind NOT IN ('pupils', 'guardians')),
    CONSTRAINT imports_state_known CHECK (state IN ('staged', 'applied', 'dropped', 'undone'))
)
;;
INSERT INTO imports_next (id, cite_id, school_id, kind, file_name, content, settings, accepted, state, base_seq, staged_at)
SELECT id, cite_id, school_id, kind, file_name, content, settings, accepted, state, base_seq, staged_at FROM imports
;;
CREATE TABLE import_changes_next (
    import_id {uuid} NOT NULL PRIMARY KEY,
    images {bytes} NOT NULL,
    applied_at BIGINT NOT NULL,
    CONSTRAINT import_changes_import FOREIGN KEY (import_id) REFERENCES imports_next (id)
)
;;
INSERT INTO import_changes_next (import_id, images, applied_at)
SELECT import_id, images, applied_at FROM import_changes
;;
DROP TABLE import_changes
;;
DROP TABLE imports
;;
ALTER TABLE imports_next RENAME TO imports
;;
ALTER TABLE import_changes_next RENAME TO import_changes
"
);
