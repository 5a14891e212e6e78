//! Workbooks, XLSX and ODS: the sheet asked for, or the first that has the titles looked for.
//!
//! Cells come out as a person would have typed them: a date as `2026-12-31`, a truth as `Oui`, a whole
//! number without decimals. A number of more than fifteen digits has lost its last ones: it comes out
//! as the spreadsheet shows it, `8.93301E18`, so that whoever reads an identifier refuses it.

mod ods;
mod xlsx;

use ods::Ods;

use crate::grid::Grid;
use crate::reading::FileError;
use crate::table::{Score, best_titles};

/// The kind of a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Xlsx,
    Ods,
}

/// The kind of workbook an archive with these names is, if it is one.
pub(crate) fn kind(names: &[String]) -> Option<Kind> {
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    if has("xl/workbook.xml") {
        Some(Kind::Xlsx)
    } else if has("content.xml") {
        Some(Kind::Ods)
    } else {
        None
    }
}

/// Reads one sheet.
///
/// # Errors
/// [`FileError::Damaged`], [`FileError::TooLarge`], [`FileError::NoSheet`], [`FileError::Empty`].
pub(crate) fn read(
    kind: Kind,
    bytes: &[u8],
    wanted: Option<&str>,
    score: Score<'_>,
) -> Result<Grid, FileError> {
    match kind {
        Kind::Xlsx => {
            let mut workbook = xlsx::open(bytes)?;
            let sheets = xlsx::sheets(&workbook);
            choose(&sheets, wanted, score, |sheet| xlsx::sheet(&mut workbook, sheet))
        }
        Kind::Ods => {
            let workbook = Ods::open(bytes)?;
            choose(&workbook.sheets, wanted, score, |sheet| workbook.sheet(sheet))
        }
    }
}

/// The sheet asked for; else the first that has known titles, or failing that the first that is not blank.
fn choose(
    sheets: &[String],
    wanted: Option<&str>,
    score: Score<'_>,
    mut one: impl FnMut(&str) -> Result<Grid, FileError>,
) -> Result<Grid, FileError> {
    if let Some(wanted) = wanted {
        return if sheets.iter().any(|sheet| sheet == wanted) {
            one(wanted)
        } else {
            Err(FileError::NoSheet)
        };
    }
    let mut first = None;
    for sheet in sheets {
        let grid = one(sheet)?;
        if best_titles(&grid, score).is_some() {
            return Ok(grid);
        }
        first = first.or((!grid.is_empty()).then_some(grid));
    }
    first.ok_or(FileError::Empty)
}

/// A number as a person would have typed it.
fn number(value: f64) -> String {
    if value.abs() >= 1e15 { format!("{value:.5E}") } else { value.to_string() }
}

/// A yes or a no.
const fn truth(value: bool) -> &'static str {
    if value { "Oui" } else { "Non" }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_as_typed() {
        for (value, text) in [
            (612_345_678.0, "612345678"),
            (356_938_035_643_809.0, "356938035643809"),
            (8_933_010_000_000_000_044.0, "8.93301E18"),
            (12.5, "12.5"),
            (-3.0, "-3"),
            (0.1, "0.1"),
        ] {
            assert_eq!(number(value), text);
        }
        assert!(domain::identifiers::cell::is_scientific(&number(1e18)));
    }
}
