//! Files out: a table written row by row as CSV, XLSX or ODS, into whatever takes bytes.
//!
//! Nothing is kept but the row at hand and what the compressor holds, so that a table of any length
//! takes the same memory. The same rows give the same bytes.
//!
//! What must be known of a file of personal data stands in lines above the titles: it then goes where
//! the sheet goes, on the screen, on paper and in a copy, which a second sheet would not; and our own
//! readers look for the titles under such lines.

mod archive;
mod cell;
mod csv;
mod guard;
mod ods;
mod xlsx;
mod xml;

use std::io::{self, Write};

use domain::export::ExportFormat;

pub use cell::Cell;

/// A column: its title, and how wide it is shown, in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// What stands above it.
    pub title: &'static str,
    /// Characters.
    pub width: u8,
}

/// What stands above the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The sheet's name, 31 characters at most for Excel; none in a CSV.
    pub sheet: String,
    /// Lines above the titles; none for what anybody may read.
    pub notice: Vec<String>,
    /// The columns.
    pub columns: Vec<Column>,
}

/// Takes rows, each of as many cells as there are columns.
pub trait RowWriter: Send {
    /// Writes a row.
    ///
    /// # Errors
    /// Those of the writer underneath, and rows of another length.
    fn row(&mut self, cells: &[Cell]) -> io::Result<()>;

    /// Ends a sheet and begins the next of those that the file was begun with; in a CSV, below the first.
    ///
    /// # Errors
    /// Those of the writer underneath, and when there is no other sheet.
    fn next_sheet(&mut self) -> io::Result<()>;

    /// Ends the file. Without it a file is broken, and every reader says so of a workbook.
    ///
    /// # Errors
    /// Those of the writer underneath.
    fn finish(&mut self) -> io::Result<()>;
}

/// Begins a file of one sheet.
///
/// # Errors
/// Those of the writer underneath.
pub fn begin<W: Write + Send + 'static>(
    format: ExportFormat,
    head: Head,
    out: W,
) -> io::Result<Box<dyn RowWriter>> {
    begin_book(format, vec![head], out)
}

/// Begins a file of several sheets, each with its own columns, at the first of them.
///
/// # Errors
/// Those of the writer underneath, and when there is no sheet.
pub fn begin_book<W: Write + Send + 'static>(
    format: ExportFormat,
    heads: Vec<Head>,
    out: W,
) -> io::Result<Box<dyn RowWriter>> {
    let heads = Heads::of(heads)?;
    Ok(match format {
        ExportFormat::Csv => Box::new(csv::Csv::begin(heads, out)?),
        ExportFormat::Xlsx => Box::new(xlsx::Xlsx::begin(heads, out)?),
        ExportFormat::Ods => Box::new(ods::Ods::begin(heads, out)?),
    })
}

/// The heads of a file's sheets, and which is being written.
#[derive(Debug)]
struct Heads {
    all: Vec<Head>,
    at: usize,
}

impl Heads {
    fn of(all: Vec<Head>) -> io::Result<Self> {
        if all.is_empty() { Err(io::Error::other("no sheet")) } else { Ok(Self { all, at: 0 }) }
    }

    /// The present one.
    fn here(&self) -> &Head {
        &self.all[self.at]
    }

    fn next(&mut self) -> io::Result<()> {
        if self.at + 1 == self.all.len() {
            return Err(io::Error::other("no other sheet"));
        }
        self.at += 1;
        Ok(())
    }
}

/// The type a browser is told.
#[must_use]
pub const fn media_type(format: ExportFormat) -> &'static str {
    match format {
        ExportFormat::Csv => "text/csv; charset=utf-8",
        ExportFormat::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ExportFormat::Ods => "application/vnd.oasis.opendocument.spreadsheet",
    }
}

/// Rows of one sheet, titles and notice among them: what Excel and `LibreOffice` open.
const ROWS_OF_A_SHEET: u32 = 1_048_576;

/// Counts the rows of a sheet, and says when the next one must begin.
#[derive(Debug, Default)]
struct Sheets {
    /// Those that were begun: what each is called, and how many rows stay in place above the others.
    begun: Vec<(String, usize)>,
    /// Of the present head.
    of_head: u32,
    /// Rows of the present one.
    rows: u32,
}

impl Sheets {
    fn is_full(&self) -> bool {
        self.rows >= ROWS_OF_A_SHEET
    }

    /// Begins another sheet under this head; the first of a head has its plain name. Gives its number.
    fn next(&mut self, head: &Head) -> usize {
        self.of_head += 1;
        self.rows = 0;
        let name: String = head.sheet.chars().filter(|c| !"[]:*?/\\'".contains(*c)).collect();
        let name: String = name.chars().take(26).collect();
        let name = if self.of_head == 1 { name } else { format!("{name} {}", self.of_head) };
        self.begun.push((name, head.notice.len() + 1));
        self.begun.len()
    }
}

fn same_width(head: &Head, cells: &[Cell]) -> io::Result<()> {
    if cells.len() == head.columns.len() {
        return Ok(());
    }
    Err(io::Error::other(format!("{} cells for {} columns", cells.len(), head.columns.len())))
}
