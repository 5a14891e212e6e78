//! What the tests stand on: databases of their own, a fixed clock, builders.

pub mod databases;

pub use databases::Database;
