//! Families: found, shown, entered; what they have and need.

pub mod erase;
pub mod list;
pub mod new;
pub mod record;
pub mod show;
pub mod state;
