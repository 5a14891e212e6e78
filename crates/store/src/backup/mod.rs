//! Backups: one archive, the same for both databases, written from a live one and restored into an
//! empty one.
//!
//! A ZIP with `manifest.json` and one file of JSON lines a table. The same register gives the same
//! bytes on either database, so that a town also moves from one to the other by it.

mod archive;
mod cells;
mod manifest;
mod restore;
mod schema;
mod tables;
mod write;

pub use archive::{Archive, ArchiveError};
pub use manifest::{Head, Manifest, TableEntry};
pub use restore::{RestoreError, Restored, restore};
pub use schema::{Column, Kind};
#[cfg(feature = "testing")]
pub(crate) use schema::{names, shape};
#[cfg(feature = "testing")]
pub(crate) use tables::{KEPT, LEFT_OUT, kept};
pub use write::BackupError;
