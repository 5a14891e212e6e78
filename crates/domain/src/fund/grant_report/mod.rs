//! The financial report of a grant, in the rows of Cerfa 15059*02 (`domain.md` §2.7).
//!
//! Each row is planned and realised; totals and percentages follow from the rows, so a report cannot
//! disagree with itself by its sums. What it may still lack is a balance: that is told, not refused.

mod accounts;
mod beneficiaries;
mod draft;
mod layout;
mod percentage;
mod report;
mod row;

pub use accounts::{AccountMap, NotACharge, default_row};
pub use beneficiaries::{Beneficiaries, BeneficiariesFault, PublicGroup};
pub use draft::{GrantYear, Objective, ReportDraft};
pub use layout::{CERFA_15059_02, LayoutLine, LineKind, ReportLayout, ReportTotal};
pub use percentage::Percentage;
pub use report::{
    Figures, GrantFinancialReport, GrantShare, ReportColumn, ReportFault, ReportImbalance,
    ReportLine,
};
pub use row::{ReportRow, ReportSection};
