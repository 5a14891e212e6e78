//! Rows of people as the register compares them.

use domain::people::address::Address;
use domain::people::census::{GuardianEntry, NamedChild};
use exchange::people::{
    self, GuardianRow, NeedRow, Phones, PupilDefaults, PupilRow, RowError, RowWarning,
};
use exchange::siecle::Siecle;
use exchange::{FileError, Grid, Mapping, Reading};
use jiff::civil::Date;
use store::{CensusFile, NeedEntry, Pupil, Rows};

use super::{ReadFile, Reader, preview};
use crate::wording::census::{row_error, row_warning};

/// A pupil's second home is that of a parent who lives apart: the guardians' list says whose it is, and
/// one parent's address is never shown to the other.
const SECOND_HOME: &str = "Seconde adresse : elle n’est pas gardée ici. La liste des responsables dira chez qui elle est, sans montrer l’adresse de l’un à l’autre.";

/// What was read beside the rows.
#[derive(Default)]
struct Told {
    rejected: Vec<(u64, String)>,
    warnings: Vec<(u64, String)>,
}

impl Told {
    fn of<Row>(
        &mut self,
        reading: &Reading<Row, RowError>,
        warnings: impl Fn(&Row) -> (u64, &Vec<RowWarning>),
    ) {
        let refused = reading.rejected();
        self.rejected.extend(refused.map(|row| (row.line, row_error(&row.reason))));
        for row in reading.accepted() {
            let (line, warnings) = warnings(row);
            self.warnings.extend(warnings.iter().map(|warning| (line, row_warning(warning))));
        }
    }

    fn file(self, rows: Rows, names: Vec<String>, grid: Option<&Grid>) -> ReadFile {
        ReadFile {
            source: grid.map(|grid| grid.source.clone()),
            file: CensusFile { rows, rejected: self.rejected.len() },
            rejected: self.rejected,
            warnings: self.warnings,
            preview: preview(names),
        }
    }
}

/// A list of pupils, and the guardians that their rows tell.
pub(super) fn pupils(
    reader: &Reader<'_>,
    grid: &Grid,
    mapping: &Mapping,
) -> Result<ReadFile, FileError> {
    let defaults = PupilDefaults { class: reader.settings.class.clone() };
    let reading = people::pupils(grid, mapping, &defaults, reader.today)?;
    let mut told = Told::default();
    told.of(&reading, |row| (row.line, &row.warnings));
    let second_homes = reading.accepted().filter(|row| row.second_address.is_some());
    told.warnings.extend(second_homes.map(|row| (row.line, SECOND_HOME.to_owned())));
    let names = reading.accepted().map(|row| format!("{} {}", row.family_name, row.first_name));
    let names = names.collect();
    let guardians: Vec<(GuardianEntry, Vec<Option<Date>>)> =
        reading.accepted().flat_map(|row| row.guardians.iter().map(with_births)).collect();
    let pupils = reading.accepted().map(pupil).collect();
    let rows = if guardians.is_empty() {
        Rows::Pupils(pupils)
    } else {
        Rows::Families { pupils, guardians }
    };
    Ok(told.file(rows, names, Some(grid)))
}

/// SIECLE's exports.
pub(super) fn siecle(reader: &Reader<'_>, siecle: &Siecle) -> Result<ReadFile, FileError> {
    let pupils = siecle.pupils(reader.school, reader.today)?;
    let guardians = siecle.guardians(reader.school)?;
    let mut told = Told::default();
    told.of(&pupils, |row| (row.line, &row.warnings));
    told.of(&guardians, |row| (row.line, &row.warnings));
    let names = pupils.accepted().map(|row| format!("{} {}", row.family_name, row.first_name));
    let names = names.collect();
    let rows = Rows::Families {
        pupils: pupils.accepted().map(pupil).collect(),
        guardians: guardians.accepted().map(with_births).collect(),
    };
    Ok(told.file(rows, names, None))
}

/// ONDE's list of guardians.
pub(super) fn guardians(grid: &Grid, mapping: &Mapping) -> Result<ReadFile, FileError> {
    let reading = people::guardians(grid, mapping)?;
    let mut told = Told::default();
    told.of(&reading, |row| (row.line, &row.warnings));
    let names = reading.accepted().map(|row| format!("{} {}", row.family_name, row.first_name));
    let names = names.collect();
    let rows = reading.accepted().map(guardian).collect();
    Ok(told.file(Rows::Guardians(rows), names, Some(grid)))
}

/// A list of needs.
pub(super) fn needs(
    reader: &Reader<'_>,
    grid: &Grid,
    mapping: &Mapping,
) -> Result<ReadFile, FileError> {
    let reading = people::needs(grid, mapping, reader.today)?;
    let mut told = Told::default();
    told.of(&reading, |row| (row.line, &row.warnings));
    let names = reading.accepted().map(|row| format!("{} {}", row.family_name, row.first_name));
    let names = names.collect();
    let entries = reading.accepted().map(need).collect();
    Ok(told.file(Rows::Needs { entries, today: reader.today }, names, Some(grid)))
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

/// A guardian, and the dates of birth of their children, by which no homonym is meant.
fn with_births(row: &GuardianRow) -> (GuardianEntry, Vec<Option<Date>>) {
    (guardian(row), row.children.iter().map(|child| child.birth).collect())
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

fn need(row: &NeedRow) -> NeedEntry {
    NeedEntry {
        line: row.line,
        family_name: row.family_name.clone(),
        usage_name: row.usage_name.clone(),
        first_name: row.first_name.clone(),
        birth: row.birth,
        class_name: row.class_name.clone().unwrap_or_default(),
        equipment: row.equipment,
        connection: row.connection,
        language: row.language,
        accepts_loan: row.accepts_loan,
        accepts_refurbished: row.accepts_refurbished,
        prioritised: row.prioritised,
        pupil: row.pupil,
    }
}

fn address(address: Option<&people::Address>) -> Address {
    let address = address.cloned();
    address.map_or_else(Address::default, |known| Address {
        street: known.street.unwrap_or_default(),
        postal_code: known.postal_code.unwrap_or_default(),
        commune: known.commune.unwrap_or_default(),
    })
}
