//! SIM cards and their lines: described, followed, paid for, their secrets sealed and shown on demand.
//!
//! A card is an item with an ICCID; what is known of its line stands beside the item. Nothing here says
//! who has it: an erased family leaves no trace in these tables.

pub mod describe;
pub mod find;
pub mod name;
pub mod note;
pub mod order;
pub(crate) mod rows;
pub mod secret;
pub mod show;
pub mod values;
