//! One file a noun; each test says which page, what is typed, and what the person then reads.

mod access;
mod accounts;
mod bad_input;
mod call;
mod census;
mod cite;
mod crawl;
mod dashboards;
mod donors;
mod families;
mod files;
mod fund;
mod histories;
mod loans;
mod referrals;
mod reservations;
mod rounds;
mod rules;
mod session;
mod stock;
