//! Families: found, shown, entered, taken by telephone; what they have and need.

pub mod call;
pub mod contact;
pub mod erase;
pub mod list;
pub mod new;
pub mod people;
pub mod record;
pub mod show;
pub mod state;
