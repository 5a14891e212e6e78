//! Files out: what there is for a seat, and the form of each.

pub mod list;
pub mod new;
