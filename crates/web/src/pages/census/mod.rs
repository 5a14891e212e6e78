//! The census: what schools hand in.

pub mod import;
pub mod list;
pub mod read;
pub mod school;
