//! ONDE's list of pupils, both generations of titles.

use domain::people::scheme::class_label_without_scheme;
use domain::people::school_level::SchoolLevel;
use domain::stock::Level;
use jiff::ToSpan;
use jiff::civil::Date;

use super::cells::{AddressColumns, address, name, names, on_one_line};
use super::rows::{PupilRow, RowError, RowWarning};
use crate::reading::{Column, FileError, FileKind, Reading, Rejected};
use crate::recognise::expect;
use crate::table::Row;
use crate::text::{Encoding, decode};

/// No pupil is older: beyond, the date is a slip.
const OLDEST_YEARS: i64 = 30;

#[derive(Debug, Default)]
struct Columns {
    family_name: Option<usize>,
    usage_name: Option<usize>,
    first_name: Option<usize>,
    birth: Option<usize>,
    cycle: Option<usize>,
    level: Option<usize>,
    class: Option<usize>,
    class_id: Option<usize>,
    home: AddressColumns,
    second: AddressColumns,
}

/// Reads ONDE's list of pupils. `today` bounds birth dates and gives two-digit years their century.
///
/// # Errors
/// [`FileError`] if nothing of the file can be read; a single bad row is a [`Rejected`] in the reading.
pub fn read_pupils(
    bytes: &[u8],
    forced: Option<Encoding>,
    today: Date,
) -> Result<Reading<PupilRow, RowError>, FileError> {
    let decoded = decode(bytes, forced)?;
    let table = expect(&decoded.text, FileKind::Pupils)?;
    let columns = columns(&table.titles)?;
    if table.rows.is_empty() {
        return Err(FileError::NoRow);
    }
    let width = table.titles.len();
    let read = |row: &Row| {
        pupil(row, width, &columns, today).map_err(|reason| Rejected { line: row.line, reason })
    };
    Ok(Reading { encoding: decoded.encoding, rows: table.rows.iter().map(read).collect() })
}

/// Does this title belong to the list of pupils?
pub(crate) fn knows(title: &str) -> bool {
    Columns::default().slot(title).is_some()
}

impl Columns {
    fn slot(&mut self, title: &str) -> Option<&mut Option<usize>> {
        Some(match title {
            "nom eleve" | "nom de famille eleve" | "nom de famille" | "nom" => {
                &mut self.family_name
            }
            "nom d usage eleve" | "nom usage eleve" | "nom d usage" => &mut self.usage_name,
            "prenom eleve" | "prenom" | "prenom 1" => &mut self.first_name,
            "date naissance" | "date de naissance" | "ne e le" => &mut self.birth,
            "cycle" => &mut self.cycle,
            "niveau" => &mut self.level,
            "libelle classe" | "classe" | "libelle de la classe" => &mut self.class,
            "identifiant classe" => &mut self.class_id,
            "adresse1" | "adresse 1" | "adresse" => &mut self.home.street,
            "cp1" | "cp 1" | "cp" | "code postal" => &mut self.home.postal_code,
            "commune1" | "commune 1" | "commune" => &mut self.home.commune,
            "adresse2" | "adresse 2" => &mut self.second.street,
            "cp2" | "cp 2" => &mut self.second.postal_code,
            "commune2" | "commune 2" => &mut self.second.commune,
            _ => return None,
        })
    }
}

fn columns(titles: &[String]) -> Result<Columns, FileError> {
    let mut columns = Columns::default();
    for (at, title) in titles.iter().enumerate() {
        if let Some(slot) = columns.slot(title) {
            slot.get_or_insert(at);
        }
    }
    let needed = [
        (Column::FamilyName, columns.family_name.or(columns.usage_name)),
        (Column::FirstName, columns.first_name),
        (Column::BirthDate, columns.birth),
        (Column::Level, columns.level.or(columns.class)),
    ];
    let missing: Vec<Column> =
        needed.into_iter().filter(|(_, at)| at.is_none()).map(|(column, _)| column).collect();
    if missing.is_empty() { Ok(columns) } else { Err(FileError::MissingColumns(missing)) }
}

fn pupil(row: &Row, width: usize, columns: &Columns, today: Date) -> Result<PupilRow, RowError> {
    if let Some(found) = row.overflow {
        return Err(RowError::TooManyCells { expected: width, found });
    }
    let (family_name, usage_name) =
        names(row, columns.family_name, columns.usage_name).ok_or(RowError::MissingName)?;
    let first_name = name(row, columns.first_name).ok_or(RowError::MissingFirstName)?;
    let birth = birth(row.get(columns.birth), today)?;
    let mut warnings = Vec::new();
    let (level, level_label) = level(row, columns, &mut warnings)?;
    Ok(PupilRow {
        line: row.line,
        family_name,
        usage_name,
        first_name,
        birth,
        level,
        level_label,
        class_name: row
            .get(columns.class)
            .map(on_one_line)
            .and_then(|class| class_label_without_scheme(&class)),
        class_id: row.get(columns.class_id).map(on_one_line),
        address: address(row, columns.home, &mut warnings),
        second_address: address(row, columns.second, &mut warnings),
        warnings,
    })
}

fn birth(cell: Option<&str>, today: Date) -> Result<Date, RowError> {
    let text = cell.ok_or(RowError::MissingBirth)?;
    let birth = crate::date::read(text, today)
        .ok_or_else(|| RowError::UnreadableBirth { text: text.to_owned() })?;
    let oldest = today.saturating_sub(OLDEST_YEARS.years());
    if birth > today || birth < oldest {
        return Err(RowError::BirthOutOfRange { birth });
    }
    Ok(birth)
}

/// The pupil's own level; failing that the class's, if it names one; failing that the stage its cycle
/// belongs to. A cycle that contradicts a level is passed over: ONDE keeps last year's.
fn level(
    row: &Row,
    columns: &Columns,
    warnings: &mut Vec<RowWarning>,
) -> Result<(Level, Option<String>), RowError> {
    let (own, class, cycle) =
        (row.get(columns.level), row.get(columns.class), row.get(columns.cycle));
    if let Some(read) = own.and_then(|label| SchoolLevel::parse(label).ok()) {
        return Ok((read.level(), Some(read.label())));
    }
    if let Some(read) = class.and_then(|label| SchoolLevel::parse(label).ok()) {
        if columns.level.is_some() {
            warnings.push(RowWarning::LevelFromClass);
        }
        return Ok((read.level(), Some(read.label())));
    }
    if let Some(level) = cycle.and_then(stage_of_cycle) {
        warnings.push(RowWarning::LevelFromCycle);
        return Ok((level, None));
    }
    let text = own.or(class).or(cycle).ok_or(RowError::MissingLevel)?;
    Err(RowError::UnknownLevel { text: class_label_without_scheme(text).unwrap_or_default() })
}

/// ONDE holds primary schools only, so cycle III is CM1 and CM2 there.
fn stage_of_cycle(cycle: &str) -> Option<Level> {
    match domain::identifiers::names::matching_key(cycle).as_str() {
        "cycle i" | "cycle 1" => Some(Level::Maternelle),
        "cycle ii" | "cycle 2" | "cycle iii" | "cycle 3" => Some(Level::Elementaire),
        _ => None,
    }
}
