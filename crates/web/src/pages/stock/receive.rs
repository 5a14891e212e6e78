//! `/materiel/reception`: a delivery, scanned or as a file: first a dry run, then the confirmation.

pub mod open;
mod page;
pub(crate) mod read;

pub use page::{page, submit};
pub(crate) use read::made;
pub use read::{received, scanned};
