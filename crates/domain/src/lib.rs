//! The rules of Cartable, as plain values.
//!
//! No I/O, no async, no clock, no randomness, no ORM, no HTTP: whatever is needed of time, chance or
//! identity comes in as a parameter. Text from outside is parsed once into these types; a value that
//! exists is a value that is right.

pub mod allocation;
pub mod codes;
pub mod condition;
pub mod delivery;
pub mod disclosure;
pub mod disposal;
pub mod euros;
pub mod export;
pub mod fund;
pub mod identifiers;
pub mod ids;
pub mod incident;
pub mod item_life;
pub mod kit;
pub mod loan;
pub mod parcel;
pub mod people;
pub mod provision;
pub mod reminder;
pub mod scan;
pub mod scoring;
pub mod seat;
pub mod signature;
pub mod sim;
pub mod stock;
pub mod stock_at;
pub mod stocktake;
pub mod supply;
pub mod token;
pub mod transfer;
pub mod wipe;

pub use euros::Euros;
pub use seat::Seat;
