//! One file a noun; each test says which page, what is typed, and what the person then reads.

mod access;
mod bad_input;
mod census;
mod crawl;
mod families;
mod fund;
mod loans;
mod rounds;
mod session;
