//! A family's needs are read by index, those that are over too. What is active has one already, which `SQLite`
//! takes only where the states are written out.

crate::step!(
    "m0032_needs_by_household",
    r"CREATE INDEX needs_by_household ON needs (household_id)"
);
