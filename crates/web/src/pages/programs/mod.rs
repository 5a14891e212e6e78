//! For the programs of a town: the tokens they come in with, and how.

pub mod list;
pub mod show;
