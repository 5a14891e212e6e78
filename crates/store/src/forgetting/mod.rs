//! Forgetting: what the law says to erase is erased, and stays so after a restoration.
//!
//! What is forgotten leaves a shell without a word, so that closed loans, served needs, plans and totals
//! stay whole. The opaque ids of the forgotten are kept in a table, and by whoever runs the program in a
//! file outside the database: a backup made before would bring them back otherwise.

mod again;
mod erase;
mod file;
mod household;
mod list;

pub(crate) use again::forget_again;
pub use file::{ErasureFile, ErasureFileError};
pub use household::{ForgetHousehold, ForgetRefused, ToForget};
pub use list::{Forgotten, NotWritten};
