//! Which secret key the database goes with: a fingerprint of the key, in one row, never the key.

crate::step!(
    "m0009_secret_key",
    r"
CREATE TABLE secret_key (
    id BIGINT NOT NULL PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    CONSTRAINT secret_key_one CHECK (id = 1)
)
"
);
