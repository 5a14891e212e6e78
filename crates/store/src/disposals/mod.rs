//! Leaving for good: by an act, many items at once, and taken back the same day if it was a mistake.

pub mod dispose;
pub mod show;
pub mod take_back;
