//! The census: what schools hand in.

pub mod decide;
pub mod import;
mod lines;
pub mod list;
pub mod read;
pub mod school;
