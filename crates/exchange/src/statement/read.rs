//! Reading a statement, row by row.

use domain::Euros;
use domain::euros::NotAnAmount;
use domain::identifiers::cell::is_scientific;
use domain::identifiers::names::matching_key;
use jiff::civil::Date;

use super::amount;
use super::rows::{StatementFault, StatementRow, StatementWrong};
use crate::columns::Mapping;
use crate::grid::{Grid, Row, Source};
use crate::open::{Opened, Opening, open};
use crate::people::cells::on_one_line;
use crate::reading::{Column, FileError, FileKind, Reading, Rejected};
use crate::text::Encoding;

/// A statement's days are of four digits or this century's.
const LATEST: Date = jiff::civil::date(2099, 12, 31);

/// The rows of a statement: each one right, or refused with every cell that is wrong.
type Statement = Reading<StatementRow, Vec<StatementFault>>;

/// Reads a statement: CSV, XLSX or ODS, as Op@le and GFC export them or a bursar keeps them.
///
/// # Errors
/// [`FileError`] if nothing of the file can be read; a single bad row is a [`Rejected`] in the reading.
pub fn read_statement(bytes: &[u8], encoding: Option<Encoding>) -> Result<Statement, FileError> {
    match open(bytes, &Opening { encoding, sheet: None })? {
        Opened::Siecle(_) => {
            Err(FileError::WrongKind { expected: FileKind::Statement, found: FileKind::Pupils })
        }
        Opened::Grid(grid) => statement(&grid, &grid.mapping(FileKind::Statement)?),
    }
}

/// Reads the payment orders of a grid by what its columns are said to be. Totals, sums carried from page
/// to page and repeated titles are passed over, wherever they stand.
///
/// # Errors
/// [`FileError::MissingColumns`], [`FileError::NoRow`].
pub fn statement(grid: &Grid, mapping: &Mapping) -> Result<Statement, FileError> {
    let table = mapping.table(FileKind::Statement, grid, &[])?;
    let columns = Columns::of(mapping, grid);
    let rows = table
        .rows()
        .filter(|row| !columns.is_total(row) && !repeats(row, &table.titles))
        .map(|row| columns.order(&row, table.titles.len()))
        .collect::<Vec<_>>();
    if rows.is_empty() {
        return Err(FileError::NoRow);
    }
    Ok(Reading { encoding: grid.encoding(), rows })
}

/// Are these the titles again, at the head of a further page?
fn repeats(row: &Row<'_>, titles: &[String]) -> bool {
    let mut cells = row.cells().zip(titles).filter(|(cell, _)| !cell.is_empty()).peekable();
    let again = |(cell, title): (&str, &String)| !title.is_empty() && matching_key(cell) == *title;
    row.overflow.is_none() && cells.peek().is_some() && cells.all(again)
}

struct Columns {
    number: Option<usize>,
    bordereau: Option<usize>,
    on: Option<usize>,
    service: Option<usize>,
    domaine: Option<usize>,
    activite: Option<usize>,
    supplier: Option<usize>,
    invoice: Option<usize>,
    amount: Option<usize>,
    in_workbook: bool,
}

impl Columns {
    fn of(mapping: &Mapping, grid: &Grid) -> Self {
        let at = |column| mapping.place(column);
        Self {
            number: at(Column::PaymentOrder),
            bordereau: at(Column::OrderList),
            on: at(Column::OrderedOn),
            service: at(Column::BudgetService),
            domaine: at(Column::BudgetDomain),
            activite: at(Column::BudgetActivity),
            supplier: at(Column::Supplier),
            invoice: at(Column::Invoice),
            amount: at(Column::Amount),
            in_workbook: matches!(grid.source, Source::Workbook { .. }),
        }
    }

    /// A sum: a cell says so, and no order has its number and day there. A supplier may be named Total.
    fn is_total(&self, row: &Row<'_>) -> bool {
        let sums = |cell: &str| says_sum(&matching_key(cell));
        let numbered = row.get(self.number).is_some_and(|number| !sums(number));
        !numbered && row.get(self.on).is_none_or(sums) && row.cells().any(sums)
    }

    fn order(
        &self,
        row: &Row<'_>,
        width: usize,
    ) -> Result<StatementRow, Rejected<Vec<StatementFault>>> {
        let mut faults = Vec::new();
        if let Some(found) = row.overflow {
            let wrong = StatementWrong::TooManyCells { expected: width, found };
            let last = row.cells().filter(|cell| !cell.is_empty()).last().unwrap_or_default();
            faults.push(fault(Column::Amount, last, wrong));
            return Err(Rejected { line: row.line, reason: faults });
        }
        let text = |at| row.get(at).map(on_one_line);
        let number = text(self.number).unwrap_or_default();
        if number.is_empty() {
            faults.push(fault(Column::PaymentOrder, "", StatementWrong::Blank));
        }
        for (column, at) in [
            (Column::PaymentOrder, self.number),
            (Column::OrderList, self.bordereau),
            (Column::Invoice, self.invoice),
        ] {
            if let Some(rounded) = row.get(at).filter(|cell| is_scientific(cell)) {
                faults.push(fault(column, rounded, StatementWrong::ScientificNotation));
            }
        }
        let on = row.get(self.on).and_then(|text| {
            let day = crate::date::read(text, LATEST);
            if day.is_none() {
                faults.push(fault(Column::OrderedOn, text, StatementWrong::NotADay));
            }
            day
        });
        let amount = self.amount(row, &mut faults);
        if !faults.is_empty() {
            return Err(Rejected { line: row.line, reason: faults });
        }
        Ok(StatementRow {
            row: row.line,
            number,
            bordereau: text(self.bordereau),
            on,
            service: text(self.service),
            domaine: text(self.domaine),
            activite: text(self.activite),
            supplier: text(self.supplier),
            invoice: text(self.invoice),
            amount,
        })
    }

    /// The amount; nothing beside a fault, if it cannot be read.
    fn amount(&self, row: &Row<'_>, faults: &mut Vec<StatementFault>) -> Euros {
        let written = row.get(self.amount).unwrap_or_default();
        amount::read(written, self.in_workbook).unwrap_or_else(|why| {
            let wrong = match why {
                NotAnAmount::Empty if written.is_empty() => StatementWrong::Blank,
                _ if is_scientific(written) => StatementWrong::ScientificNotation,
                why => StatementWrong::NotAnAmount(why),
            };
            faults.push(fault(Column::Amount, written, wrong));
            Euros::ZERO
        })
    }
}

fn fault(column: Column, text: &str, wrong: StatementWrong) -> StatementFault {
    StatementFault { column, text: text.to_owned(), wrong }
}

/// Does a folded cell begin as a sum does?
fn says_sum(key: &str) -> bool {
    let mut words = key.split(' ');
    matches!(
        (words.next(), words.next()),
        (Some("total" | "totaux" | "cumul" | "cumuls" | "report" | "soustotal"), _)
            | (Some("sous" | "s"), Some("total" | "totaux"))
            | (Some("a"), Some("reporter"))
    )
}
