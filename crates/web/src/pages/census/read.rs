//! From a file's bytes to the rows that the register compares, and what to tell of the others.

use domain::people::address::Address;
use domain::people::census::{GuardianEntry, ImportKind, NamedChild};
use exchange::onde::{self, GuardianRow, Phones, PupilRow, RowError, RowWarning};
use exchange::{Encoding, FileError, Reading};
use jiff::civil::Date;
use store::{CensusFile, Pupil, Rows};

/// A file that could be read.
#[derive(Debug, Clone)]
pub struct ReadFile {
    /// How its bytes were read.
    pub encoding: Encoding,
    /// Its rows.
    pub file: CensusFile,
    /// Lines that cannot be taken in.
    pub rejected: Vec<(u64, RowError)>,
    /// What was repaired or left out of lines that can.
    pub warnings: Vec<(u64, RowWarning)>,
    /// A few names, those with accents first: they tell whether the encoding is right.
    pub preview: Vec<String>,
}

/// Reads a census file.
///
/// # Errors
/// [`FileError`] if nothing of the file can be read.
pub fn read(
    kind: ImportKind,
    bytes: &[u8],
    forced: Option<Encoding>,
    today: Date,
) -> Result<ReadFile, FileError> {
    match kind {
        ImportKind::Pupils => {
            let reading = onde::read_pupils(bytes, forced, today)?;
            let name = |row: &PupilRow| format!("{} {}", row.family_name, row.first_name);
            let rows = reading.accepted().map(pupil).collect();
            Ok(gather(&reading, Rows::Pupils(rows), name, |row| (row.line, &row.warnings)))
        }
        ImportKind::Guardians => {
            let reading = onde::read_guardians(bytes, forced)?;
            let name = |row: &GuardianRow| format!("{} {}", row.family_name, row.first_name);
            let rows = reading.accepted().map(guardian).collect();
            Ok(gather(&reading, Rows::Guardians(rows), name, |row| (row.line, &row.warnings)))
        }
    }
}

fn gather<Row>(
    reading: &Reading<Row, RowError>,
    rows: Rows,
    name: impl Fn(&Row) -> String,
    warnings: impl Fn(&Row) -> (u64, &Vec<RowWarning>),
) -> ReadFile {
    let rejected: Vec<_> = reading.rejected().map(|row| (row.line, row.reason.clone())).collect();
    let mut preview: Vec<String> = reading.accepted().map(name).collect();
    preview.sort_by_key(|name| name.is_ascii());
    preview.truncate(6);
    let warnings = reading.accepted().flat_map(|row| {
        let (line, warnings) = warnings(row);
        warnings.iter().map(move |warning| (line, warning.clone()))
    });
    ReadFile {
        encoding: reading.encoding,
        warnings: warnings.collect(),
        file: CensusFile { rows, rejected: rejected.len() },
        rejected,
        preview,
    }
}

fn pupil(row: &PupilRow) -> Pupil {
    Pupil {
        line: row.line,
        family_name: row.family_name.clone(),
        first_name: row.first_name.clone(),
        birth: row.birth,
        level: row.level,
        grade_label: row.level_label.clone().unwrap_or_default(),
        class_name: row.class_name.clone().unwrap_or_default(),
        address: address(row.address.as_ref()),
    }
}

fn guardian(row: &GuardianRow) -> GuardianEntry {
    let Phones { home, work, mobile } = row.phones.clone();
    GuardianEntry {
        line: row.line,
        family_name: row.family_name.clone(),
        first_name: row.first_name.clone(),
        address: address(row.address.as_ref()),
        mobile,
        // A number at work is kept only where there is no other: a family is called at home.
        phone: home.or(work),
        email: row.email.clone(),
        children: row
            .children
            .iter()
            .map(|child| NamedChild {
                family_name: child.family_name.clone(),
                usage_name: child.usage_name.clone(),
                first_name: child.first_name.clone(),
                class_name: child.class_name.clone().unwrap_or_default(),
                birth_seal: None,
            })
            .collect(),
    }
}

fn address(address: Option<&onde::Address>) -> Address {
    let address = address.cloned();
    address.map_or_else(Address::default, |known| Address {
        street: known.street.unwrap_or_default(),
        postal_code: known.postal_code.unwrap_or_default(),
        commune: known.commune.unwrap_or_default(),
    })
}
