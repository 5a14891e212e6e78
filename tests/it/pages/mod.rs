//! One file a noun; each test says which page, what is typed, and what the person then reads.

mod access;
mod accounts;
mod bad_input;
mod call;
mod census;
mod cite;
mod crawl;
mod dashboards;
mod decisions;
mod donors;
mod explanations;
mod exports;
mod families;
mod files;
mod fund;
mod histories;
mod links;
mod loans;
mod referrals;
mod reservations;
mod rounds;
mod rules;
mod schools;
mod session;
mod siblings;
mod stock;
