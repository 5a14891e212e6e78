//! The verbs, on both databases.

mod census;
mod fund;
mod loans;
mod rounds;
mod seats;
mod upgrade;
