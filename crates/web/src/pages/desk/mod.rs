//! The desk: the queue of a hand-over day, and what nobody came for.

pub mod queue;
