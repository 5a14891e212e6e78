//! XLSX: sheets of inline strings and real numbers, frozen titles, no formula.
//!
//! A text that looks like a formula is a text here, and is marked as one typed after an apostrophe, so
//! that it stays one when somebody edits its cell.

use std::fmt::Write as _;
use std::io::{self, Write};

use jiff::civil::{Date, DateTime, date};

use super::archive::Archive;
use super::cell::{amount, local, yes_no};
use super::guard::looks_like_formula;
use super::xml::{escape, escaped};
use super::{Cell, Heads, RowWriter, Sheets, same_width};

const START: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

// Every part named .xml is a sheet unless it is named here: how many sheets there will be is not known yet.
const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"#;

const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

/// Cell formats, by place: plain, title, day, instant, euros, text, text that looks like a formula,
/// whole number.
const STYLES: &str = include_str!("xlsx/styles.xml");

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

pub(super) struct Xlsx<W: Write> {
    heads: Heads,
    out: Archive<W>,
    sheets: Sheets,
    row: Row,
}

impl<W: Write> Xlsx<W> {
    pub(super) fn begin(heads: Heads, out: W) -> io::Result<Self> {
        let mut out = Archive::new(out);
        out.part("[Content_Types].xml", format!("{START}{TYPES}").as_bytes())?;
        out.part("_rels/.rels", format!("{START}{RELATIONS}").as_bytes())?;
        out.part("xl/styles.xml", format!("{START}{STYLES}").as_bytes())?;
        let mut new = Self { heads, out, sheets: Sheets::default(), row: Row::default() };
        new.begin_sheet()?;
        Ok(new)
    }

    fn begin_sheet(&mut self) -> io::Result<()> {
        let head = self.heads.here().clone();
        let number = u32::try_from(self.sheets.next(&head)).map_err(io::Error::other)?;
        self.out.begin("xl/worksheets/sheet{}.xml", number)?;
        let above = head.notice.len() + 1;
        let mut start = format!(
            "{START}<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"{above}\" topLeftCell=\"A{}\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><cols>",
            above + 1
        );
        for (nth, column) in head.columns.iter().enumerate() {
            let (nth, width) = (nth + 1, column.width);
            let _ = write!(
                start,
                "<col min=\"{nth}\" max=\"{nth}\" width=\"{width}\" customWidth=\"1\"/>"
            );
        }
        start.push_str("</cols><sheetData>");
        self.out.write_all(start.as_bytes())?;
        for line in &head.notice {
            self.texts([line.as_str()])?;
        }
        self.texts(head.columns.iter().map(|column| column.title))
    }

    /// A row of bold texts.
    fn texts<'a>(&mut self, texts: impl IntoIterator<Item = &'a str>) -> io::Result<()> {
        self.sheets.rows += 1;
        self.row.begin(self.sheets.rows);
        for text in texts {
            self.row.string(text, 1);
        }
        self.out.write_all(self.row.end())
    }

    /// The mark of personal data is printed on every page.
    fn end_sheet(&mut self, mark: Option<&str>) -> io::Result<()> {
        let mut end = "</sheetData><pageSetup orientation=\"landscape\"/>".to_owned();
        if let Some(mark) = mark {
            // An ampersand commands in a page's header.
            let mark = escaped(&mark.replace('&', "&&"));
            let _ = write!(
                end,
                "<headerFooter><oddHeader>&amp;C{mark}</oddHeader><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter>"
            );
        }
        end.push_str("</worksheet>");
        self.out.write_all(end.as_bytes())
    }
}

impl<W: Write + Send> RowWriter for Xlsx<W> {
    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        same_width(self.heads.here(), cells)?;
        if self.sheets.is_full() {
            let mark = self.heads.here().notice.first().cloned();
            self.end_sheet(mark.as_deref())?;
            self.begin_sheet()?;
        }
        self.sheets.rows += 1;
        self.row.begin(self.sheets.rows);
        for cell in cells {
            self.row.cell(cell);
        }
        self.out.write_all(self.row.end())
    }

    fn next_sheet(&mut self) -> io::Result<()> {
        let mark = self.heads.here().notice.first().cloned();
        self.heads.next()?;
        self.end_sheet(mark.as_deref())?;
        self.sheets.of_head = 0;
        self.begin_sheet()
    }

    fn finish(&mut self) -> io::Result<()> {
        let mark = self.heads.here().notice.first().cloned();
        self.end_sheet(mark.as_deref())?;
        let mut book = format!("{START}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>");
        let mut links = format!(
            "{START}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"styles\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/>"
        );
        for (number, (name, _)) in (1_u32..).zip(&self.sheets.begun) {
            let name = escaped(name);
            let _ = write!(
                book,
                "<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"sheet{number}\"/>"
            );
            let _ = write!(
                links,
                "<Relationship Id=\"sheet{number}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
            );
        }
        self.out.part("xl/workbook.xml", format!("{book}</sheets></workbook>").as_bytes())?;
        self.out
            .part("xl/_rels/workbook.xml.rels", format!("{links}</Relationships>").as_bytes())?;
        self.out.finish()
    }
}

/// A row being written.
#[derive(Default)]
struct Row {
    text: String,
    number: u32,
    /// Cells so far.
    column: u32,
}

// Writing to a string cannot fail.
impl Row {
    fn begin(&mut self, number: u32) {
        self.text.clear();
        (self.number, self.column) = (number, 0);
        let _ = write!(self.text, "<row r=\"{number}\">");
    }

    fn end(&mut self) -> &[u8] {
        self.text.push_str("</row>");
        self.text.as_bytes()
    }

    fn cell(&mut self, cell: &Cell) {
        match cell {
            Cell::Text(text) | Cell::Identifier(text) => {
                self.string(text, if looks_like_formula(text) { 6 } else { 5 });
            }
            Cell::YesNo(yes) => self.string(yes_no(*yes), 5),
            Cell::Integer(number) => self.number(&number.to_string(), 7),
            Cell::Euros(euros) => self.number(&amount(*euros, '.'), 4),
            Cell::Day(day) => match serial(*day) {
                Some(days) => self.number(&days.to_string(), 2),
                None => self.string(&day.to_string(), 5),
            },
            Cell::Instant(at) => {
                let at = local(*at);
                match instant(at) {
                    Some(days) => self.number(&days, 3),
                    None => self.string(&at.to_string(), 5),
                }
            }
            Cell::Blank => self.column += 1,
        }
    }

    fn number(&mut self, number: &str, style: u8) {
        let place = self.place();
        let _ = write!(self.text, "<c r=\"{place}\" s=\"{style}\"><v>{number}</v></c>");
    }

    fn string(&mut self, text: &str, style: u8) {
        let place = self.place();
        let _ = write!(
            self.text,
            "<c r=\"{place}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"
        );
        escape(&unmistaken(text), &mut self.text);
        self.text.push_str("</t></is></c>");
    }

    /// The next cell's name: `C12`.
    fn place(&mut self) -> String {
        self.column += 1;
        let mut letters = Vec::new();
        let mut rest = self.column;
        while rest > 0 {
            rest -= 1;
            letters.insert(0, char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
            rest /= 26;
        }
        format!("{}{}", letters.into_iter().collect::<String>(), self.number)
    }
}

/// Days and their fraction.
fn instant(at: DateTime) -> Option<String> {
    let days = serial(at.date())?;
    let seconds =
        i64::from(at.hour()) * 3600 + i64::from(at.minute()) * 60 + i64::from(at.second());
    // Ten decimals tell seconds apart; by whole numbers, for no float is exact here.
    let fraction = (seconds * 10_000_000_000 + 43_200) / 86_400;
    Some(format!("{days}.{fraction:010}"))
}

/// Excel counts days from the end of 1899, and wrongly before March 1900: those stay texts.
fn serial(day: Date) -> Option<i64> {
    let since = day.since(date(1899, 12, 30)).ok()?;
    let days = i64::from(since.get_days());
    (days > 60).then_some(days)
}

/// `_x0041_` in a text would be read as the letter A: its first sign is written in that very way.
fn unmistaken(text: &str) -> std::borrow::Cow<'_, str> {
    let coded = |at: usize| {
        let rest = &text.as_bytes()[at..];
        rest.len() >= 7 && rest[6] == b'_' && rest[2..6].iter().all(u8::is_ascii_hexdigit)
    };
    let places: Vec<usize> =
        text.match_indices("_x").map(|(at, _)| at).filter(|at| coded(*at)).collect();
    if places.is_empty() {
        return text.into();
    }
    let mut new = String::new();
    let mut from = 0;
    for at in places {
        new.push_str(&text[from..at]);
        new.push_str("_x005F_");
        from = at + 1;
    }
    new.push_str(&text[from..]);
    new.into()
}
