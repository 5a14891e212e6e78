//! What is counted and given: supplies, books, kits.

pub mod kits;
pub mod list;
pub mod new;
pub mod show;
