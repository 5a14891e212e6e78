//! Donors: their lots, and what became of them.

pub mod list;
pub mod lot;
