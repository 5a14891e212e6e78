//! Cités, accounts, seats and sessions.

pub mod accounts;
pub mod cites;
pub mod sessions;
