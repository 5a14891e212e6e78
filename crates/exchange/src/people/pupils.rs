//! Lists of pupils: ONDE's both generations, SIECLE's three and its extraction, Pronote's, any other.

use domain::identifiers::Mef;
use domain::people::scheme::class_label_without_scheme;
use domain::people::school_level::SchoolLevel;
use domain::stock::Level;
use jiff::ToSpan;
use jiff::civil::Date;

use super::cells::{AddressColumns, NameColumns, address, on_one_line};
use super::guardians::{GuardianColumns, beside_a_pupil};
use super::rows::{PupilRow, RowError, RowWarning};
use crate::columns::Mapping;
use crate::grid::{Grid, Row};
use crate::open::{Opened, Opening, open};
use crate::reading::{Column, FileError, FileKind, Reading, Rejected};
use crate::text::Encoding;

/// No pupil is older: beyond, the date is a slip.
const OLDEST_YEARS: i64 = 30;

/// What a person says once for every pupil whose row does not tell it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PupilDefaults {
    /// The class: Pronote leaves it blank when one class is exported.
    pub class: Option<String>,
}

#[derive(Debug)]
struct Columns {
    name: NameColumns,
    birth: Option<usize>,
    cycle: Option<usize>,
    level: Option<usize>,
    class: Option<usize>,
    mef: Option<usize>,
    left_on: Option<usize>,
    home: AddressColumns,
    second: AddressColumns,
    guardians: Vec<GuardianColumns>,
}

/// Reads ONDE's list of pupils, or another whose titles are known. `today` bounds birth dates and gives
/// two-digit years their century.
///
/// # Errors
/// [`FileError`] if nothing of the file can be read; a single bad row is a [`Rejected`] in the reading.
pub fn read_pupils(
    bytes: &[u8],
    encoding: Option<Encoding>,
    today: Date,
) -> Result<Reading<PupilRow, RowError>, FileError> {
    match open(bytes, &Opening { encoding, sheet: None })? {
        Opened::Siecle(siecle) => siecle.pupils(None, today),
        Opened::Grid(grid) => {
            let mapping = grid.mapping(FileKind::Pupils)?;
            pupils(&grid, &mapping, &PupilDefaults::default(), today)
        }
    }
}

/// Reads the pupils of a grid by what its columns are said to be.
///
/// # Errors
/// [`FileError::MissingColumns`], [`FileError::NoRow`].
pub fn pupils(
    grid: &Grid,
    mapping: &Mapping,
    defaults: &PupilDefaults,
    today: Date,
) -> Result<Reading<PupilRow, RowError>, FileError> {
    let given: &[Column] = if defaults.class.is_some() { &[Column::Level] } else { &[] };
    let table = mapping.table(FileKind::Pupils, grid, given)?;
    let columns = Columns::of(mapping);
    let width = table.titles.len();
    let read = |row: Row<'_>| {
        pupil(&row, width, &columns, defaults, today)
            .map_err(|reason| Rejected { line: row.line, reason })
    };
    Ok(Reading { encoding: grid.encoding(), rows: table.rows().map(read).collect() })
}

impl Columns {
    fn of(mapping: &Mapping) -> Self {
        let at = |column| mapping.place(column);
        let groups = mapping.groups(Column::is_guardians);
        Self {
            name: NameColumns {
                family: at(Column::FamilyName),
                usage: at(Column::UsageName),
                first: at(Column::FirstName),
                full: at(Column::FullName),
            },
            birth: at(Column::BirthDate),
            cycle: at(Column::Cycle),
            level: at(Column::Level),
            class: at(Column::Class),
            mef: at(Column::Mef),
            left_on: at(Column::LeftOn),
            home: AddressColumns {
                street: at(Column::Street),
                postal_code: at(Column::PostalCode),
                commune: at(Column::Commune),
            },
            second: AddressColumns {
                street: at(Column::SecondStreet),
                postal_code: at(Column::SecondPostalCode),
                commune: at(Column::SecondCommune),
            },
            guardians: groups.iter().map(|group| GuardianColumns::of(group)).collect(),
        }
    }
}

fn pupil(
    row: &Row<'_>,
    width: usize,
    columns: &Columns,
    defaults: &PupilDefaults,
    today: Date,
) -> Result<PupilRow, RowError> {
    if let Some(found) = row.overflow {
        return Err(RowError::TooManyCells { expected: width, found });
    }
    let mut warnings = Vec::new();
    let name = columns.name.read(row, &mut warnings)?;
    let left = row.get(columns.left_on).and_then(|text| crate::date::read(text, today));
    if let Some(on) = left.filter(|on| *on < today) {
        return Err(RowError::Left { on });
    }
    let birth = birth(row.get(columns.birth), today)?;
    let class = row.get(columns.class).or(defaults.class.as_deref());
    let told = Told {
        own: row.get(columns.level),
        class,
        mef: row.get(columns.mef),
        cycle: row.get(columns.cycle),
    };
    let (level, level_label) = told.level(columns.level.is_some(), &mut warnings)?;
    let mut pupil = PupilRow {
        line: row.line,
        family_name: name.family,
        usage_name: name.usage,
        first_name: name.first,
        birth,
        level,
        level_label,
        class_name: class.map(on_one_line).and_then(|class| class_label_without_scheme(&class)),
        address: address(row, columns.home, &mut warnings),
        second_address: address(row, columns.second, &mut warnings),
        guardians: Vec::new(),
        warnings,
    };
    beside_a_pupil(row, &columns.guardians, &mut pupil);
    Ok(pupil)
}

/// A date of birth that a pupil can have.
pub(crate) fn birth(cell: Option<&str>, today: Date) -> Result<Date, RowError> {
    let text = cell.ok_or(RowError::MissingBirth)?;
    let birth = crate::date::read(text, today)
        .ok_or_else(|| RowError::UnreadableBirth { text: text.to_owned() })?;
    let oldest = today.saturating_sub(OLDEST_YEARS.years());
    if birth > today || birth < oldest {
        return Err(RowError::BirthOutOfRange { birth });
    }
    Ok(birth)
}

/// What a row tells of a pupil's year.
pub(crate) struct Told<'a> {
    pub own: Option<&'a str>,
    pub class: Option<&'a str>,
    /// The ministry's code of the course.
    pub mef: Option<&'a str>,
    pub cycle: Option<&'a str>,
}

impl Told<'_> {
    /// The pupil's own level; failing that the class's, if it names one; failing that the course's;
    /// failing that the stage its cycle belongs to. A cycle that contradicts a level is passed over: ONDE
    /// keeps last year's.
    pub fn level(
        &self,
        has_own: bool,
        warnings: &mut Vec<RowWarning>,
    ) -> Result<(Level, Option<String>), RowError> {
        if let Some(read) = self.own.and_then(|label| SchoolLevel::parse(label).ok()) {
            return Ok((read.level(), Some(read.label())));
        }
        if let Some(read) = self.class.and_then(|label| SchoolLevel::parse(label).ok()) {
            if has_own {
                warnings.push(RowWarning::LevelFromClass);
            }
            return Ok((read.level(), Some(read.label())));
        }
        let course = self.mef.and_then(|code| Mef::parse(code).ok());
        if let Some(year) = course.and_then(|course| course.class_level()) {
            return Ok((year.level(), Some(year.code().to_owned())));
        }
        if let Some(level) = self.cycle.and_then(stage_of_cycle) {
            warnings.push(RowWarning::LevelFromCycle);
            return Ok((level, None));
        }
        let text = self.own.or(self.class).or(self.cycle).ok_or(RowError::MissingLevel)?;
        Err(RowError::UnknownLevel { text: class_label_without_scheme(text).unwrap_or_default() })
    }
}

/// ONDE holds primary schools only, so cycle III is CM1 and CM2 there.
fn stage_of_cycle(cycle: &str) -> Option<Level> {
    match domain::identifiers::names::matching_key(cycle).as_str() {
        "cycle i" | "cycle 1" => Some(Level::Maternelle),
        "cycle ii" | "cycle 2" | "cycle iii" | "cycle 3" => Some(Level::Elementaire),
        _ => None,
    }
}
