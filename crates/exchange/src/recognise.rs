//! Telling the known files apart by their titles, so that a file given in the wrong place is named.

use crate::onde::{guardians, pupils};
use crate::reading::{FileError, FileKind};
use crate::stock;
use crate::table::{self, Table};
use crate::text::decode;

/// The kind of a file, from its titles alone.
///
/// # Errors
/// [`FileError`]: the bytes are no text, or no line holds the titles of a known file.
pub fn recognise(bytes: &[u8]) -> Result<FileKind, FileError> {
    let decoded = decode(bytes, None)?;
    let table = table::read(&decoded.text, &known)?;
    kind_of(&table.titles).ok_or(FileError::NoHeader)
}

/// The table of a file that must be of this kind.
pub(crate) fn expect(text: &str, expected: FileKind) -> Result<Table, FileError> {
    let table = table::read(text, &known)?;
    match kind_of(&table.titles) {
        Some(found) if found != expected => Err(FileError::WrongKind { expected, found }),
        // One known title alone is a coincidence; a list of identifiers is the only file of one column.
        None if expected != FileKind::Stock && known(&table.titles) < 2 => Err(FileError::NoHeader),
        _ => Ok(table),
    }
}

/// How many titles of the likeliest kind.
fn known(titles: &[String]) -> usize {
    let count = |knows: fn(&str) -> bool| titles.iter().filter(|title| knows(title)).count();
    [pupils::knows as fn(&str) -> bool, guardians::knows, stock::knows]
        .into_iter()
        .map(count)
        .max()
        .unwrap_or(0)
}

fn kind_of(titles: &[String]) -> Option<FileKind> {
    let has = |part: &str| titles.iter().any(|title| title.contains(part));
    let is = |wanted: &str| titles.iter().any(|title| title == wanted);
    if has("responsable") && has("enfant") {
        Some(FileKind::Guardians)
    } else if stock::identifies(titles) {
        Some(FileKind::Stock)
    } else if is("directeur") && is("civilite") && has("prenom") {
        Some(FileKind::Teachers)
    } else if has("prenom")
        && (has("naissance") || is("ne e le"))
        && (is("niveau") || has("classe"))
    {
        Some(FileKind::Pupils)
    } else {
        None
    }
}
