//! Hand-overs, returns, agreements.

pub mod agreement;
pub mod list;
pub mod new;
pub mod show;
pub mod take_back;
