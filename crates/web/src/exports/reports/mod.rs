//! Files that tell of the fund: one value, set as pages or laid out as sheets, so that both say the same.

mod before_convention;
pub(crate) mod bought;
mod grant;
mod operations;
mod statement;
mod statement_sheets;

use documents::{
    BeforeConventionList, DocumentError, FundStatement, GrantReport, Imprint, OperationsJournal,
    render,
};
use domain::Euros;
use domain::export::{ExportKind, FileFormat};
use domain::fund::LedgerEntry;
use exchange::out::{Cell, Column, Head};
use jiff::Timestamp;
use jiff::civil::Date;
use store::Store;

use super::{Broken, Export};
use crate::clock::paris;

/// A file on the fund.
pub(crate) enum Report {
    /// A month, for the troïka.
    Statement(Box<FundStatement>),
    /// The journal of a year's operations.
    Operations(Box<OperationsJournal>),
    /// What was ordered before a convention.
    BeforeConvention(Box<BeforeConventionList>),
    /// The report on a grant.
    Grant(Box<GrantReport>),
}

/// A sheet with its rows.
pub(super) struct Sheet {
    pub head: Head,
    pub rows: Vec<Vec<Cell>>,
}

impl Report {
    /// The report that an export asks for; nothing where it asks for a table.
    pub(crate) async fn of(store: &Store, export: &Export) -> Result<Option<Self>, Broken> {
        let is_paper = export.order.format == FileFormat::Pdf;
        Ok(Some(match export.order.kind {
            ExportKind::Statement => {
                Self::Statement(Box::new(statement::paper(store, export).await?))
            }
            ExportKind::Operations if is_paper => {
                Self::Operations(Box::new(operations::paper(store, export).await?))
            }
            ExportKind::BeforeConvention => {
                Self::BeforeConvention(Box::new(before_convention::paper(store, export).await?))
            }
            ExportKind::Cerfa15059 => Self::Grant(Box::new(grant::paper(store, export).await?)),
            _ => return Ok(None),
        }))
    }

    /// As pages.
    pub(crate) fn set(&self, imprint: &Imprint) -> Result<Vec<u8>, DocumentError> {
        match self {
            Self::Statement(paper) => render(paper.as_ref(), imprint),
            Self::Operations(paper) => render(paper.as_ref(), imprint),
            Self::BeforeConvention(paper) => render(paper.as_ref(), imprint),
            Self::Grant(paper) => render(paper.as_ref(), imprint),
        }
    }

    /// As sheets. The journal of operations has none: its sheet is a table of its own.
    pub(super) fn sheets(&self) -> Vec<Sheet> {
        match self {
            Self::Statement(paper) => statement_sheets::of(paper),
            Self::Operations(_) => Vec::new(),
            Self::BeforeConvention(paper) => before_convention::sheets(paper),
            Self::Grant(paper) => grant::sheets(paper),
        }
    }
}

/// A sheet's head.
fn head(sheet: &str, notice: Vec<String>, columns: &[(&'static str, u8)]) -> Head {
    let column = |&(title, width): &(&'static str, u8)| Column { title, width };
    Head { sheet: sheet.to_owned(), notice, columns: columns.iter().map(column).collect() }
}

/// An amount that may be missing.
fn euros(amount: Option<Euros>) -> Cell {
    amount.map_or(Cell::Blank, Cell::Euros)
}

/// The path of the page where the documents of an act of the ledger are: its order, its agreement, else its line.
fn documents_of(act: &LedgerEntry) -> String {
    match (act.commitment, act.agreement) {
        (Some(order), _) => format!("/fonds/engagements/{order}"),
        (None, Some(agreement)) => format!("/fonds/accords/{agreement}"),
        (None, None) => format!("/fonds/{}", act.line),
    }
}

/// The day in Paris.
fn day(at: Timestamp) -> Date {
    at.to_zoned(paris()).date()
}

/// The instant before which a day is not over.
fn end_of(day: Date) -> Timestamp {
    let next = day.tomorrow().unwrap_or(day);
    next.to_zoned(paris()).map_or(Timestamp::MAX, |midnight| midnight.timestamp())
}
