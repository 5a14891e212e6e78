//! Cités, accounts, seats and sessions.

pub mod accounts;
pub mod attempts;
pub mod cites;
pub mod give;
pub mod passwords;
pub mod sessions;
pub mod staff;
pub mod tokens;
