//! Hand-overs and returns.

mod judge;
pub mod lend;
pub mod lists;
pub mod paper;
pub mod show;
pub mod take_back;
