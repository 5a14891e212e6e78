//! The papers of a hand-over: what the register knows, as the values that `documents` sets in type.

mod facts;
mod follow_up;
mod gift;
mod hand_over;
mod incident;
mod kind;
mod loan;
mod many;
mod press;
mod provision;
mod sms;

pub use facts::LoanFacts;
pub use gift::gift_receipt;
pub use incident::declaration;
pub use kind::{PaperKind, possible};
pub use loan::print_loan;
pub use many::{OneOfMany, beside};
pub use press::{Beside, languages, print};
pub use provision::provision_agreement;
pub use sms::message;
