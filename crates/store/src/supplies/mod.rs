//! What is counted, not numbered: received in lots, given away, never negative.

pub(crate) mod draw;
pub mod receive;
pub mod shelf;
