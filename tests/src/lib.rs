//! What the tests of pages stand on: the program in memory, a fixed clock, people signed in.

pub mod app;
pub mod browser;
pub mod city;
pub mod crawl;
pub mod html;
pub mod program;

pub use app::{Answer, App, Visitor};
pub use browser::Browser;
pub use city::City;
pub use crawl::Crawl;
pub use program::Program;
