//! Sealed bags that reach a family without the desk, and who keeps or carries them.
//!
//! A bag has the id of the loan that it becomes: what is in it is set aside while it travels, and lent by
//! the line that says the family has it. Nothing is lent on the way, so nothing is undone when it comes back.

pub mod at_relay;
pub mod carry;
mod end;
pub mod pack;
pub(crate) mod packed;
pub mod relays;
pub mod rounds;
pub mod show;
