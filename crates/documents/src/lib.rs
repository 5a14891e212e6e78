//! Papers: typed values in, PDF bytes out.
//!
//! The only crate that names Typst. The wording is French and lives in `templates/documents/*.typ`;
//! values reach a template as data, never as markup, so no name or label can change the paper around
//! it. Nothing here knows the clock or throws dice: the same paper with the same [`Imprint`] is the
//! same file, byte for byte. Papers are tagged, titled, in French, and follow PDF/UA-1.
//!
//! Only the loan agreement, a school's list to tick, the decisions of a plan and the explanation owed to
//! one family name a person or a family; the report on a grant names who signs it.

mod agreement_proof;
mod algorithm_explanation;
mod before_convention;
mod bundle;
mod class_list;
mod condition_report;
mod decision_list;
mod desk;
mod disposal_record;
mod donor_report;
mod error;
mod family;
mod fonts;
mod formal_notice;
mod fund_statement;
mod gift_receipt;
mod grant_report;
mod handover_slip;
mod incident_declaration;
mod label_sheet;
mod loan_agreement;
mod loan_certificate;
mod loan_extension;
mod money;
mod operations_journal;
mod press;
mod provision_agreement;
mod reminder_letter;
mod return_slip;
#[doc(hidden)]
pub mod samples;
mod sms;
mod templates;
#[cfg(test)]
mod tests;
mod texts;

pub use agreement_proof::{
    AgreementProof, Answer, AttachedFile, AttachedQuote, Decision, Regime, SeatAnswer,
};
pub use algorithm_explanation::{
    AlgorithmExplanation, ExplainedNeed, ExplainedPlan, PointsLine, Standing, UsedFact,
};
pub use before_convention::{BeforeConventionList, ConventionState, EarlyRelease, EarlySpending};
pub use bundle::BundleError;
pub use class_list::{ClassList, ClassSheet};
pub use condition_report::{Change, ConditionReport, ItemCondition, PointCompared};
pub use decision_list::{DecisionList, DecisionRow};
pub use disposal_record::{DisposalPaper, DisposalRow};
pub use donor_report::{DonorCondition, DonorReport, LotCounts};
pub use error::{DocumentError, NotOffered};
pub use family::{
    Accessory, Connection, Desk, HelpFor, HelpLine, LentItem, PointFound, Signature, Signing,
    TwoSignatures,
};
pub use fonts::{Fonts, NoFont};
pub use formal_notice::FormalNotice;
pub use fund_statement::{
    BoughtOutput, ExceptionKind, FundStatement, LineFigures, Reconciliation, StatementException,
    StatementLine, StatementOperation,
};
pub use gift_receipt::{GiftReceipt, GivenGood};
pub use grant_report::{
    BeneficiaryRow, Certification, GrantReport, ObjectiveRow, ReportBlock, ReportContent,
    ReportRow, ReportSection, RowLevel,
};
pub use handover_slip::{HandoverSlip, Tutorial};
pub use incident_declaration::{
    IncidentDeclaration, IncidentKind, MissingItem, Owner, Step, StepDone,
};
pub use label_sheet::{LABEL_FORMATS, LabelFormat, LabelSheet, StickyLabel};
pub use loan_agreement::{
    Borrower, Copy, DataProtection, Lender, LoanAgreement, PlanMention, PupilUser, Reading,
    Signatures,
};
pub use loan_certificate::LoanCertificate;
pub use loan_extension::LoanExtension;
pub use operations_journal::{JournalRow, OperationsJournal};
pub use press::{Binder, Imprint, Labelled, Paper, Press, render};
pub use provision_agreement::{ProvidedItem, ProvisionAgreement};
pub use reminder_letter::ReminderLetter;
pub use return_slip::{ReturnSlip, ReturnedItem};
pub use sms::{Alphabet, ReminderSms, Sms};
pub use texts::{Direction, Language, Text, TextBook, TextFault, TextProblem};
