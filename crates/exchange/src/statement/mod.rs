//! The statement of an accounting system: the payment orders of a school, mandats of GFC or demandes de
//! paiement of Op@le, to be set against the ledger line by line (`domain.md` §2.2 and §2.6).

mod amount;
mod read;
mod rows;

pub use read::{read_statement, statement};
pub use rows::{StatementFault, StatementRow, StatementWrong};
