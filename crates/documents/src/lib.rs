//! Papers: typed values in, PDF bytes out.
//!
//! The only crate that names Typst. The wording is French and lives in `templates/documents/*.typ`;
//! values reach a template as data, never as markup, so no name or label can change the paper around
//! it. Nothing here knows the clock or throws dice: the same paper with the same [`Imprint`] is the
//! same file, byte for byte. Papers are tagged, titled, in French, and follow PDF/UA-1.
//!
//! Only the loan agreement, a school's list to tick, the decisions of a plan and the explanation owed to
//! one family name a person or a family.

mod agreement_proof;
mod algorithm_explanation;
mod class_list;
mod decision_list;
mod donor_report;
mod family;
mod fonts;
mod loan_agreement;
mod press;
#[doc(hidden)]
pub mod samples;
#[cfg(test)]
mod tests;
mod texts;

pub use agreement_proof::{AgreementProof, Answer, Decision, Regime, SeatAnswer};
pub use algorithm_explanation::{
    AlgorithmExplanation, ExplainedNeed, ExplainedPlan, PointsLine, Standing, UsedFact,
};
pub use class_list::{ClassList, ClassSheet};
pub use decision_list::{DecisionList, DecisionRow};
pub use donor_report::{DonorCondition, DonorReport, LotCounts};
pub use family::{
    Accessory, Connection, Desk, HelpFor, HelpLine, LentItem, Point, PointFound, Signature, Signing,
};
pub use fonts::{Fonts, NoFont};
pub use loan_agreement::{
    Borrower, Copy, DataProtection, Lender, LoanAgreement, PlanMention, PupilUser, Reading,
    Signatures,
};
pub use press::{DocumentError, Imprint, NotOffered, Paper, Press, render};
pub use texts::{Direction, Language, Text, TextBook, TextFault, TextProblem};
