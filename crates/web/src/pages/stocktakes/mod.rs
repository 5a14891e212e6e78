//! Stocktakes: what is at the desk, scanned and held against the register.

pub mod differences;
pub mod list;
pub mod scan;
