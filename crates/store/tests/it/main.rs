//! The verbs, on both databases.

mod census;
mod rounds;
mod seats;
