//! The verbs, on both databases.

mod census;
mod check;
mod conservation;
mod desk;
mod fund;
mod givens;
mod guards;
mod intake;
mod key;
mod loans;
mod races;
mod referrals;
mod refusals;
mod rounds;
mod seats;
mod upgrade;
