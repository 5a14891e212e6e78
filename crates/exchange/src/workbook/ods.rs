//! ODS: the sheets of `content.xml`, read as a stream.
//!
//! Read here and not by calamine, because a cell may say that it is repeated over sixteen thousand
//! columns and a million rows: what is repeated costs what it holds, and only up to a limit.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{number, truth};
use crate::archive;
use crate::grid::{Builder, Grid, Source};
use crate::reading::FileError;
use crate::xml;

/// The most columns that filled cells may reach.
const MOST_COLUMNS: usize = 1_024;
/// The most times that a filled row may stand.
const MOST_TIMES: u64 = 10_000;

/// A workbook, unfolded once.
pub(super) struct Ods {
    content: String,
    /// The names of its sheets.
    pub sheets: Vec<String>,
}

impl Ods {
    pub fn open(bytes: &[u8]) -> Result<Self, FileError> {
        let mut entries = archive::entries(bytes, |name| name == "content.xml")?;
        let content = entries.pop().ok_or(FileError::Damaged)?;
        // OpenDocument is always UTF-8.
        let content = String::from_utf8(content).map_err(|_| FileError::Damaged)?;
        let sheets = names(&content)?;
        Ok(Self { content, sheets })
    }

    /// One sheet.
    pub fn sheet(&self, sheet: &str) -> Result<Grid, FileError> {
        let builder = rows(&self.content, sheet)?;
        let (sheet, sheets) = (sheet.to_owned(), self.sheets.clone());
        Ok(builder.finish(Source::Workbook { sheet, sheets }))
    }
}

fn names(content: &str) -> Result<Vec<String>, FileError> {
    let mut reader = Reader::from_str(content);
    let mut names = Vec::new();
    loop {
        match xml::next(&mut reader)? {
            Event::Start(tag) if tag.local_name().as_ref() == "table" => names.push(name(&tag)?),
            Event::Eof => return Ok(names),
            _ => {}
        }
    }
}

fn name(tag: &BytesStart<'_>) -> Result<String, FileError> {
    Ok(xml::attribute(tag, "table:name")?.unwrap_or_default())
}

fn rows(content: &str, sheet: &str) -> Result<Builder, FileError> {
    let mut reader = Reader::from_str(content);
    let mut builder = Builder::new();
    let mut inside = false;
    let mut line = 1;
    loop {
        match xml::next(&mut reader)? {
            Event::Start(tag) if tag.local_name().as_ref() == "table" => {
                inside = name(&tag)? == sheet;
            }
            Event::End(tag) if inside && tag.local_name().as_ref() == "table" => {
                return Ok(builder);
            }
            Event::Start(tag) if inside && tag.local_name().as_ref() == "table-row" => {
                let times = repeated(&tag, "table:number-rows-repeated")?;
                let cells = row(&mut reader)?;
                line = push(&mut builder, &cells, line, times)?;
            }
            Event::Empty(tag) if inside && tag.local_name().as_ref() == "table-row" => {
                let times = repeated(&tag, "table:number-rows-repeated")?;
                line = line.checked_add(times).ok_or(FileError::TooLarge)?;
            }
            Event::Eof => return Ok(builder),
            _ => {}
        }
    }
}

/// Adds a row as many times as it stands; a blank one only moves the lines below. Answers the next line.
fn push(
    builder: &mut Builder,
    cells: &[(String, usize)],
    line: u64,
    times: u64,
) -> Result<u64, FileError> {
    let filled = cells.iter().rposition(|(text, _)| !text.is_empty()).map_or(0, |at| at + 1);
    if filled > 0 {
        if times > MOST_TIMES {
            return Err(FileError::TooLarge);
        }
        for again in 0..times {
            let mut width = 0;
            for (text, repeated) in &cells[..filled] {
                for _ in 0..*repeated {
                    width += 1;
                    if width > MOST_COLUMNS {
                        return Err(FileError::TooLarge);
                    }
                    builder.cell(text)?;
                }
            }
            builder.end_row(line + again);
        }
    }
    line.checked_add(times).ok_or(FileError::TooLarge)
}

/// The cells of the row just begun, each with how often it stands.
fn row(reader: &mut Reader<&[u8]>) -> Result<Vec<(String, usize)>, FileError> {
    let mut cells = Vec::new();
    loop {
        match xml::next(reader)? {
            Event::Start(tag) if is_cell(tag.local_name().as_ref()) => {
                let (typed, times) = typed(&tag)?;
                let shown = shown(reader)?;
                cells.push((typed.unwrap_or(shown), times));
            }
            Event::Empty(tag) if is_cell(tag.local_name().as_ref()) => {
                let (typed, times) = typed(&tag)?;
                cells.push((typed.unwrap_or_default(), times));
            }
            Event::End(tag) if tag.local_name().as_ref() == "table-row" => return Ok(cells),
            Event::Eof => return Err(FileError::Damaged),
            _ => {}
        }
    }
}

fn is_cell(name: &str) -> bool {
    matches!(name, "table-cell" | "covered-table-cell")
}

/// What a cell is by its type, if that says more than what it shows, and how often it stands.
fn typed(tag: &BytesStart<'_>) -> Result<(Option<String>, usize), FileError> {
    let of = |name| xml::attribute(tag, name);
    let times = repeated(tag, "table:number-columns-repeated")?;
    let text = match of("office:value-type")?.as_deref() {
        Some("float" | "currency" | "percentage") => {
            of("office:value")?.map(|value| value.parse().map_or(value, number))
        }
        Some("date") => of("office:date-value")?
            .map(|value| value.split('T').next().unwrap_or_default().to_owned()),
        Some("boolean") => {
            of("office:boolean-value")?.map(|value| truth(value == "true").to_owned())
        }
        _ => None,
    };
    Ok((text, usize::try_from(times).unwrap_or(usize::MAX)))
}

fn repeated(tag: &BytesStart<'_>, name: &str) -> Result<u64, FileError> {
    let times = xml::attribute(tag, name)?.and_then(|times| times.parse().ok());
    Ok(times.unwrap_or(1))
}

/// What the cell just begun shows: its paragraphs, one a line; notes in its margin are not it.
fn shown(reader: &mut Reader<&[u8]>) -> Result<String, FileError> {
    let mut text = String::new();
    let (mut depth, mut note) = (0_usize, 0_usize);
    loop {
        match xml::next(reader)? {
            Event::Start(tag) => {
                depth += 1;
                match tag.local_name().as_ref() {
                    "annotation" => note = note.max(depth),
                    "p" if note == 0 && !text.is_empty() => text.push('\n'),
                    _ => {}
                }
            }
            Event::Empty(tag) if note == 0 => match tag.local_name().as_ref() {
                "s" | "tab" => text.push(' '),
                "line-break" => text.push('\n'),
                _ => {}
            },
            Event::End(tag) => {
                if is_cell(tag.local_name().as_ref()) && depth == 0 {
                    return Ok(text);
                }
                if depth == note {
                    note = 0;
                }
                depth = depth.saturating_sub(1);
            }
            Event::Text(part) if note == 0 => text.push_str(&part.xml10_content()),
            Event::CData(part) if note == 0 => text.push_str(&part.xml10_content()),
            Event::GeneralRef(part) if note == 0 => text.push(xml::character(&part)?),
            Event::Eof => return Err(FileError::Damaged),
            _ => {}
        }
    }
}
