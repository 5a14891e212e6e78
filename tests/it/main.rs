//! Everything a person would do, page by page, on both databases.

mod browser;
mod command_line;
mod intake;
mod pages;
