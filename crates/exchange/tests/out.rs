//! Files out, read back: by the readers of others and by our own.

use std::io::{self, Cursor, Write};
use std::sync::{Arc, Mutex};

use calamine::{Data, Ods, Reader, Xlsx};
use domain::Euros;
use domain::export::ExportFormat;
use exchange::out::{Cell, Column, Head, begin, begin_book};
use exchange::stock::read_stock;
use jiff::civil::date;

#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

const TITLES: [&str; 8] =
    ["Texte", "Numéro", "Nombre", "Montant", "Jour", "Instant", "Oui ou non", "Rien"];

fn head(notice: &[&str]) -> Head {
    Head {
        sheet: "Prêts : l'essai".into(),
        notice: notice.iter().map(|line| (*line).to_owned()).collect(),
        columns: TITLES.map(|title| Column { title, width: 14 }).into(),
    }
}

fn file(format: ExportFormat, head: Head, rows: &[Vec<Cell>]) -> Vec<u8> {
    let out = Shared::default();
    let mut writer = begin(format, head, out.clone()).unwrap();
    for row in rows {
        writer.row(row).unwrap();
    }
    writer.finish().unwrap();
    out.0.lock().unwrap().clone()
}

/// Texts that break something somewhere.
const TEXTS: [&str; 14] = [
    "Élève d’Aïcha",
    "=1+1",
    "@SUM(A1)",
    "+33 6 39 98 12 34",
    "-12,50",
    "\t=1",
    "a;b \"c\"",
    "deux\nlignes",
    " blancs  autour ",
    "<b>&amp;</b>",
    "0012",
    "1E5",
    "2026-09-01",
    "𝒜 🎒",
];

fn rows() -> Vec<Vec<Cell>> {
    let row = |(nth, text): (usize, &str)| {
        let nth = i64::try_from(nth).unwrap();
        vec![
            Cell::Text(text.to_owned()),
            Cell::Identifier(format!("0893301{nth:012}")),
            Cell::Integer(nth - 3),
            Cell::Euros(Euros::from_cents(nth * 123_456 - 5)),
            Cell::Day(date(2026, 9, 1)),
            Cell::Instant("2026-06-30T22:05:09Z".parse().unwrap()),
            Cell::YesNo(nth % 2 == 0),
            Cell::Blank,
        ]
    };
    TEXTS.into_iter().enumerate().map(row).collect()
}

#[test]
fn a_csv_is_what_french_excel_opens() {
    let bytes = file(ExportFormat::Csv, head(&[]), &rows());
    let text = String::from_utf8(bytes).unwrap();
    let text = text.strip_prefix('\u{feff}').expect("the mark of UTF-8");
    assert!(text.starts_with("Texte;Numéro;Nombre;Montant;Jour;Instant;Oui ou non;Rien\r\n"));
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.delimiter(b';').from_reader(text.as_bytes());
    let read: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(read.len(), TEXTS.len());
    for (nth, (record, text)) in read.iter().zip(TEXTS).enumerate() {
        let guarded = matches!(text, "=1+1" | "@SUM(A1)" | "\t=1");
        let expected = if guarded { format!("'{text}") } else { text.to_owned() };
        assert_eq!(&record[0], expected);
        assert_eq!(&record[1], format!("=\"0893301{nth:012}\""));
    }
    let cells: Vec<&str> = read[0].iter().skip(2).collect();
    assert_eq!(cells, ["-3", "-0,05", "01/09/2026", "01/07/2026 00:05:09", "Oui", ""]);
    assert_eq!(&read[1][3], "1234,51");
}

/// What a workbook's reader makes of each cell.
fn read_back(format: ExportFormat, bytes: Vec<u8>) -> Vec<Vec<Data>> {
    let range = if format == ExportFormat::Xlsx {
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names(), ["Prêts  lessai"]);
        book.worksheet_range_at(0).unwrap().unwrap()
    } else {
        let mut book: Ods<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names(), ["Prêts  lessai"]);
        book.worksheet_range_at(0).unwrap().unwrap()
    };
    range.rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn workbooks_hold_numbers_dates_amounts_and_texts() {
    for format in [ExportFormat::Xlsx, ExportFormat::Ods] {
        let read = read_back(format, file(format, head(&["Ne pas diffuser", "Usage"]), &rows()));
        assert_eq!(read.len(), TEXTS.len() + 3, "{format}");
        assert_eq!(read[0][0], Data::String("Ne pas diffuser".into()), "{format}");
        assert_eq!(read[2][1], Data::String("Numéro".into()), "{format}");
        for (nth, (row, text)) in read[3..].iter().zip(TEXTS).enumerate() {
            let said = format!("{format} {text:?}: {row:?}");
            // Calamine joins the paragraphs of a cell and spaces in ODS in a way of its own.
            if format == ExportFormat::Xlsx || !text.contains(['\t', '\n']) {
                assert_eq!(row[0], Data::String(text.to_owned()), "{said}");
            }
            assert_eq!(row[1], Data::String(format!("0893301{nth:012}")), "{said}");
            let number = |cell: &Data| match cell {
                Data::Int(number) => *number as f64,
                Data::Float(number) => *number,
                other => panic!("{other:?} in {said}"),
            };
            assert!((number(&row[2]) - (nth as f64 - 3.0)).abs() < 1e-9, "{said}");
            let cents = nth as f64 * 123_456.0 - 5.0;
            assert!((number(&row[3]) * 100.0 - cents).abs() < 1e-6, "{said}");
            match (&row[4], &row[5]) {
                (Data::DateTime(day), Data::DateTime(at)) => {
                    assert!((day.as_f64() - 46_266.0).abs() < 1e-9, "{said}");
                    let seconds = at.as_f64().fract() * 86_400.0;
                    assert!((at.as_f64().trunc() - 46_204.0).abs() < 1e-9, "{said}");
                    assert!((seconds - 309.0).abs() < 1e-3, "{said}");
                }
                (Data::DateTimeIso(day), Data::DateTimeIso(at)) => {
                    assert_eq!((day.as_str(), at.as_str()), ("2026-09-01", "2026-07-01T00:05:09"));
                }
                other => panic!("{other:?} in {said}"),
            }
            let yes = if nth % 2 == 0 { "Oui" } else { "Non" };
            assert_eq!(row[6], Data::String(yes.into()), "{said}");
        }
    }
}

#[test]
fn the_same_rows_are_the_same_bytes_and_an_ods_says_what_it_is() {
    for format in ExportFormat::ALL {
        let (one, two) =
            (file(*format, head(&["x"]), &rows()), file(*format, head(&["x"]), &rows()));
        assert!(one == two, "{format}");
    }
    let ods = file(ExportFormat::Ods, head(&[]), &rows());
    // Where `file` and LibreOffice look: stored, no extra field, its length in front.
    assert_eq!(&ods[30..84], b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet");
    assert_eq!((ods[6], ods[8]), (0, 0));
}

#[test]
fn a_row_of_another_width_and_an_unfinished_workbook_are_no_files() {
    for format in ExportFormat::ALL {
        let out = Shared::default();
        let mut writer = begin(*format, head(&[]), out.clone()).unwrap();
        writer.row(&[Cell::Blank]).unwrap_err();
        drop(writer);
        let bytes = out.0.lock().unwrap().clone();
        if *format != ExportFormat::Csv {
            let opened = calamine::open_workbook_auto_from_rs(Cursor::new(bytes));
            assert!(opened.is_err(), "{format}");
        }
    }
}

#[test]
fn a_book_has_its_sheets_in_order_each_with_its_own_columns() {
    let column = |title, width| Column { title, width };
    let first = Head {
        sheet: "Lignes".into(),
        notice: Vec::new(),
        columns: vec![column("Ligne", 20), column("Disponible", 12)],
    };
    let second = Head {
        sheet: "Opérations".into(),
        notice: vec!["Octobre".into()],
        columns: vec![column("Jour", 12)],
    };
    for format in ExportFormat::ALL {
        let out = Shared::default();
        let mut book =
            begin_book(*format, vec![first.clone(), second.clone()], out.clone()).unwrap();
        book.row(&[Cell::Text("L1".into()), Cell::Euros(Euros::from_cents(1_234_567))]).unwrap();
        book.next_sheet().unwrap();
        book.row(&[Cell::Day(date(2026, 10, 2))]).unwrap();
        assert!(book.row(&[Cell::Blank, Cell::Blank]).is_err(), "{format}: the second's width");
        assert!(book.next_sheet().is_err(), "{format}: there is no third");
        book.finish().unwrap();
        let bytes = out.0.lock().unwrap().clone();
        if *format == ExportFormat::Csv {
            let text = String::from_utf8(bytes).unwrap();
            let told = "\u{feff}Ligne;Disponible\r\nL1;12345,67\r\n\"\"\r\nOpérations\r\nOctobre\r\n\
                        Jour\r\n02/10/2026\r\n";
            assert_eq!(text, told);
            continue;
        }
        let names = |names: Vec<String>| assert_eq!(names, ["Lignes", "Opérations"], "{format}");
        let sheets: Vec<_> = match format {
            ExportFormat::Xlsx => {
                let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
                names(book.sheet_names());
                book.worksheets()
            }
            _ => {
                let mut book = Ods::new(Cursor::new(bytes)).unwrap();
                names(book.sheet_names());
                book.worksheets()
            }
        };
        let sizes: Vec<_> = sheets.iter().map(|(_, cells)| cells.get_size()).collect();
        assert_eq!(sizes, [(2, 2), (3, 1)], "{format}");
    }
}

#[test]
fn our_own_reader_takes_an_export_back() {
    let columns = ["Type", "Numéro de série", "IMEI", "ICCID", "Numéro de ligne"];
    let head = Head {
        sheet: "Matériel".into(),
        notice: vec!["Données personnelles – ne pas diffuser".into(), "Usage : essai".into()],
        columns: columns.map(|title| Column { title, width: 14 }).into(),
    };
    let row = vec![
        Cell::Text("clé 4G".into()),
        Cell::Identifier("0042".into()),
        Cell::Identifier("359000000000049".into()),
        Cell::Identifier("8933010000000000044".into()),
        Cell::Identifier("06 39 98 20 04".into()),
    ];
    let bytes = file(ExportFormat::Csv, head, &[row]);
    let reading = read_stock(&bytes, None, None).unwrap();
    assert_eq!(reading.rejected().next(), None);
    let row = reading.accepted().next().unwrap();
    assert_eq!(row.serial.as_ref().unwrap().to_string(), "0042");
    assert_eq!(row.imei.as_ref().unwrap().to_string(), "359000000000049");
    assert_eq!(row.iccid.as_ref().unwrap().to_string(), "8933010000000000044");
    assert_eq!(row.msisdn.as_ref().unwrap().to_string(), "+33639982004");
}
