//! The verbs, on both databases.

mod census;
mod conservation;
mod fund;
mod key;
mod loans;
mod rounds;
mod seats;
mod upgrade;
