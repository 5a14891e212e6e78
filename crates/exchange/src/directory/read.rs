//! Reading the directory, row by row: 70 000 schools, of which a town wants some dozens.

use std::collections::BTreeSet;

use domain::identifiers::cell::unwrap_formula;
use domain::identifiers::names::matching_key;
use domain::identifiers::{CommuneCode, CommuneCodeError, Uai};

use super::{DirectoryRow, DirectoryRowError, DirectoryWarning, EducationPriority, SchoolKind};
use crate::reading::{Column, FileError, Reading, Rejected};
use crate::records::Records;
use crate::text::{Encoding, decode};

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

/// Reads the schools that are in one of these communes; naming Paris, Lyon or Marseille names its
/// arrondissements.
///
/// # Errors
/// [`FileError`] if nothing of the file can be read; a single bad row is a [`Rejected`] in the reading.
pub fn read_directory(
    bytes: &[u8],
    forced: Option<Encoding>,
    communes: &BTreeSet<CommuneCode>,
) -> Result<Directory, FileError> {
    let decoded = decode(bytes, forced)?;
    let (mut records, columns) = open(&decoded.text)?;
    let mut schools = Reading { encoding: Some(decoded.encoding), rows: Vec::new() };
    let (mut seen, mut any) = (BTreeSet::new(), false);
    let (mut duplicates, mut elsewhere) = (0, 0);
    let mut record = csv::StringRecord::new();
    while let Some(place) = records.read(&mut record) {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        any = true;
        let (line, swallows) = (place.line, place.swallows_rows(&record, false));
        let row = if swallows {
            Err(DirectoryRowError::UnclosedQuote)
        } else {
            columns.school(line, &record, communes)
        };
        match row {
            Ok(None) => elsewhere += 1,
            Ok(Some(row)) if !seen.insert(row.uai.clone()) => duplicates += 1,
            Ok(Some(row)) => schools.rows.push(Ok(row)),
            Err(reason) => schools.rows.push(Err(Rejected { line, reason })),
        }
    }
    if any { Ok(Directory { schools, duplicates, elsewhere }) } else { Err(FileError::NoRow) }
}

struct Columns {
    uai: usize,
    name: usize,
    commune_code: usize,
    commune: Option<usize>,
    kind: Option<usize>,
    maternelle: Option<usize>,
    elementaire: Option<usize>,
    priority: Option<usize>,
}

/// The records below the titles, under the separator that makes a school's number one of them.
fn open(text: &str) -> Result<(Records<'_>, Columns), FileError> {
    for separator in *b";,\t" {
        let mut records = Records::of(text, separator, 0);
        let mut titles = csv::StringRecord::new();
        if records.read(&mut titles).is_none() {
            return Err(FileError::NoHeader);
        }
        let titles: Vec<String> = titles.iter().map(matching_key).collect();
        let at = |wanted: &str| titles.iter().position(|title| title == wanted);
        let Some(uai) = at("identifiant de l etablissement") else {
            continue;
        };
        let (name, code) = (at("nom etablissement"), at("code commune"));
        let (Some(name), Some(commune_code)) = (name, code) else {
            let missing = [(name, Column::SchoolName), (code, Column::SchoolCommune)];
            let missing = missing.into_iter().filter(|(at, _)| at.is_none());
            return Err(FileError::MissingColumns(missing.map(|(_, column)| column).collect()));
        };
        let columns = Columns {
            uai,
            name,
            commune_code,
            commune: at("nom commune"),
            kind: at("type etablissement"),
            maternelle: at("ecole maternelle"),
            elementaire: at("ecole elementaire"),
            priority: at("appartenance education prioritaire"),
        };
        return Ok((records, columns));
    }
    Err(FileError::NoHeader)
}

impl Columns {
    /// The school of a row, `None` if it is in none of the communes.
    fn school(
        &self,
        line: u64,
        record: &csv::StringRecord,
        communes: &BTreeSet<CommuneCode>,
    ) -> Result<Option<DirectoryRow>, DirectoryRowError> {
        let cell = |at: usize| unwrap_formula(record.get(at).unwrap_or_default());
        let optional = |at: Option<usize>| at.map(cell).unwrap_or_default();
        let mut warnings = Vec::new();
        let commune_code = match CommuneCode::parse(cell(self.commune_code)) {
            // Four digits lack one zero, in the whole column: a spreadsheet has saved the file.
            Err(CommuneCodeError::LeadingZeroLost { proposed: commune }) => {
                warnings.push(DirectoryWarning::CommuneRepaired { commune: commune.clone() });
                commune
            }
            other => other.map_err(DirectoryRowError::Commune)?,
        };
        let city = commune_code.city();
        if !communes.contains(&commune_code) && city.is_none_or(|city| !communes.contains(&city)) {
            return Ok(None);
        }
        let uai = Uai::read(cell(self.uai)).map_err(DirectoryRowError::Uai)?;
        let uai = uai.told_to(&mut warnings);
        let name = on_one_line(cell(self.name));
        if name.is_empty() {
            return Err(DirectoryRowError::MissingName);
        }
        let marked = |at| !matches!(optional(at), "" | "0" | "0.0" | "Non" | "non" | "false");
        Ok(Some(DirectoryRow {
            line,
            uai,
            name,
            commune: on_one_line(optional(self.commune)),
            commune_code,
            kind: SchoolKind::read(
                optional(self.kind),
                marked(self.maternelle),
                marked(self.elementaire),
            ),
            priority: EducationPriority::read(optional(self.priority)),
            warnings,
        }))
    }
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
