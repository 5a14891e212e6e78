//! SIM cards: lists, what is known of a line, its codes, what is ordered for it.

pub mod describe;
pub mod list;
pub mod note;
pub mod order;
pub mod part;
pub mod secret;
