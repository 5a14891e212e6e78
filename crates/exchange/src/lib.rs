//! Files in and out: what schools, suppliers and donors send, read into typed rows.
//!
//! `out` writes tables row by row, as CSV, XLSX or ODS.
//!
//! A reader never panics, whatever the bytes. It answers rows that are right and rows that are refused,
//! each with its line, or one reason why the file as a whole cannot be read. Reasons are codes with
//! their data; the French wording is `web`'s.

pub mod allocation;
mod date;
pub mod onde;
pub mod out;
mod reading;
mod recognise;
mod records;
pub mod stock;
mod table;
mod text;

pub use reading::{Binary, Column, FileError, FileKind, Reading, Rejected};
pub use recognise::recognise;
pub use text::{Decoded, Encoding, decode};
