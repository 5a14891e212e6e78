//! Hand-overs and returns.

mod judge;
pub mod lend;
pub(crate) mod lent;
pub mod lists;
pub mod paper;
pub mod show;
pub mod take_back;
