//! CSV as French Excel opens it by a double click: UTF-8 with its mark, `;`, CRLF, decimal comma
//! (`domain.md` §5.8, point 1).

use std::io::{self, Write};

use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::cell::{amount, local, yes_no};
use super::guard::{looks_like_formula, reads_as_number};
use super::{Cell, Heads, RowWriter, same_width};

pub(super) struct Csv<W: Write> {
    heads: Heads,
    out: csv::Writer<W>,
}

impl<W: Write> Csv<W> {
    pub(super) fn begin(heads: Heads, mut out: W) -> io::Result<Self> {
        out.write_all("\u{feff}".as_bytes())?;
        let mut builder = WriterBuilder::new();
        builder.delimiter(b';').terminator(Terminator::CRLF).quote_style(QuoteStyle::Necessary);
        let mut new = Self { heads, out: builder.flexible(true).from_writer(out) };
        new.titles()?;
        new.out.flush()?;
        Ok(new)
    }

    fn titles(&mut self) -> io::Result<()> {
        let head = self.heads.here();
        for line in &head.notice {
            self.out.write_record([guarded(line)])?;
        }
        Ok(self.out.write_record(head.columns.iter().map(|column| column.title))?)
    }
}

impl<W: Write + Send> RowWriter for Csv<W> {
    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        same_width(self.heads.here(), cells)?;
        Ok(self.out.write_record(cells.iter().map(field))?)
    }

    /// A CSV has one sheet: the next is told under its name, after an empty line.
    fn next_sheet(&mut self) -> io::Result<()> {
        self.heads.next()?;
        let name = guarded(&self.heads.here().sheet);
        self.out.write_record([""])?;
        self.out.write_record([name])?;
        self.titles()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn field(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => guarded(text),
        // The only form that keeps a zero at the head, or the end of 19 digits, in a CSV that a
        // spreadsheet opens by itself; our readers and LibreOffice unwrap it. Digits run nothing.
        Cell::Identifier(text) if reads_as_number(text) => format!("=\"{text}\""),
        Cell::Identifier(text) => guarded(text),
        Cell::Integer(number) => number.to_string(),
        Cell::Euros(euros) => amount(*euros, ','),
        Cell::Day(day) => day.strftime("%d/%m/%Y").to_string(),
        Cell::Instant(at) => local(*at).strftime("%d/%m/%Y %H:%M:%S").to_string(),
        Cell::YesNo(yes) => yes_no(*yes).to_owned(),
        Cell::Blank => String::new(),
    }
}

/// Nothing but an apostrophe keeps a spreadsheet from running a formula it reads in a CSV.
fn guarded(text: &str) -> String {
    if looks_like_formula(text) { format!("'{text}") } else { text.to_owned() }
}
