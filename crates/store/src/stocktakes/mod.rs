//! Stocktakes: what is at the desk, scanned and held against the register.

pub mod close;
pub mod open;
pub mod read;
pub mod scan;
