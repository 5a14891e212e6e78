//! Transfers between the cités of this register, and a file for a town that is elsewhere.

pub mod file;
pub mod list;
pub mod new;
pub mod show;
