//! ODS: tables of typed cells, frozen titles, no formula. A text is a text, whatever it begins with.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::archive::Archive;
use super::cell::{amount, local, yes_no};
use super::xml::{escape, escaped};
use super::{Cell, Heads, RowWriter, Sheets, same_width};

const START: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

const MIMETYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

const MANIFEST: &str = r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/><manifest:file-entry manifest:full-path="settings.xml" manifest:media-type="text/xml"/></manifest:manifest>"#;

const NAMES: &str = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0" office:version="1.3""#;

/// Cell formats: title, text, whole number, euros, day, instant.
const STYLES: &str = include_str!("ods/styles.xml");

pub(super) struct Ods<W: Write> {
    heads: Heads,
    out: Archive<W>,
    sheets: Sheets,
    row: String,
}

impl<W: Write> Ods<W> {
    pub(super) fn begin(heads: Heads, out: W) -> io::Result<Self> {
        let mut out = Archive::new(out);
        // First, and stored: that is how the file is known for what it is.
        out.part("mimetype", MIMETYPE.as_bytes())?;
        out.part("META-INF/manifest.xml", format!("{START}{MANIFEST}").as_bytes())?;
        out.begin("content.xml", 0)?;
        let mut start =
            format!("{START}<office:document-content {NAMES}><office:automatic-styles>{STYLES}");
        let widths = heads.all.iter().flat_map(|head| &head.columns).map(|column| column.width);
        for characters in widths.collect::<BTreeSet<u8>>() {
            // About two millimetres a character.
            let width = f64::from(characters) * 2.1;
            let _ = write!(
                start,
                "<style:style style:name=\"c{characters}\" style:family=\"table-column\"><style:table-column-properties style:column-width=\"{width:.1}mm\"/></style:style>"
            );
        }
        start.push_str("</office:automatic-styles><office:body><office:spreadsheet>");
        out.write_all(start.as_bytes())?;
        let mut new = Self { heads, out, sheets: Sheets::default(), row: String::new() };
        new.begin_table()?;
        Ok(new)
    }

    fn begin_table(&mut self) -> io::Result<()> {
        let head = self.heads.here().clone();
        let nth = self.sheets.next(&head) - 1;
        let name = escaped(&self.sheets.begun[nth].0);
        let mut start = format!("<table:table table:name=\"{name}\">");
        for column in &head.columns {
            let width = column.width;
            let _ = write!(start, "<table:table-column table:style-name=\"c{width}\"/>");
        }
        self.out.write_all(start.as_bytes())?;
        for line in &head.notice {
            self.texts([line.as_str()])?;
        }
        self.texts(head.columns.iter().map(|column| column.title))
    }

    /// A row of bold texts.
    fn texts<'a>(&mut self, texts: impl IntoIterator<Item = &'a str>) -> io::Result<()> {
        self.begin_row();
        for text in texts {
            string(text, 'h', &mut self.row);
        }
        self.end_row()
    }

    fn begin_row(&mut self) {
        self.sheets.rows += 1;
        self.row.clear();
        self.row.push_str("<table:table-row>");
    }

    fn end_row(&mut self) -> io::Result<()> {
        self.row.push_str("</table:table-row>");
        self.out.write_all(self.row.as_bytes())
    }

    /// Every sheet is shown with its titles held in place.
    fn settings(&self) -> String {
        let item = |name: &str, kind: &str, value: &str| {
            format!(
                "<config:config-item config:name=\"{name}\" config:type=\"{kind}\">{value}</config:config-item>"
            )
        };
        let mut tables = String::new();
        for (name, above) in &self.sheets.begun {
            let name = escaped(name);
            let above = above.to_string();
            let _ = write!(
                tables,
                "<config:config-item-map-entry config:name=\"{name}\">{}{}{}{}</config:config-item-map-entry>",
                item("VerticalSplitMode", "short", "2"),
                item("VerticalSplitPosition", "int", &above),
                item("ActiveSplitRange", "short", "2"),
                item("PositionBottom", "int", &above)
            );
        }
        format!(
            "{START}<office:document-settings {NAMES}><office:settings><config:config-item-set config:name=\"ooo:view-settings\"><config:config-item-map-indexed config:name=\"Views\"><config:config-item-map-entry><config:config-item-map-named config:name=\"Tables\">{tables}</config:config-item-map-named></config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set></office:settings></office:document-settings>"
        )
    }
}

impl<W: Write + Send> RowWriter for Ods<W> {
    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        same_width(self.heads.here(), cells)?;
        if self.sheets.is_full() {
            self.out.write_all(b"</table:table>")?;
            self.begin_table()?;
        }
        self.begin_row();
        for cell in cells {
            put(cell, &mut self.row);
        }
        self.end_row()
    }

    fn next_sheet(&mut self) -> io::Result<()> {
        self.heads.next()?;
        self.out.write_all(b"</table:table>")?;
        self.sheets.of_head = 0;
        self.begin_table()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.write_all(
            b"</table:table></office:spreadsheet></office:body></office:document-content>",
        )?;
        let settings = self.settings();
        self.out.part("settings.xml", settings.as_bytes())?;
        self.out.finish()
    }
}

fn put(cell: &Cell, row: &mut String) {
    // A value without its words: a spreadsheet makes them from the value and the format.
    let (style, kind, value) = match cell {
        Cell::Text(text) | Cell::Identifier(text) => return string(text, 't', row),
        Cell::YesNo(yes) => return string(yes_no(*yes), 't', row),
        Cell::Blank => return row.push_str("<table:table-cell/>"),
        Cell::Integer(number) => ('n', "float\" office:value", number.to_string()),
        Cell::Euros(euros) => {
            ('e', "currency\" office:currency=\"EUR\" office:value", amount(*euros, '.'))
        }
        Cell::Day(day) => ('d', "date\" office:date-value", day.to_string()),
        Cell::Instant(at) => {
            let at = local(*at).strftime("%Y-%m-%dT%H:%M:%S").to_string();
            ('i', "date\" office:date-value", at)
        }
    };
    let _ = write!(
        row,
        "<table:table-cell table:style-name=\"{style}\" office:value-type=\"{kind}=\"{value}\"/>"
    );
}

fn string(text: &str, style: char, row: &mut String) {
    let _ =
        write!(row, "<table:table-cell table:style-name=\"{style}\" office:value-type=\"string\">");
    for line in text.replace("\r\n", "\n").split(['\n', '\r']) {
        row.push_str("<text:p>");
        paragraph(line, row);
        row.push_str("</text:p>");
    }
    row.push_str("</table:table-cell>");
}

/// Several blanks side by side, or one at an end, are one or none unless they are named.
fn paragraph(line: &str, row: &mut String) {
    let mut before = ' ';
    let mut letters = line.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '\t' => row.push_str("<text:tab/>"),
            ' ' if before == ' ' || letters.peek().is_none() => row.push_str("<text:s/>"),
            c => escape(c.encode_utf8(&mut [0; 4]), row),
        }
        before = c;
    }
}
