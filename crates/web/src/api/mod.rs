//! The programming interface: the same verbs as the pages, in JSON, for the programs of a town.
//!
//! One file a noun; `sheet` says who may use each line, with which scope, and describes it: the OpenAPI
//! document is made from it, so a line cannot be there and undescribed. The doc comments of what is read
//! and answered are the text of that document, so they are in French, as for a command's help.

pub mod document;
pub mod fund;
pub mod guard;
pub mod households;
pub mod items;
pub mod line;
pub mod loans;
pub mod lots;
pub mod plans;
pub mod problem;
pub mod read;
pub mod rounds;
pub mod schools;
pub mod sheet;
pub mod values;

pub use line::{ApiLine, Operation};
pub use problem::ApiError;

/// Is this the address of a program's request, and not of a page?
#[must_use]
pub fn is_under(path: &str) -> bool {
    path.starts_with("/api/")
}
