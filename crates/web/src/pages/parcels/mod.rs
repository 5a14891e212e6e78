//! Sealed bags, relay points and delivery rounds, as the town's agent sees them.

pub mod list;
pub mod new;
pub mod relay;
pub mod relays;
pub mod round;
pub mod rounds;
pub mod show;
