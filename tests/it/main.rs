//! Everything a person or a program would do, page by page, on both databases.

mod api;
mod browser;
mod command_line;
mod intake;
mod pages;
