//! Files that come in: sent, their columns told, looked at, confirmed, taken back.

pub mod columns;
pub mod decide;
mod lines;
pub mod list;
mod look;
mod opened;
pub mod show;

pub use look::FileWork;
