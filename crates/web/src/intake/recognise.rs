//! What a file seems to be, before anybody has said it.

use domain::people::census::ImportKind;
use exchange::{Column, FileError, FileKind, Grid, Opened, kind_of_grid, open};

use super::{Settings, file_kind};

/// What a file seems to be.
#[derive(Debug, Clone)]
pub enum Recognised {
    /// SIECLE's exports: they need no mapping.
    Siecle,
    /// A table.
    Table(Grid),
}

/// Opens a file as it came.
///
/// # Errors
/// [`FileError`].
pub fn recognise(bytes: &[u8], settings: &Settings) -> Result<Recognised, FileError> {
    Ok(match open(bytes, &settings.opening())? {
        Opened::Siecle(_) => Recognised::Siecle,
        Opened::Grid(grid) => Recognised::Table(grid),
    })
}

/// The kind of import that a file seems to be for.
#[must_use]
pub fn proposed_kind(found: &Recognised) -> Option<ImportKind> {
    let grid = match found {
        Recognised::Siecle => return Some(ImportKind::Pupils),
        Recognised::Table(grid) => grid,
    };
    Some(match kind_of_grid(grid)? {
        FileKind::Pupils => ImportKind::Pupils,
        FileKind::Guardians => ImportKind::Guardians,
        FileKind::Needs => ImportKind::Needs,
        FileKind::Stock => things(grid),
        FileKind::Schools => ImportKind::Schools,
        // Payment orders are no import of people or things: they have a page of their own.
        FileKind::Teachers | FileKind::Statement => return None,
    })
}

/// A list with donors is a gift; one of cards and numbers alone is an operator's; any other is of things.
fn things(grid: &Grid) -> ImportKind {
    let Ok(mapping) = grid.mapping(file_kind(ImportKind::Items)) else { return ImportKind::Items };
    let says = |column| mapping.place(column).is_some();
    if says(Column::Donor) {
        ImportKind::Donations
    } else if says(Column::Iccid) && !says(Column::Serial) && !says(Column::Kind) {
        ImportKind::Sims
    } else {
        ImportKind::Items
    }
}
