//! The journal line of an export: who took what out, what for.

use domain::export::{ExportKind, ExportPurpose, FileFormat, FundPart, LoanSelection};
use domain::ids::{CiteId, FundLineId, PlanId};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use uuid::Uuid;

use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::fund::rows;
use crate::{By, Store};

/// An order to take a file out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogExport {
    /// The file's own number, which it carries.
    pub id: Uuid,
    /// Whose rows.
    pub cite: CiteId,
    /// What.
    pub kind: ExportKind,
    /// In which form.
    pub format: FileFormat,
    /// Which loans, of an export of loans.
    pub loans: Option<LoanSelection>,
    /// Which plan, of an export of decisions.
    pub plan: Option<PlanId>,
    /// Which part of the fund, of what tells of it.
    pub fund: FundScope,
    /// What for; asked of personal data.
    pub purpose: Option<ExportPurpose>,
}

/// A part of the fund.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FundScope {
    /// Of one line.
    pub line: Option<FundLineId>,
    /// Of a month, by its first day.
    pub month: Option<Date>,
    /// Of a fiscal year.
    pub year: Option<i16>,
}

/// Why a file is not taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportRefused {
    /// This seat may not have it, or not of this cité.
    NotYourSeat,
    /// Personal data, and nobody said what for.
    NoPurpose,
    /// Decisions, and no plan of this cité was named.
    NoPlan,
    /// A statement of no month, a list of no year, a report on no line of this cité.
    NoScope,
    /// There is no such form of this file.
    NoSuchFormat,
}

impl Store {
    /// Writes the line, before the first row is read: a download broken off was an export too. `by` is
    /// nobody at the command line of the server, as for accounts.
    ///
    /// Sent twice, the same form gives the file twice, and both are told.
    ///
    /// # Errors
    /// [`ExportRefused`].
    pub async fn log_export(
        &self,
        order: &LogExport,
        by: Option<By>,
        now: Timestamp,
    ) -> Result<(), VerbError<ExportRefused>> {
        if by.is_some_and(|by| by.cite != order.cite || !order.kind.open_to(by.seat)) {
            return Err(VerbError::Refused(ExportRefused::NotYourSeat));
        }
        if order.kind.is_personal() && order.purpose.is_none() {
            return Err(VerbError::Refused(ExportRefused::NoPurpose));
        }
        if !order.kind.formats().contains(&order.format) {
            return Err(VerbError::Refused(ExportRefused::NoSuchFormat));
        }
        if order.kind == ExportKind::Decisions && !self.has_plan(order.plan, order.cite).await? {
            return Err(VerbError::Refused(ExportRefused::NoPlan));
        }
        if !self.has_scope(order).await? {
            return Err(VerbError::Refused(ExportRefused::NoScope));
        }
        let verb = self.begin("export", by, now).await?;
        let as_of = match order.loans {
            Some(LoanSelection::AsOf { day, .. }) => Some(day),
            _ => None,
        };
        let facts = json!({
            "cite": order.cite,
            "kind": order.kind,
            "format": order.format,
            "purpose": order.purpose,
            "loans": order.loans.map(LoanSelection::code),
            "as_of": as_of,
            "plan": order.plan,
            "line": order.fund.line,
            "month": order.fund.month,
            "year": order.fund.year,
        });
        Ok(verb.commit(Subject::Export, order.id, facts).await?)
    }

    /// Is the part of the fund named that this kind tells of?
    async fn has_scope(&self, order: &LogExport) -> Result<bool, Failure> {
        Ok(match order.kind.scope() {
            FundPart::None => true,
            FundPart::Month => order.fund.month.is_some(),
            FundPart::Year => order.fund.year.is_some(),
            FundPart::Line => match order.fund.line {
                None => false,
                Some(line) => rows::line(&self.db, line, order.cite).await?.is_some(),
            },
        })
    }
}
