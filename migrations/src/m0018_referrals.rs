//! Families that a PRE referent sends without saying why.
//!
//! A referral holds names only while it waits for the agent; once tied to a household or closed, the
//! database itself refuses that it keeps any. A household that is forgotten leaves its referral behind,
//! which then says nothing of anybody.

crate::step!(
    "m0018_referrals",
    r"
CREATE TABLE referrals (
    id {uuid} NOT NULL PRIMARY KEY,
    cite_id {uuid} NOT NULL,
    account_id {uuid} NOT NULL,
    family_name TEXT,
    first_name TEXT,
    phone TEXT,
    child_first_name TEXT,
    school_id {uuid},
    contact_language TEXT,
    lacks_device BOOLEAN NOT NULL,
    lacks_connection BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    household_id {uuid},
    created_at BIGINT NOT NULL,
    closed_at BIGINT,
    CONSTRAINT referrals_cite FOREIGN KEY (cite_id) REFERENCES cites (id),
    CONSTRAINT referrals_account FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT referrals_school FOREIGN KEY (school_id) REFERENCES schools (id),
    CONSTRAINT referrals_household FOREIGN KEY (household_id) REFERENCES households (id) ON DELETE SET NULL,
    CONSTRAINT referrals_state_known CHECK (state IN ('received', 'tied', 'closed')),
    CONSTRAINT referrals_something_lacks CHECK (lacks_device OR lacks_connection),
    CONSTRAINT referrals_household_when_tied CHECK (household_id IS NULL OR state = 'tied'),
    CONSTRAINT referrals_whole_when_received CHECK (state <> 'received' OR (family_name IS NOT NULL
        AND first_name IS NOT NULL AND phone IS NOT NULL AND contact_language IS NOT NULL AND closed_at IS NULL)),
    CONSTRAINT referrals_wiped_when_done CHECK (state = 'received' OR (family_name IS NULL AND first_name IS NULL
        AND phone IS NULL AND child_first_name IS NULL AND school_id IS NULL AND contact_language IS NULL
        AND closed_at IS NOT NULL))
)
;;
CREATE INDEX referrals_by_state ON referrals (cite_id, state)
;;
CREATE INDEX referrals_by_account ON referrals (account_id)
;;
CREATE INDEX referrals_by_household ON referrals (household_id) WHERE household_id IS NOT NULL
"
);
