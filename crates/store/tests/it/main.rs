//! The verbs, on both databases.

mod backup;
mod census;
mod check;
mod conservation;
mod desk;
mod exports;
mod forgetting;
mod fund;
mod givens;
mod guards;
mod hand_over;
mod intake;
mod key;
mod links;
mod loans;
mod races;
mod receiving;
mod referrals;
mod refusals;
mod round_money;
mod rounds;
mod seats;
mod siblings;
mod sims;
mod stocktakes;
mod upgrade;
