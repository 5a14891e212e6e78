//! Papers of many loans printed together.

pub mod new;
pub mod show;
