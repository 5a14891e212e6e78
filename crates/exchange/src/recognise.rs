//! Telling the known files apart by their titles, so that a file given in the wrong place is named.

use crate::columns::column;
use crate::grid::Grid;
use crate::open::{Opened, Opening, open};
use crate::reading::{Column, FileError, FileKind};
use crate::table::{Table, best_titles};

/// The kind of a file, from its titles alone.
///
/// # Errors
/// [`FileError`]: nothing can be read, or no line holds the titles of a known file.
pub fn recognise(bytes: &[u8]) -> Result<FileKind, FileError> {
    match open(bytes, &Opening::default())? {
        Opened::Siecle(_) => Ok(FileKind::Pupils),
        Opened::Grid(grid) => kind_of_grid(&grid).ok_or(FileError::NoHeader),
    }
}

/// The kind that a grid's likeliest titles say.
#[must_use]
pub fn kind_of_grid(grid: &Grid) -> Option<FileKind> {
    let at = best_titles(grid, &known)?;
    kind_of(&Table::under(grid, Some(at)).titles)
}

/// Where the titles of a file that must be of this kind stand.
pub(crate) fn titles_of(grid: &Grid, expected: FileKind) -> Result<usize, FileError> {
    let at = best_titles(grid, &known).ok_or(FileError::NoHeader)?;
    let titles = Table::under(grid, Some(at)).titles;
    match kind_of(&titles) {
        Some(found) if !may_be(found, expected, &titles) => {
            Err(FileError::WrongKind { expected, found })
        }
        // One known title alone is a coincidence; a list of identifiers is the only file of one column.
        None if expected != FileKind::Stock && known(&titles) < 2 => Err(FileError::NoHeader),
        _ => Ok(at),
    }
}

/// A list of pupils with what they lack is a list of needs, if that is what is asked for.
fn may_be(found: FileKind, expected: FileKind, titles: &[String]) -> bool {
    found == expected
        || (found == FileKind::Pupils && expected == FileKind::Needs && says_needs(titles))
}

/// How many titles of the likeliest kind.
pub(crate) fn known(titles: &[String]) -> usize {
    let count = |kind| titles.iter().filter(|title| column(kind, title, titles).is_some()).count();
    FileKind::ALL.iter().map(|kind| count(*kind)).max().unwrap_or(0)
}

fn kind_of(titles: &[String]) -> Option<FileKind> {
    let has = |part: &str| titles.iter().any(|title| title.contains(part));
    let is = |wanted: &str| titles.iter().any(|title| title == wanted);
    let says = |kind, wanted: &[Column]| {
        titles
            .iter()
            .any(|title| column(kind, title, titles).is_some_and(|said| wanted.contains(&said)))
    };
    let pupil = says(FileKind::Pupils, &[Column::FirstName, Column::FullName]);
    if says(FileKind::Statement, &[Column::PaymentOrder])
        && says(FileKind::Statement, &[Column::Amount])
    {
        Some(FileKind::Statement)
    } else if has("responsable") && has("enfant") {
        Some(FileKind::Guardians)
    } else if says(FileKind::Stock, &[Column::Serial, Column::Imei, Column::Iccid]) {
        Some(FileKind::Stock)
    } else if is("directeur") && is("civilite") && has("prenom") {
        Some(FileKind::Teachers)
    } else if pupil
        && says(FileKind::Pupils, &[Column::BirthDate])
        && says(FileKind::Pupils, &[Column::Level, Column::Class, Column::Mef])
        && !says_needs(titles)
    {
        Some(FileKind::Pupils)
    } else if says(FileKind::Needs, &[Column::FirstName, Column::FullName]) && says_needs(titles) {
        Some(FileKind::Needs)
    } else if !pupil
        && says(FileKind::Schools, &[Column::SchoolName])
        && says(FileKind::Schools, &[Column::SchoolNumber, Column::SchoolCommune])
    {
        Some(FileKind::Schools)
    } else {
        None
    }
}

fn says_needs(titles: &[String]) -> bool {
    titles.iter().any(|title| {
        matches!(
            column(FileKind::Needs, title, titles),
            Some(
                Column::Equipment
                    | Column::Connection
                    | Column::NeedsDevice
                    | Column::NeedsConnection
            )
        )
    })
}
