//! Links by which a school without an account says what its pupils' homes have: the hash of the secret
//! in the address, never the secret; the answers so far until they are handed in, and what the school
//! wrote beside them until an agent has read it.
//!
//! A link ends once: handed in (then by the form whose id it keeps) or taken back. One that has ended
//! keeps no answers.

crate::step!(
    "m0015_census_links",
    r"
CREATE TABLE census_links (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    school_id {uuid} NOT NULL,
    class_name TEXT,
    token_hash {bytes} NOT NULL,
    created_by {uuid} NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    draft TEXT NOT NULL,
    saves BIGINT NOT NULL,
    handed_in_at BIGINT,
    handed_in_form {uuid},
    note TEXT NOT NULL,
    revoked_at BIGINT,
    CONSTRAINT census_links_token_once UNIQUE (token_hash),
    CONSTRAINT census_links_cite FOREIGN KEY (cite_id) REFERENCES cites (id),
    CONSTRAINT census_links_school FOREIGN KEY (school_id) REFERENCES schools (id),
    CONSTRAINT census_links_created_by FOREIGN KEY (created_by) REFERENCES accounts (id),
    CONSTRAINT census_links_ends_once CHECK (handed_in_at IS NULL OR revoked_at IS NULL),
    CONSTRAINT census_links_form CHECK ((handed_in_at IS NULL) = (handed_in_form IS NULL)),
    CONSTRAINT census_links_draft CHECK (draft = '' OR (handed_in_at IS NULL AND revoked_at IS NULL)),
    CONSTRAINT census_links_note CHECK (note = '' OR handed_in_at IS NOT NULL)
)
;;
CREATE INDEX census_links_by_school ON census_links (school_id)
"
);
