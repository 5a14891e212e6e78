//! Hand-overs, returns, agreements.

mod besides;
pub mod extend;
pub(in crate::pages) mod find_items;
pub mod gift;
pub mod list;
pub mod new;
pub mod papers;
pub(in crate::pages) mod picked;
pub mod print;
pub mod reminders;
pub mod rollover;
pub(in crate::pages) mod seen;
pub mod show;
pub mod sign;
pub mod take_back;
