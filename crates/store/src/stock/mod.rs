//! Donors, lots, items, and where each item is.

pub(crate) mod moves;
