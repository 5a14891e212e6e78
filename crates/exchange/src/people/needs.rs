//! Lists of needs: who, and what the home has or lacks. Only pupils known already are meant.

use domain::people::census::{HomeAnswers, NeedEntry};
use domain::people::scheme::class_label_without_scheme;
use jiff::civil::Date;

use super::answers::{connection, equipment, language};
use super::cells::{NameColumns, on_one_line};
use super::pupils::birth;
use super::rows::{NeedRow, RowError, RowWarning};
use crate::columns::Mapping;
use crate::grid::{Grid, Row};
use crate::reading::{Column, FileError, FileKind, Reading, Rejected};
use crate::yes;

/// Reads the needs of a grid by what its columns are said to be.
///
/// # Errors
/// [`FileError::MissingColumns`], [`FileError::NoRow`].
pub fn needs(
    grid: &Grid,
    mapping: &Mapping,
    today: Date,
) -> Result<Reading<NeedRow, RowError>, FileError> {
    let table = mapping.table(FileKind::Needs, grid, &[])?;
    let width = table.titles.len();
    let read = |row: Row<'_>| {
        need(&row, width, mapping, today).map_err(|reason| Rejected { line: row.line, reason })
    };
    Ok(Reading { encoding: grid.encoding(), rows: table.rows().map(read).collect() })
}

fn need(row: &Row<'_>, width: usize, mapping: &Mapping, today: Date) -> Result<NeedRow, RowError> {
    if let Some(found) = row.overflow {
        return Err(RowError::TooManyCells { expected: width, found });
    }
    let cell = |column| row.get(mapping.place(column));
    let truth = |column| cell(column).and_then(yes::read);
    let unknown = |text| RowError::UnknownAnswer { text };
    let names = NameColumns {
        family: mapping.place(Column::FamilyName),
        usage: mapping.place(Column::UsageName),
        first: mapping.place(Column::FirstName),
        full: mapping.place(Column::FullName),
    };
    let mut warnings = Vec::new();
    let name = names.read(row, &mut warnings)?;
    let equipment =
        equipment(cell(Column::Equipment), cell(Column::NeedsDevice)).map_err(unknown)?;
    let connection =
        connection(cell(Column::Connection), cell(Column::NeedsConnection)).map_err(unknown)?;
    if equipment.is_none() && connection.is_none() {
        return Err(RowError::NoAnswer);
    }
    let told = cell(Column::Language);
    let language = told.and_then(language);
    if let (Some(text), None) = (told, language) {
        warnings.push(RowWarning::LanguageLeftOut { text: text.to_owned() });
    }
    let class = cell(Column::Class).map(on_one_line);
    let entry = NeedEntry {
        line: row.line,
        family_name: name.family,
        usage_name: name.usage,
        first_name: name.first,
        birth: cell(Column::BirthDate).map(|text| birth(Some(text), today)).transpose()?,
        class_name: class.and_then(|it| class_label_without_scheme(&it)).unwrap_or_default(),
        answers: HomeAnswers {
            equipment,
            connection,
            language,
            accepts_loan: truth(Column::AcceptsLoan),
            accepts_refurbished: truth(Column::AcceptsRefurbished),
            prioritised: truth(Column::Prioritised).unwrap_or(false),
        },
        pupil: cell(Column::PupilMark).and_then(|mark| mark.parse().ok()),
    };
    Ok(NeedRow { entry, warnings })
}
