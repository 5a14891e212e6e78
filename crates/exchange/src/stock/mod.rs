//! Deliveries of devices and SIM cards, as CSV with the titles suppliers and donors use.

mod kind;
mod read;
mod rows;

pub use read::read_stock;
pub(crate) use read::{identifies, knows};
pub use rows::{StockRow, StockRowError, StockRowWarning};
