//! What a backup says of itself: the one entry that is read first.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::schema::Column;

/// The format of the archive. What reads format 1 refuses any other by name.
pub const FORMAT: u32 = 1;

/// The manifest's name in the archive.
pub const MANIFEST: &str = "manifest.json";

/// A manifest is a few kilobytes; beyond this it is none.
pub const LARGEST_MANIFEST: u64 = 1024 * 1024;

/// What is in a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The archive's format.
    pub format: u32,
    /// The version of the program that made it.
    pub program: String,
    /// The last step of the schema that its tables are of.
    pub schema: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// The fingerprint of the secret key that its seals were made with; never the key.
    pub key: String,
    /// The journal's last line.
    pub journal: Head,
    /// The tables, in the order in which they can be filled.
    pub tables: Vec<TableEntry>,
}

/// The last line of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Its number.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
}

/// A table of a backup: one JSON array a line, its values in the order of the columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableEntry {
    /// Its name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// How many rows.
    pub rows: u64,
    /// How many bytes, unpacked.
    pub bytes: u64,
    /// SHA-256 of those bytes, in hex.
    pub sha256: String,
}

impl Manifest {
    /// All rows together.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }

    /// The first digits of the key's fingerprint: enough for a person to tell two keys apart.
    #[must_use]
    pub fn key_told(&self) -> &str {
        self.key.get(..12).unwrap_or(&self.key)
    }
}

/// The entry of a table in the archive.
pub fn entry_name(table: &str) -> String {
    format!("tables/{table}.jsonl")
}
