//! Families that a PRE referent sends in: made and followed by them, received by the agent.

pub mod list;
pub mod new;
pub mod received;
pub mod show;
