//! Deliveries of devices and SIM cards, as CSV with the titles suppliers and donors use.

mod rows;

pub use rows::{StockRow, StockRowError, UniqueNumber};
