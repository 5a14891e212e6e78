//! Devices and SIM cards, by the titles that suppliers, donors, operators and other registers use.

mod kind;
mod read;
mod rows;
mod status;

pub use read::{read_stock, stock};
pub use rows::{StockRow, StockRowError, StockRowWarning};
