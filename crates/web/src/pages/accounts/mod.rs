//! Accounts and seats of the cité.

pub mod list;
