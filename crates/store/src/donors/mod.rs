//! Donors' lots, and what became of them.

pub mod report;
