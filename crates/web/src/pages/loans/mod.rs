//! Hand-overs, returns, agreements.

mod besides;
pub mod extend;
pub(in crate::pages) mod find_items;
pub mod gift;
pub mod list;
pub mod new;
pub mod papers;
pub mod print;
pub mod reminders;
pub mod rollover;
mod seen;
pub mod show;
pub mod sign;
pub mod take_back;
