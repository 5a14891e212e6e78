//! The census: schools, and what they hand in.

pub mod links;
pub mod list;
pub mod paper;
pub mod school;
pub mod show;
pub mod type_in;
