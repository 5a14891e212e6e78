//! What every verb stands on: the pool, the transaction with its journal line, errors, columns.

pub mod columns;
mod derived;
pub mod error;
pub mod journal;
pub mod key;
pub mod open;
pub mod reach;
pub(crate) mod room;
pub(crate) mod rows;
pub(crate) mod sealed;
pub mod total;
pub mod transaction;

pub(crate) use derived::derived;
