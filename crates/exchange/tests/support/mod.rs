//! Fixtures shared with the tests package: invented people, numbers the ARCEP keeps for fiction.

use jiff::civil::{Date, date};

/// The day the fixtures are read.
pub const TODAY: Date = date(2026, 11, 23);

/// The bytes of a fixture.
pub fn fixture(path: &str) -> Vec<u8> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/");
    std::fs::read(format!("{root}{path}")).unwrap_or_else(|error| panic!("{path}: {error}"))
}
