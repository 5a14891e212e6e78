//! The act that accepted a gift (CGCT L2242-1): of donors' lots only, and known or not yet.

crate::step!(
    "m0008_acceptance",
    r"
ALTER TABLE lots ADD COLUMN acceptance TEXT
    CONSTRAINT lots_acceptance_of_gifts CHECK (acceptance IS NULL OR origin = 'donor')
"
);
