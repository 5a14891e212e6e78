//! Fixtures shared with the tests package: invented people, numbers the ARCEP keeps for fiction.

use jiff::civil::{Date, date};

/// The day the fixtures are read.
pub const TODAY: Date = date(2026, 11, 23);

/// The bytes of a fixture.
pub fn fixture(path: &str) -> Vec<u8> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/");
    std::fs::read(format!("{root}{path}")).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A cell of a workbook made by a test.
#[derive(Debug, Clone)]
pub enum Cell {
    Blank,
    Text(String),
    Number(f64),
    /// A day as a workbook holds it: its number, under a date format.
    Day(Date),
    Truth(bool),
}

/// Text where a cell of a CSV has letters, a number where it has only digits.
pub fn typed(text: &str) -> Cell {
    match text {
        "" => Cell::Blank,
        _ if text.len() < 16 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            Cell::Number(text.parse().unwrap())
        }
        _ => Cell::Text(text.to_owned()),
    }
}

/// A ZIP of these files.
pub fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write as _;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn day_number(day: Date) -> i32 {
    (day - date(1899, 12, 30)).get_days()
}

/// An XLSX of one sheet.
pub fn xlsx(rows: &[Vec<Cell>]) -> Vec<u8> {
    let column = |at: usize| {
        let letter = |at: usize| char::from(b'A' + u8::try_from(at).unwrap());
        if at < 26 {
            letter(at).to_string()
        } else {
            format!("{}{}", letter(at / 26 - 1), letter(at % 26))
        }
    };
    let mut sheet = String::new();
    for (line, row) in (1..).zip(rows) {
        sheet += &format!("<row r=\"{line}\">");
        for (at, cell) in row.iter().enumerate() {
            let place = format!("{}{line}", column(at));
            sheet += &match cell {
                Cell::Blank => String::new(),
                Cell::Text(text) => format!(
                    "<c r=\"{place}\" t=\"inlineStr\"><is><t>{}</t></is></c>",
                    escaped(text)
                ),
                Cell::Number(number) => format!("<c r=\"{place}\"><v>{number}</v></c>"),
                Cell::Day(day) => {
                    format!("<c r=\"{place}\" s=\"1\"><v>{}</v></c>", day_number(*day))
                }
                Cell::Truth(truth) => {
                    format!("<c r=\"{place}\" t=\"b\"><v>{}</v></c>", u8::from(*truth))
                }
            };
        }
        sheet += "</row>";
    }
    let sheet = format!(
        "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{sheet}</sheetData></worksheet>"
    );
    zip(&[
        ("[Content_Types].xml", br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#),
        ("_rels/.rels", br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
        ("xl/workbook.xml", br#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Feuille 1" sheetId="1" r:id="rId1"/></sheets></workbook>"#),
        ("xl/_rels/workbook.xml.rels", br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#),
        ("xl/styles.xml", br#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// An ODS of one sheet.
pub fn ods(rows: &[Vec<Cell>]) -> Vec<u8> {
    let mut table = String::new();
    for row in rows {
        table += "<table:table-row>";
        for cell in row {
            table += &match cell {
                Cell::Blank => "<table:table-cell/>".to_owned(),
                Cell::Text(text) => format!(
                    "<table:table-cell office:value-type=\"string\"><text:p>{}</text:p></table:table-cell>",
                    escaped(text).replace('\n', "</text:p><text:p>")
                ),
                Cell::Number(number) => format!(
                    "<table:table-cell office:value-type=\"float\" office:value=\"{number}\"><text:p>{number}</text:p></table:table-cell>"
                ),
                Cell::Day(day) => format!(
                    "<table:table-cell office:value-type=\"date\" office:date-value=\"{day}\"><text:p>{}</text:p></table:table-cell>",
                    day.strftime("%d/%m/%y")
                ),
                Cell::Truth(truth) => format!(
                    "<table:table-cell office:value-type=\"boolean\" office:boolean-value=\"{truth}\"><text:p>VRAI</text:p></table:table-cell>"
                ),
            };
        }
        // As LibreOffice ends a row and a sheet.
        table += "<table:table-cell table:number-columns-repeated=\"16000\"/></table:table-row>";
    }
    table += "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    ods_of(&table)
}

/// An ODS whose one sheet holds these rows, as XML.
pub fn ods_of(rows: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet><table:table table:name=\"Feuille 1\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
    ])
}
