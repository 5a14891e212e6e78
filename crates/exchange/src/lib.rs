//! Files in and out: what schools, suppliers and donors send, read into typed rows.
//!
//! `out` writes tables row by row, as CSV, XLSX or ODS.
//!
//! A reader never panics, whatever the bytes. It answers rows that are right and rows that are refused,
//! each with its line, or one reason why the file as a whole cannot be read. Reasons are codes with
//! their data; the French wording is `web`'s.

pub mod allocation;
mod archive;
mod columns;
mod date;
pub mod directory;
mod grid;
mod open;
pub mod out;
pub mod people;
mod reading;
mod recognise;
mod records;
pub mod reference;
pub mod siecle;
pub mod statement;
pub mod stock;
mod table;
mod text;
mod workbook;
mod xml;
mod yes;

pub use archive::bundle;
pub use columns::Mapping;
pub use grid::{Grid, Row, Source};
pub use open::{Opened, Opening, open};
pub use reading::{Binary, Column, FileError, FileKind, Reading, Rejected};
pub use recognise::{kind_of_grid, recognise};
pub use text::{Decoded, Encoding, decode};
