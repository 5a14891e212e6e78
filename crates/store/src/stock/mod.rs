//! Donors, lots, items, and where each item is.

pub mod desk;
pub(crate) mod enter;
pub mod find;
pub mod item;
pub mod lots;
pub(crate) mod moves;
pub mod receive;
pub(crate) mod values;
