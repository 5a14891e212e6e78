//! Givens: one file per noun, each value invented and complete, each changed by its caller.

pub mod cites;
pub mod fund;
pub mod households;
pub mod large;
pub mod many;
pub mod referrals;
pub mod rounds;
pub mod stock;
pub mod supplies;
