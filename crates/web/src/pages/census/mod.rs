//! The census: schools, and what they hand in.

pub mod list;
pub mod school;
