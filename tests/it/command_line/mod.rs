//! The program itself, run as a person runs it: what it prints, how it ends, what it leaves behind.

mod accounts;
mod addresses;
mod allocate;
mod backup;
mod check;
mod demo;
mod export;
mod export_of_many;
mod papers;
mod program;
mod serve;
mod tokens;
mod usage;
