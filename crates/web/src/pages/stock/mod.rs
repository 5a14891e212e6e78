//! The stock: what there is, and what comes in.

pub mod as_of;
pub mod labels;
pub mod list;
pub mod lot;
pub mod receive;
pub mod scan;
pub mod show;
pub mod triage;
