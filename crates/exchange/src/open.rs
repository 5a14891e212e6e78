//! The front door: from a file's bytes to rows of cells, or to what SIECLE exports, whatever the file is.

use crate::archive;
use crate::columns::Mapping;
use crate::grid::Grid;
use crate::reading::{Binary, FileError, FileKind};
use crate::recognise::{known, titles_of};
use crate::siecle::Siecle;
use crate::table::{Table, grid_of_text, likely_titles};
use crate::text::{Encoding, decode};
use crate::{workbook, xml};

/// What a person may have switched before a file is opened again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opening {
    /// The encoding of a text; `None` lets the bytes say.
    pub encoding: Option<Encoding>,
    /// The sheet of a workbook; `None` takes the first that has known titles.
    pub sheet: Option<String>,
}

/// What a file holds.
#[derive(Debug, Clone)]
pub enum Opened {
    /// Rows of cells: a text or a sheet.
    Grid(Grid),
    /// One or several of SIECLE's XML exports.
    Siecle(Siecle),
}

/// Opens a file: CSV or tab-separated text in any of the four encodings, XLSX, ODS, SIECLE's XML, or a
/// ZIP that holds one text or SIECLE's exports.
///
/// # Errors
/// [`FileError`].
pub fn open(bytes: &[u8], how: &Opening) -> Result<Opened, FileError> {
    if bytes.starts_with(b"PK\x03\x04") {
        return open_archive(bytes, how);
    }
    if xml::is_xml(bytes) {
        return Siecle::read([bytes]).map(Opened::Siecle);
    }
    let decoded = decode(bytes, how.encoding)?;
    grid_of_text(&decoded, &known).map(Opened::Grid)
}

fn open_archive(bytes: &[u8], how: &Opening) -> Result<Opened, FileError> {
    let names = archive::names(bytes)?;
    if let Some(kind) = workbook::kind(&names) {
        return workbook::read(kind, bytes, how.sheet.as_deref(), &known).map(Opened::Grid);
    }
    let ends = |name: &str, end: &str| name.to_ascii_lowercase().ends_with(end);
    let entries = archive::entries(bytes, |name| ends(name, ".xml"))?;
    if !entries.is_empty() {
        return Siecle::read(entries.iter().map(Vec::as_slice)).map(Opened::Siecle);
    }
    let mut texts = archive::entries(bytes, |name| ends(name, ".csv") || ends(name, ".txt"))?;
    match (texts.pop(), texts.is_empty()) {
        (Some(text), true) => {
            let decoded = decode(&text, how.encoding)?;
            grid_of_text(&decoded, &known).map(Opened::Grid)
        }
        _ => Err(FileError::NotText(Binary::Zip)),
    }
}

impl Grid {
    /// What the columns of this grid seem to say, as a file of this kind.
    ///
    /// # Errors
    /// [`FileError::NoHeader`], [`FileError::WrongKind`].
    pub fn mapping(&self, kind: FileKind) -> Result<Mapping, FileError> {
        Ok(self.mapping_under(kind, Some(titles_of(self, kind)?)))
    }

    /// The mapping to begin with when no title is known: by the row that looks like titles.
    #[must_use]
    pub fn blank_mapping(&self, kind: FileKind) -> Mapping {
        self.mapping_under(kind, Some(likely_titles(self)))
    }

    /// What the columns seem to say under the row that begins on this line; without one, nothing.
    #[must_use]
    pub fn mapping_from(&self, kind: FileKind, titles_line: Option<u64>) -> Mapping {
        self.mapping_under(kind, titles_line.and_then(|line| self.place_of(line)))
    }

    fn mapping_under(&self, kind: FileKind, at: Option<usize>) -> Mapping {
        let titles = Table::under(self, at).titles;
        Mapping::proposed(kind, &titles, at.and_then(|at| self.row(at)).map(|row| row.line))
    }

    /// Does no row stand below the titles?
    #[must_use]
    pub fn is_empty_under(&self, mapping: &Mapping) -> bool {
        let at = mapping.titles_line.and_then(|line| self.place_of(line));
        Table::under(self, at).is_empty()
    }

    /// The titles under a mapping, as written, and the folded ones, by which a saved mapping is found.
    #[must_use]
    pub fn titles(&self, mapping: &Mapping) -> (Vec<String>, Vec<String>) {
        let at = mapping.titles_line.and_then(|line| self.place_of(line));
        let folded = Table::under(self, at).titles;
        let row = at.and_then(|at| self.row(at));
        let written = |at: usize| row.map(|row| row.cell(at).to_owned()).unwrap_or_default();
        ((0..folded.len()).map(written).collect(), folded)
    }
}
