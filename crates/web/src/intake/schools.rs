//! Rows of schools as the register compares them.

use exchange::directory::{Communes, DirectoryRow, schools};
use exchange::{Column, FileError, Grid, Mapping};
use store::{CensusFile, Rows, SchoolEntry};

use super::{Preview, ReadFile, Reader};
use crate::wording::directory::{row_error, row_warning};
use crate::wording::{capital, count};

/// A longer list is the country's: whoever sends it must say which communes are wanted.
pub const MOST_UNSAID: usize = 1_000;

/// A list of schools.
pub(super) fn read(
    reader: &Reader<'_>,
    grid: &Grid,
    mapping: &Mapping,
) -> Result<ReadFile, FileError> {
    let communes = Communes::listed(reader.settings.communes.as_deref().unwrap_or_default());
    if communes.is_empty() && grid.len() > MOST_UNSAID {
        return Err(FileError::MissingColumns(vec![Column::SchoolTown]));
    }
    let directory = schools(grid, mapping, &communes)?;
    let reading = directory.schools;
    let rejected: Vec<(u64, String)> =
        reading.rejected().map(|row| (row.line, capital(&row_error(&row.reason)))).collect();
    let mut warnings = Vec::new();
    let aside = [
        (
            directory.elsewhere,
            "établissement d’une autre commune n’est pas repris",
            "établissements d’autres communes ne sont pas repris",
        ),
        (
            directory.duplicates,
            "ligne répète un établissement déjà lu",
            "lignes répètent un établissement déjà lu",
        ),
    ];
    let titles_line = mapping.titles_line.unwrap_or(1);
    for (number, one, several) in aside.into_iter().filter(|(number, ..)| *number > 0) {
        warnings.push((titles_line, format!("{}.", count(number, one, several))));
    }
    let mut preview = Preview::default();
    for row in reading.accepted() {
        let told = row.warnings.iter().map(|warning| (row.line, capital(&row_warning(warning))));
        warnings.extend(told);
        preview.add(row.name.clone());
    }
    let entries = reading.into_accepted().map(entry).collect();
    Ok(ReadFile {
        source: Some(grid.source.clone()),
        file: CensusFile { rows: Rows::Schools(entries), rejected: rejected.len() },
        rejected,
        warnings,
        preview: preview.names(),
    })
}

fn entry(row: DirectoryRow) -> SchoolEntry {
    SchoolEntry { line: row.line, name: row.name, uai: row.uai, commune: row.commune }
}
