//! Hand-overs and returns.

pub mod extend;
pub mod gifts;
pub mod hand_over;
mod judge;
pub mod lend;
pub(crate) mod lent;
pub(crate) mod lines;
pub mod lists;
pub mod paper;
pub mod show;
pub mod sign;
pub mod take_back;
pub(crate) mod write;
