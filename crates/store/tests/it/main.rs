//! The verbs, on both databases.

mod census;
mod check;
mod conservation;
mod desk;
mod exports;
mod fund;
mod givens;
mod guards;
mod key;
mod loans;
mod races;
mod refusals;
mod rounds;
mod seats;
mod upgrade;
