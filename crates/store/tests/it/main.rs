//! The verbs, on both databases.

mod loans;
mod census;
mod fund;
mod rounds;
mod seats;
