//! What leaves for good, by an act.

pub mod list;
pub mod new;
pub mod show;
