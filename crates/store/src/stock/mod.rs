//! Donors, lots, items, and where each item is.

pub mod desk;
pub(crate) mod ends;
pub(crate) mod enter;
pub mod find;
pub mod item;
pub mod lots;
pub(crate) mod moves;
pub mod open_lot;
pub mod past;
pub mod receive;
pub mod scanned;
pub mod slip;
pub(crate) mod values;
pub mod wipes;
