//! Rows of cells as a file holds them, before anyone says what its columns mean.
//!
//! All cells stand one behind another in one text, and a number says where each ends: a million rows
//! cost their letters and four bytes a cell.

use std::borrow::Cow;
use std::ops::Range;

use domain::identifiers::cell::unwrap_formula;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::reading::FileError;
use crate::text::Encoding;

/// The most letters taken in, in bytes: far above any list, far below what a crafted workbook unfolds to.
const MOST_TEXT: usize = 256 << 20;
/// The most cells taken in.
const MOST_CELLS: usize = 40_000_000;

/// Where a grid comes from, and so what may be switched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A text file.
    Text {
        /// How its bytes were read.
        encoding: Encoding,
        /// What parts its cells.
        separator: u8,
    },
    /// A workbook.
    Workbook {
        /// The sheet read.
        sheet: String,
        /// Every sheet of the workbook, in its order.
        sheets: Vec<String>,
    },
}

/// The rows of a file that are not blank. Cells are trimmed, freed of `="…"`, and NFC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    text: String,
    /// Where each cell ends in the text; it begins where the one before ends.
    ends: Vec<u32>,
    rows: Vec<Start>,
    /// Where it comes from.
    pub source: Source,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Start {
    line: u64,
    cell: usize,
}

/// One row of a grid.
#[derive(Debug, Clone, Copy)]
pub struct Row<'g> {
    grid: &'g Grid,
    cells: (usize, usize),
    /// The line of the file where the row begins; the first line is 1.
    pub line: u64,
    /// How many cells the row has, if some beyond the table's titles are filled in.
    pub overflow: Option<usize>,
}

impl Grid {
    /// How many rows.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Has it no row?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The encoding, if the file is text.
    #[must_use]
    pub const fn encoding(&self) -> Option<Encoding> {
        match self.source {
            Source::Text { encoding, .. } => Some(encoding),
            Source::Workbook { .. } => None,
        }
    }

    /// The row at this place among those that are not blank.
    #[must_use]
    pub fn row(&self, at: usize) -> Option<Row<'_>> {
        let start = self.rows.get(at)?;
        let end = self.rows.get(at + 1).map_or(self.ends.len(), |next| next.cell);
        Some(Row { grid: self, cells: (start.cell, end), line: start.line, overflow: None })
    }

    /// The place of the row that begins on this line.
    #[must_use]
    pub fn place_of(&self, line: u64) -> Option<usize> {
        self.rows.binary_search_by_key(&line, |start| start.line).ok()
    }

    /// Rows, from `range`.
    pub fn rows(&self, range: Range<usize>) -> impl Iterator<Item = Row<'_>> {
        range.filter_map(|at| self.row(at))
    }

    fn cell(&self, at: usize) -> &str {
        let start =
            at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(at).copied().unwrap_or(start);
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }
}

impl<'g> Row<'g> {
    /// The cell at a column, `None` if blank or if there is no such column.
    #[must_use]
    pub fn get(&self, column: Option<usize>) -> Option<&'g str> {
        column.map(|at| self.cell(at)).filter(|cell| !cell.is_empty())
    }

    /// The cell at a place; blank beyond the last.
    #[must_use]
    pub fn cell(&self, at: usize) -> &'g str {
        let (first, end) = self.cells;
        if first + at < end { self.grid.cell(first + at) } else { "" }
    }

    /// How many cells it has.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.cells.1 - self.cells.0
    }

    /// Has it no cell?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Its cells.
    pub fn cells(self) -> impl Iterator<Item = &'g str> {
        (self.cells.0..self.cells.1).map(move |at| self.grid.cell(at))
    }

    /// The row under so many titles: filled cells beyond them are told.
    #[must_use]
    pub fn under(mut self, width: usize) -> Self {
        let beyond = self.cells().skip(width).any(|cell| !cell.is_empty());
        self.overflow = beyond.then_some(self.len());
        self
    }
}

/// A grid in the making.
pub(crate) struct Builder {
    text: String,
    ends: Vec<u32>,
    rows: Vec<Start>,
    /// The first cell of the row at work, and where its text begins.
    row: (usize, usize),
}

impl Builder {
    pub fn new() -> Self {
        Self { text: String::new(), ends: Vec::new(), rows: Vec::new(), row: (0, 0) }
    }

    /// How many rows are kept so far.
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Adds a cell to the row at work.
    ///
    /// # Errors
    /// [`FileError::TooLarge`].
    pub fn cell(&mut self, raw: &str) -> Result<(), FileError> {
        let cell = clean(raw);
        if self.text.len() + cell.len() > MOST_TEXT || self.ends.len() >= MOST_CELLS {
            return Err(FileError::TooLarge);
        }
        self.text.push_str(&cell);
        self.ends.push(u32::try_from(self.text.len()).map_err(|_| FileError::TooLarge)?);
        Ok(())
    }

    /// Ends the row at work, which begins on this line; a blank row is not kept.
    pub fn end_row(&mut self, line: u64) {
        let (first, text) = self.row;
        if self.text.len() == text {
            self.ends.truncate(first);
        } else {
            self.rows.push(Start { line, cell: first });
        }
        self.row = (self.ends.len(), self.text.len());
    }

    /// The grid.
    pub fn finish(mut self, source: Source) -> Grid {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
        Grid { text: self.text, ends: self.ends, rows: self.rows, source }
    }
}

fn clean(cell: &str) -> Cow<'_, str> {
    let cell = unwrap_formula(cell).trim_matches('\u{feff}');
    if cell.is_ascii() || is_nfc(cell) { Cow::Borrowed(cell) } else { cell.nfc().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_rows_are_not_kept_and_cells_are_clean() {
        let mut builder = Builder::new();
        for (line, cells) in
            [(1, vec![" a ", "=\"07\""]), (2, vec!["", " "]), (4, vec!["e\u{301}"])]
        {
            for cell in cells {
                builder.cell(cell).unwrap();
            }
            builder.end_row(line);
        }
        let source = Source::Text { encoding: Encoding::Utf8, separator: b';' };
        let grid = builder.finish(source);
        let rows: Vec<(u64, Vec<&str>)> =
            grid.rows(0..grid.len()).map(|row| (row.line, row.cells().collect())).collect();
        assert_eq!(rows, [(1, vec!["a", "07"]), (4, vec!["é"])]);
        let row = grid.row(1).unwrap();
        assert_eq!(
            (row.cell(0), row.cell(1), row.get(Some(0)), row.get(None)),
            ("é", "", Some("é"), None)
        );
        assert_eq!((grid.place_of(4), grid.place_of(2)), (Some(1), None));
        assert_eq!(grid.row(0).unwrap().under(1).overflow, Some(2));
    }
}
