//! `/materiel/reception`: a delivery, scanned or as a file: first a dry run, then the confirmation.

mod page;
pub(crate) mod read;

pub use page::{page, submit};
pub use read::{received, scanned};
