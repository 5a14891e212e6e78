//! The verbs, on both databases.

mod census;
mod conservation;
mod fund;
mod loans;
mod rounds;
mod seats;
mod upgrade;
