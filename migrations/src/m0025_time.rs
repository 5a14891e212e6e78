//! Time: extensions, reminders, and families that are not to be contacted.

crate::step!(
    "m0025_time",
    r"
ALTER TABLE households ADD COLUMN no_contact BOOLEAN NOT NULL DEFAULT FALSE
;;
CREATE TABLE loan_extensions (
    loan_id {uuid} NOT NULL,
    seq BIGINT NOT NULL,
    from_due TEXT NOT NULL,
    to_due TEXT NOT NULL,
    at BIGINT NOT NULL,
    CONSTRAINT loan_extensions_pk PRIMARY KEY (loan_id, seq),
    CONSTRAINT loan_extensions_loan FOREIGN KEY (loan_id) REFERENCES loans (id),
    CONSTRAINT loan_extensions_later CHECK (to_due > from_due)
)
;;
CREATE TABLE reminders (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    household_id {uuid} NOT NULL,
    channel TEXT NOT NULL,
    standing TEXT NOT NULL,
    loans BIGINT NOT NULL,
    reminded_on TEXT NOT NULL,
    at BIGINT NOT NULL,
    CONSTRAINT reminders_household FOREIGN KEY (household_id) REFERENCES households (id),
    CONSTRAINT reminders_channel_known CHECK (channel IN ('call', 'sms', 'letter')),
    CONSTRAINT reminders_standing_known CHECK (standing IN ('soon', 'late', 'very_late')),
    CONSTRAINT reminders_some CHECK (loans >= 1)
)
;;
CREATE INDEX reminders_by_household ON reminders (household_id, at)
"
);
