//! CSV records and the line each begins on: the one place where lines are counted.
//!
//! The `csv` crate says where its search for a record began, and blank lines and the second half of a
//! `\r\n` come after that. Lines are counted here instead, over text whose lines end by `\n` alone (see
//! [`plain_line_ends`]).

use std::borrow::Cow;

/// A text's records, each with the line it begins on.
pub(crate) struct Records<'a> {
    text: &'a [u8],
    separator: u8,
    reader: csv::Reader<&'a [u8]>,
    read_to: usize,
    counted_to: usize,
    line: u64,
}

/// Where a record stands in its text.
pub(crate) struct Place<'a> {
    /// The line it begins on; the first is 1.
    pub line: u64,
    source: &'a [u8],
    separator: u8,
}

impl<'a> Records<'a> {
    /// The records of a text whose lines end by `\n`, and before which `skipped` lines stand.
    pub fn of(text: &'a str, separator: u8, skipped: u64) -> Self {
        let reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let text = text.as_bytes();
        Self { text, separator, reader, read_to: 0, counted_to: 0, line: skipped + 1 }
    }

    /// Reads the next record that is no empty line; `None` at the end.
    pub fn read(&mut self, into: &mut csv::StringRecord) -> Option<Place<'a>> {
        // The text is UTF-8 and rows may have any length: nothing is left that could fail.
        if !self.reader.read_record(into).unwrap_or(false) {
            return None;
        }
        let end = self.text.len();
        let until = usize::try_from(self.reader.position().byte()).unwrap_or(end).min(end);
        let blank = self.text[self.read_to..until].iter().take_while(|byte| **byte == b'\n');
        let begins = self.read_to + blank.count();
        self.line += newlines(&self.text[self.counted_to..begins]);
        (self.counted_to, self.read_to) = (begins, until);
        let source = self.text[begins..until].trim_ascii_end();
        Some(Place { line: self.line, source, separator: self.separator })
    }
}

impl Place<'_> {
    /// Whether a quotation mark left open has taken in rows that follow: over several lines, either the
    /// quotation marks do not pair, or one cell holds a line end and several separators. An address may
    /// hold the first, no honest cell holds both; unless people write in it and commas part the cells,
    /// since they write commas themselves.
    pub fn swallows_rows(&self, record: &csv::StringRecord, written_by_people: bool) -> bool {
        if !self.source.contains(&b'\n') {
            return false;
        }
        let marks = self.source.iter().filter(|byte| **byte == b'"').count();
        let telling = self.separator != b',' || !written_by_people;
        let hides_rows = |cell: &str| {
            let separators = cell.bytes().filter(|byte| *byte == self.separator);
            telling && cell.contains('\n') && separators.count() > 2
        };
        marks % 2 == 1 || record.iter().any(hides_rows)
    }
}

fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').map(|_| 1).sum()
}

/// The text with every line ended by `\n` alone, whichever of the three ways ended it.
pub(crate) fn plain_line_ends(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines and cells of a text, however its lines end.
    fn read(text: &str) -> Vec<(u64, String)> {
        let plain = plain_line_ends(text);
        let mut records = Records::of(&plain, b';', 0);
        let mut record = csv::StringRecord::new();
        std::iter::from_fn(|| {
            let place = records.read(&mut record)?;
            Some((place.line, record.iter().collect::<Vec<_>>().join("|")))
        })
        .collect()
    }

    #[test]
    fn lines_are_those_an_editor_shows_however_they_end() {
        let text = "a;b\n\n\"c\nc\";d\n\n\n\ne;f\n;\ng;h";
        let expected = [(1, "a|b"), (3, "c\nc|d"), (8, "e|f"), (9, "|"), (10, "g|h")];
        let expected = expected.map(|(line, cells)| (line, cells.to_owned()));
        for end in ["\n", "\r\n", "\r"] {
            assert_eq!(read(&text.replace('\n', end)), expected, "{end:?}");
        }
    }
}
