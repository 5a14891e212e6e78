//! A CSV file as rows of named cells, with every fault kept.

use std::str::FromStr;

use domain::Euros;

use super::errors::{BadCell, Wanted};
use crate::records::{Records, plain_line_ends};

/// Rows, the line of each, and every fault. With a fault, rows are there only to be checked further:
/// a faulty cell stands as some valid value.
pub(super) struct Rows<T> {
    pub rows: Vec<T>,
    pub lines: Vec<u64>,
    pub faults: Vec<BadCell>,
}

/// Of a file that was not given.
impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), lines: Vec::new(), faults: Vec::new() }
    }
}

/// Reads a file whose header must have these columns; each row that is not blank goes through `parse`.
pub(super) fn read<T>(
    file: &'static str,
    bytes: &[u8],
    columns: &[&'static str],
    mut parse: impl FnMut(&mut Line<'_>) -> T,
) -> Rows<T> {
    let mut out = Rows::default();
    let text = match text(file, bytes) {
        Ok(text) => plain_line_ends(text),
        Err(fault) => {
            out.faults.push(fault);
            return out;
        }
    };
    let mut records = Records::of(&text, delimiter(&text), 0);
    let mut header = csv::StringRecord::new();
    let Some(place) = records.read(&mut header) else {
        out.faults.push(bad(file, 1, "", "", Wanted::Header));
        return out;
    };
    let places = places(file, place.line, &header, columns, &mut out.faults);
    if !out.faults.is_empty() {
        return out;
    }
    let mut record = csv::StringRecord::new();
    while let Some(place) = records.read(&mut record) {
        let number = place.line;
        if place.swallows_rows(&record, false) {
            out.faults.push(bad(file, number, "", "", Wanted::ClosedQuote));
            return out;
        }
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if record.len() != header.len() {
            let wanted = Wanted::Cells { header: header.len() };
            out.faults.push(bad(file, number, "", &record.len().to_string(), wanted));
            continue;
        }
        let (places, record, faults) = (&places[..], &record, &mut out.faults);
        let header = &header;
        let mut line = Line { file, number, columns, places, header, record, faults };
        out.rows.push(parse(&mut line));
        out.lines.push(number);
    }
    out
}

/// One row being parsed.
pub(super) struct Line<'a> {
    file: &'static str,
    number: u64,
    columns: &'a [&'static str],
    places: &'a [usize],
    header: &'a csv::StringRecord,
    record: &'a csv::StringRecord,
    faults: &'a mut Vec<BadCell>,
}

impl<'a> Line<'a> {
    /// A cell without the spaces around it. The column is one of those the sheet was read with.
    pub fn cell(&self, column: &str) -> &'a str {
        let at = self.columns.iter().position(|known| *known == column);
        at.and_then(|at| self.record.get(self.places[at])).unwrap_or_default().trim()
    }

    /// A cell of a column that the header may lack.
    pub fn optional(&self, column: &str) -> &'a str {
        let at = self.header.iter().position(|name| name.trim() == column);
        at.and_then(|at| self.record.get(at)).unwrap_or_default().trim()
    }

    /// A cell that must not be empty.
    pub fn filled(&mut self, column: &str) -> String {
        let cell = self.cell(column);
        if cell.is_empty() {
            self.fault(column, cell, Wanted::NotEmpty);
        }
        cell.to_owned()
    }

    /// The members of a list; none for an empty cell. An empty member is a fault.
    pub fn list(&mut self, column: &str, separator: char) -> Vec<&'a str> {
        let cell = self.cell(column);
        if cell.is_empty() {
            return Vec::new();
        }
        let members: Vec<&str> = cell.split(separator).map(str::trim).collect();
        if members.iter().any(|member| member.is_empty()) {
            self.fault(column, cell, Wanted::NotEmpty);
        }
        members.into_iter().filter(|member| !member.is_empty()).collect()
    }

    /// A list of names.
    pub fn names(&mut self, column: &str) -> Vec<String> {
        self.list(column, '|').into_iter().map(str::to_owned).collect()
    }

    /// A whole number between two bounds: digits only.
    pub fn number(&mut self, column: &str, least: u32, most: u32) -> u32 {
        let cell = self.cell(column);
        let digits = !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
        let number = cell.parse().ok().filter(|number| digits && (least..=most).contains(number));
        number.unwrap_or_else(|| {
            self.fault(column, cell, Wanted::Between { least, most: most.into() });
            least
        })
    }

    /// An amount in euros, `1234.56` or `1234,56`.
    pub fn amount(&mut self, column: &str) -> Euros {
        let cell = self.cell(column);
        Euros::parse(cell).ok().filter(|amount| !amount.is_negative()).unwrap_or_else(|| {
            self.fault(column, cell, Wanted::Amount);
            Euros::ZERO
        })
    }

    /// A word of a vocabulary; the fallback is for the checks that follow.
    pub fn word<T: FromStr>(
        &mut self,
        column: &str,
        word: &str,
        all: &[&'static str],
        fallback: T,
    ) -> T {
        word.parse().unwrap_or_else(|_| {
            self.fault(column, word, Wanted::OneOf(all.to_vec()));
            fallback
        })
    }

    /// Notes a fault of this row.
    pub fn fault(&mut self, column: &str, value: &str, wanted: Wanted) {
        self.faults.push(bad(self.file, self.number, column, value, wanted));
    }
}

fn bad(file: &'static str, line: u64, column: &str, value: &str, wanted: Wanted) -> BadCell {
    BadCell { file, line, column: column.to_owned(), value: value.to_owned(), wanted }
}

/// The text without its byte-order mark; or the line of the first byte that is no UTF-8.
pub(super) fn text<'a>(file: &'static str, bytes: &'a [u8]) -> Result<&'a str, BadCell> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let line = 1 + plain_line_ends(&good).matches('\n').count() as u64;
        let wrong = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
        bad(file, line, "", &format!("{wrong:#04X}"), Wanted::Utf8)
    })
}

/// The one of `,` and `;` that the header has more of.
fn delimiter(text: &str) -> u8 {
    let header = text.trim_start().lines().next().unwrap_or_default();
    let count = |separator| header.matches(separator).count();
    if count(';') > count(',') { b';' } else { b',' }
}

/// Where each column stands in the header; a column missing or there twice is a fault.
fn places(
    file: &'static str,
    line: u64,
    header: &csv::StringRecord,
    columns: &[&'static str],
    faults: &mut Vec<BadCell>,
) -> Vec<usize> {
    let mut places = Vec::new();
    for column in columns {
        let mut at = header.iter().enumerate().filter(|(_, name)| name.trim() == *column);
        let found = (at.next(), at.next());
        if let (Some((place, _)), None) = found {
            places.push(place);
        } else {
            let twice = found.1.map_or("", |(_, name)| name);
            faults.push(bad(file, line, column, twice, Wanted::Column));
        }
    }
    places
}
