//! The verbs, on both databases.

mod census;
mod seats;
