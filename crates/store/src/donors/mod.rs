//! Donors' lots, what accepted them, and what became of them.

pub mod acceptance;
pub mod report;
