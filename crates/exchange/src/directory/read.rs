//! Reading the directory, row by row: 70 000 schools, of which a town wants some dozens.

use std::collections::BTreeSet;

use domain::identifiers::names::matching_key;
use domain::identifiers::{CommuneCode, CommuneCodeError, Uai};

use super::communes::Communes;
use super::{DirectoryRow, DirectoryRowError, DirectoryWarning};
use crate::columns::Mapping;
use crate::grid::{Grid, Row};
use crate::people::cells::on_one_line;
use crate::reading::{Column, FileError, FileKind, Reading, Rejected};
use crate::reference::communes::commune;

/// The schools of some communes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directory {
    /// The schools, and the rows that cannot be read.
    pub schools: Reading<DirectoryRow, DirectoryRowError>,
    /// How many rows repeat a school already read; the first is kept.
    pub duplicates: u64,
    /// How many rows are of schools in other communes.
    pub elsewhere: u64,
}

/// Reads the schools of a grid that are in one of these communes, by what its columns are said to be.
///
/// # Errors
/// [`FileError::MissingColumns`], [`FileError::NoRow`].
pub fn schools(
    grid: &Grid,
    mapping: &Mapping,
    communes: &Communes,
) -> Result<Directory, FileError> {
    let table = mapping.table(FileKind::Schools, grid, &[])?;
    let (columns, width) = (Columns::of(mapping), table.titles.len());
    let mut rows = Vec::new();
    let mut seen = BTreeSet::new();
    let (mut duplicates, mut elsewhere) = (0, 0);
    for row in table.rows() {
        match columns.school(&row, width, communes) {
            Ok(None) => elsewhere += 1,
            Ok(Some(school)) => match &school.uai {
                Some(uai) if !seen.insert(uai.clone()) => duplicates += 1,
                _ => rows.push(Ok(school)),
            },
            Err(reason) => rows.push(Err(Rejected { line: row.line, reason })),
        }
    }
    let schools = Reading { encoding: grid.encoding(), rows };
    Ok(Directory { schools, duplicates, elsewhere })
}

struct Columns {
    uai: Option<usize>,
    name: Option<usize>,
    commune_code: Option<usize>,
    commune: Option<usize>,
    kind: Option<usize>,
}

impl Columns {
    fn of(mapping: &Mapping) -> Self {
        let at = |column| mapping.place(column);
        Self {
            uai: at(Column::SchoolNumber),
            name: at(Column::SchoolName),
            commune_code: at(Column::SchoolCommune),
            commune: at(Column::SchoolTown),
            kind: at(Column::SchoolType),
        }
    }

    /// The school of a row, `None` if it is in none of the communes.
    fn school(
        &self,
        row: &Row<'_>,
        width: usize,
        communes: &Communes,
    ) -> Result<Option<DirectoryRow>, DirectoryRowError> {
        if let Some(found) = row.overflow {
            return Err(DirectoryRowError::TooManyCells { expected: width, found });
        }
        let text = |at| row.get(at).map(on_one_line).unwrap_or_default();
        let mut warnings = Vec::new();
        let commune_code = self.commune_code(row, &mut warnings)?;
        let told = text(self.commune);
        if !communes.hold(commune_code.as_ref(), &told) {
            return Ok(None);
        }
        let uai = row.get(self.uai).map(Uai::read).transpose().map_err(DirectoryRowError::Uai)?;
        let uai = uai.map(|uai| uai.told_to(&mut warnings));
        let name = text(self.name);
        if name.is_empty() {
            return Err(DirectoryRowError::MissingName);
        }
        if let Some(kind) = row.get(self.kind).filter(|kind| !is_school(kind)) {
            return Err(DirectoryRowError::NotASchool { kind: on_one_line(kind) });
        }
        let known = || commune_code.as_ref().and_then(commune).map(|it| it.name.to_owned());
        let commune = if told.is_empty() { known().unwrap_or_default() } else { told };
        if commune.is_empty() {
            return Err(DirectoryRowError::MissingCommune);
        }
        Ok(Some(DirectoryRow { line: row.line, uai, name, commune, commune_code, warnings }))
    }

    fn commune_code(
        &self,
        row: &Row<'_>,
        warnings: &mut Vec<DirectoryWarning>,
    ) -> Result<Option<CommuneCode>, DirectoryRowError> {
        if self.commune_code.is_none() {
            return Ok(None);
        }
        match CommuneCode::parse(row.get(self.commune_code).unwrap_or_default()) {
            // Four digits lack one zero, in the whole column: a spreadsheet has saved the file.
            Err(CommuneCodeError::LeadingZeroLost { proposed: commune }) => {
                warnings.push(DirectoryWarning::CommuneRepaired { commune: commune.clone() });
                Ok(Some(commune))
            }
            other => other.map(Some).map_err(DirectoryRowError::Commune),
        }
    }
}

/// Écoles, collèges, lycées and EREA; not the services and care institutions that the directory lists too.
fn is_school(kind: &str) -> bool {
    let key = matching_key(kind);
    matches!(key.split(' ').next(), Some("ecole" | "college" | "lycee" | "erea"))
}
