//! Rows of people as the register compares them.

use domain::people::address::Address;
use domain::people::census::{GuardianEntry, NamedChild};
use exchange::people::{
    self, GuardianChild, GuardianRow, PersonRow, Phones, PupilDefaults, PupilRow, RowError,
};
use exchange::siecle::Siecle;
use exchange::{FileError, Grid, Mapping, Reading};
use jiff::civil::Date;
use store::{CensusFile, Pupil, Rows};

use super::{Preview, ReadFile, Reader};
use crate::wording::census::{row_error, row_warning};

/// A pupil's second home is that of a parent who lives apart: the guardians' list says whose it is, and
/// one parent's address is never shown to the other.
const SECOND_HOME: &str = "Seconde adresse : elle n’est pas gardée ici. La liste des responsables dira chez qui elle est, sans montrer l’adresse de l’un à l’autre.";

/// What was read beside the rows.
#[derive(Default)]
struct Told {
    rejected: Vec<(u64, String)>,
    warnings: Vec<(u64, String)>,
    preview: Preview,
}

impl Told {
    fn of(reading: &Reading<impl PersonRow, RowError>) -> Self {
        let mut told = Self::default();
        told.also(reading);
        told
    }

    fn also(&mut self, reading: &Reading<impl PersonRow, RowError>) {
        let refused = reading.rejected();
        self.rejected.extend(refused.map(|row| (row.line, row_error(&row.reason))));
        for row in reading.accepted() {
            let warnings = row.warnings().iter();
            self.warnings.extend(warnings.map(|warning| (row.line(), row_warning(warning))));
            let (family_name, first_name) = row.names();
            self.preview.add(format!("{family_name} {first_name}"));
        }
    }

    fn file(self, rows: Rows, grid: Option<&Grid>) -> ReadFile {
        ReadFile {
            source: grid.map(|grid| grid.source.clone()),
            file: CensusFile { rows, rejected: self.rejected.len() },
            rejected: self.rejected,
            warnings: self.warnings,
            preview: self.preview.names(),
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
    let mut told = Told::of(&reading);
    let second_homes = reading.accepted().filter(|row| row.second_address.is_some());
    told.warnings.extend(second_homes.map(|row| (row.line, SECOND_HOME.to_owned())));
    let (mut pupils, mut guardians) = (Vec::new(), Vec::new());
    for mut row in reading.into_accepted() {
        guardians.extend(std::mem::take(&mut row.guardians).into_iter().map(with_births));
        pupils.push(pupil(row));
    }
    let rows = if guardians.is_empty() {
        Rows::Pupils(pupils)
    } else {
        Rows::Families { pupils, guardians }
    };
    Ok(told.file(rows, Some(grid)))
}

/// SIECLE's exports.
pub(super) fn siecle(reader: &Reader<'_>, siecle: &Siecle) -> Result<ReadFile, FileError> {
    let pupils = siecle.pupils(reader.school, reader.today)?;
    let guardians = siecle.guardians(reader.school)?;
    let mut told = Told::of(&pupils);
    told.also(&guardians);
    let rows = Rows::Families {
        pupils: pupils.into_accepted().map(pupil).collect(),
        guardians: guardians.into_accepted().map(with_births).collect(),
    };
    Ok(told.file(rows, None))
}

/// ONDE's list of guardians.
pub(super) fn guardians(grid: &Grid, mapping: &Mapping) -> Result<ReadFile, FileError> {
    let reading = people::guardians(grid, mapping)?;
    let told = Told::of(&reading);
    let rows = reading.into_accepted().map(guardian).collect();
    Ok(told.file(Rows::Guardians(rows), Some(grid)))
}

/// A list of needs.
pub(super) fn needs(
    reader: &Reader<'_>,
    grid: &Grid,
    mapping: &Mapping,
) -> Result<ReadFile, FileError> {
    let reading = people::needs(grid, mapping, reader.today)?;
    let told = Told::of(&reading);
    let entries = reading.into_accepted().map(|row| row.entry).collect();
    Ok(told.file(Rows::Needs { entries, today: reader.today }, Some(grid)))
}

fn pupil(row: PupilRow) -> Pupil {
    Pupil {
        line: row.line,
        family_name: row.family_name,
        first_name: row.first_name,
        birth: row.birth,
        level: row.level,
        grade_label: row.level_label.unwrap_or_default(),
        class_name: row.class_name.unwrap_or_default(),
        address: address(row.address),
    }
}

/// A guardian, and the dates of birth of their children, by which no homonym is meant.
fn with_births(row: GuardianRow) -> (GuardianEntry, Vec<Option<Date>>) {
    let births = row.children.iter().map(|child| child.birth).collect();
    (guardian(row), births)
}

fn guardian(row: GuardianRow) -> GuardianEntry {
    let Phones { home, work, mobile } = row.phones;
    GuardianEntry {
        line: row.line,
        family_name: row.family_name,
        first_name: row.first_name,
        address: address(row.address),
        mobile,
        // A number at work is kept only where there is no other: a family is called at home.
        phone: home.or(work),
        email: row.email,
        children: row.children.into_iter().map(child).collect(),
    }
}

fn child(row: GuardianChild) -> NamedChild {
    NamedChild {
        family_name: row.family_name,
        usage_name: row.usage_name,
        first_name: row.first_name,
        class_name: row.class_name.unwrap_or_default(),
        birth_seal: None,
    }
}

fn address(address: Option<people::Address>) -> Address {
    address.map_or_else(Address::default, |known| Address {
        street: known.street.unwrap_or_default(),
        postal_code: known.postal_code.unwrap_or_default(),
        commune: known.commune.unwrap_or_default(),
    })
}
