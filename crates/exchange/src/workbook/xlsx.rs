//! XLSX, by calamine: cells one after another, so that two cells far apart cost two cells.

use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader as _, Xlsx};

use super::{number, truth};
use crate::grid::{Builder, Grid, Source};
use crate::reading::FileError;

/// The last column of a sheet.
const LAST_COLUMN: u32 = 16_383;

type Workbook<'b> = Xlsx<Cursor<&'b [u8]>>;

pub(super) fn open(bytes: &[u8]) -> Result<Workbook<'_>, FileError> {
    Xlsx::new(Cursor::new(bytes)).map_err(|_| FileError::Damaged)
}

/// The names of its sheets.
pub(super) fn sheets(workbook: &Workbook<'_>) -> Vec<String> {
    workbook.sheet_names().clone()
}

/// One sheet.
pub(super) fn sheet(workbook: &mut Workbook<'_>, sheet: &str) -> Result<Grid, FileError> {
    let sheets = sheets(workbook);
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(|_| FileError::Damaged)?;
    let mut builder = Builder::new();
    // Cells come row by row, in the order of columns; what would go back is a damaged file.
    let (mut row, mut column) = (0, 0);
    while let Some(cell) = cells.next_cell().map_err(|_| FileError::Damaged)? {
        let (at_row, at_column) = cell.get_position();
        let text = text(cell.get_value());
        if text.is_empty() {
            continue;
        }
        if at_row != row {
            builder.end_row(u64::from(row) + 1);
            (row, column) = (at_row.max(row), 0);
        }
        if at_row < row || at_column < column || at_column > LAST_COLUMN {
            return Err(FileError::Damaged);
        }
        while column < at_column {
            builder.cell("")?;
            column += 1;
        }
        builder.cell(&text)?;
        column += 1;
    }
    builder.end_row(u64::from(row) + 1);
    let source = Source::Workbook { sheet: sheet.to_owned(), sheets };
    Ok(builder.finish(source))
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(value) => value.to_string(),
        DataRef::Float(value) => number(*value),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(value) => truth(*value).to_owned(),
        DataRef::DateTime(value) => day(value),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// A day; a duration or a time of day is no day, and comes out as its number.
fn day(value: &ExcelDateTime) -> String {
    if value.is_duration() || value.as_f64() < 1.0 {
        return number(value.as_f64());
    }
    let (year, month, day, ..) = value.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}
