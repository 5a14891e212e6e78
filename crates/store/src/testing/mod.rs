//! For tests only (feature `testing`): databases of their own, on both kinds, and what fills them.

pub mod builders;
pub mod databases;
mod plans;
pub mod snapshot;
mod tables;
mod tampering;

pub use databases::{Database, Fresh, Untouched, as_it_is, key, run_sql};
pub use plans::{plan_of_overdue, plan_of_search};
pub use snapshot::{rows, snapshot};
pub use tables::{SchemaTable, backup_tables, schema_tables};
pub use tampering::texts;
