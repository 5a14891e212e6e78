//! Damage, loss and theft.

pub mod list;
pub mod new;
pub mod show;
