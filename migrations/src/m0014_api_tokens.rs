//! Tokens of the programming interface: the hash of a secret shown once, what it may do, until when.
//!
//! The seat is no foreign key: a seat taken back is deleted, and its tokens stay, revoked, in the list.

crate::step!(
    "m0014_api_tokens",
    r"
CREATE TABLE api_tokens (
    id {uuid} NOT NULL PRIMARY KEY,
    token_hash {bytes} NOT NULL,
    account_id {uuid} NOT NULL,
    cite_id {uuid} NOT NULL,
    seat_id {uuid} NOT NULL,
    seat TEXT NOT NULL,
    scopes TEXT NOT NULL,
    label TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    last_used_on TEXT,
    revoked_at BIGINT,
    CONSTRAINT api_tokens_hash_once UNIQUE (token_hash),
    CONSTRAINT api_tokens_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT api_tokens_cite FOREIGN KEY (cite_id) REFERENCES cites (id),
    CONSTRAINT api_tokens_scopes CHECK (scopes <> ''),
    CONSTRAINT api_tokens_life CHECK (expires_at > created_at AND expires_at <= created_at + 31536000000)
)
;;
CREATE INDEX api_tokens_by_cite ON api_tokens (cite_id, account_id)
;;
CREATE INDEX api_tokens_by_seat ON api_tokens (seat_id)
"
);
