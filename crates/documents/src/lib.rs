//! Papers: typed values in, PDF bytes out.
//!
//! The only crate that names Typst. The wording is French and lives in `templates/documents/*.typ`;
//! values reach a template as data, never as markup, so no name or label can change the paper around
//! it. Nothing here knows the clock or throws dice: the same paper with the same [`Imprint`] is the
//! same file, byte for byte. Papers are tagged, titled, in French, and follow PDF/UA-1.
//!
//! No paper but the loan agreement and a school's list to tick names a person.

mod agreement_proof;
mod class_list;
mod donor_report;
mod loan_agreement;
mod press;
#[doc(hidden)]
pub mod samples;
#[cfg(test)]
mod tests;

pub use agreement_proof::{AgreementProof, Answer, Decision, Regime, SeatAnswer};
pub use class_list::{ClassList, ClassSheet};
pub use donor_report::{DonorCondition, DonorReport, LotCounts};
pub use loan_agreement::{
    Borrower, Connection, DataProtection, Desk, Lender, LentItem, LoanAgreement, PlanMention,
    PupilUser,
};
pub use press::{DocumentError, Imprint, Paper, render};
