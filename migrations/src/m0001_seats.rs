//! Cités, accounts, the seats they hold, and sessions.

crate::step!(
    "m0001_seats",
    r"
CREATE TABLE cites (
    id {uuid} NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    tag_prefix TEXT NOT NULL,
    lead_school TEXT NOT NULL,
    lender_name TEXT NOT NULL,
    lender_address TEXT NOT NULL,
    lender_signatory TEXT NOT NULL,
    act_reference TEXT NOT NULL,
    contact TEXT NOT NULL,
    dpo_contact TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT cites_tag_prefix_once UNIQUE (tag_prefix),
    CONSTRAINT cites_tag_prefix_form CHECK (length(tag_prefix) = 3)
)
;;
CREATE TABLE accounts (
    id {uuid} NOT NULL PRIMARY KEY,
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    failures BIGINT NOT NULL,
    locked_until BIGINT,
    created_at BIGINT NOT NULL,
    CONSTRAINT accounts_login_once UNIQUE (login)
)
;;
CREATE TABLE seats (
    id {uuid} NOT NULL PRIMARY KEY,
    account_id {uuid} NOT NULL,
    cite_id {uuid} NOT NULL,
    seat TEXT NOT NULL,
    CONSTRAINT seats_once UNIQUE (account_id, cite_id, seat),
    CONSTRAINT seats_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT seats_cite FOREIGN KEY (cite_id) REFERENCES cites (id)
)
;;
CREATE TABLE sessions (
    token_hash {bytes} NOT NULL PRIMARY KEY,
    account_id {uuid} NOT NULL,
    seat_id {uuid} NOT NULL,
    opened_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    CONSTRAINT sessions_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT sessions_seat FOREIGN KEY (seat_id) REFERENCES seats (id)
)
;;
CREATE INDEX sessions_by_account ON sessions (account_id)
"
);
