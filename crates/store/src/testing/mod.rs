//! For tests only (feature `testing`): databases of their own, on both kinds, and what fills them.

pub mod builders;
pub mod databases;
pub mod snapshot;
mod tampering;

pub use databases::{Database, Fresh, Untouched, key, run_sql};
pub use snapshot::{rows, snapshot};
pub use tampering::texts;
