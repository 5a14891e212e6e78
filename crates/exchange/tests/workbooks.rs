//! Workbooks: the same rows as the CSV they could have been, and what only workbooks do.

#[allow(dead_code)]
mod support;

use domain::identifiers::IccidError;
use domain::stock::ItemKind;
use exchange::people::read_pupils;
use exchange::stock::{StockRowError, read_stock};
use exchange::{FileError, FileKind, Opened, Opening, Source, open, recognise};
use jiff::civil::date;
use support::{Cell, TODAY, ods, ods_of, typed, xlsx, zip};

type Wrap = fn(&[Vec<Cell>]) -> Vec<u8>;
const BOTH: [(&str, Wrap); 2] = [("xlsx", xlsx), ("ods", ods)];

const PUPILS: &str = "Liste des élèves;;;\n;;;\nNom élève;Prénom élève;Date naissance;Niveau;Cp1;Commune1\nBÉNAC;Inès;01/09/2017;CM1;31100;Toulouse\n;;;;;\nLE GOFF & Cie;Zoé;14/01/2018;CE2;9000;Foix\n";

fn cells(text: &str) -> Vec<Vec<Cell>> {
    text.lines().map(|line| line.split(';').map(typed).collect()).collect()
}

#[test]
fn a_workbook_says_what_its_csv_says_on_the_same_lines() {
    let plain = read_pupils(PUPILS.as_bytes(), None, TODAY).unwrap();
    assert_eq!(plain.rows.len(), 2);
    for (kind, wrap) in BOTH {
        let bytes = wrap(&cells(PUPILS));
        assert_eq!(recognise(&bytes), Ok(FileKind::Pupils), "{kind}");
        let read = read_pupils(&bytes, None, TODAY).unwrap();
        assert_eq!((&read.rows, read.encoding), (&plain.rows, None), "{kind}");
    }
}

#[test]
fn a_day_a_truth_and_a_number_come_out_as_typed() {
    let rows = vec![
        vec![
            Cell::Text("a".into()),
            Cell::Text("b".into()),
            Cell::Text("c".into()),
            Cell::Text("d".into()),
        ],
        vec![
            Cell::Day(date(2026, 12, 31)),
            Cell::Truth(true),
            Cell::Number(612_345_678.0),
            Cell::Number(12.5),
        ],
        vec![
            Cell::Blank,
            Cell::Truth(false),
            Cell::Blank,
            Cell::Number(8_933_010_000_000_000_044.0),
        ],
    ];
    for (kind, wrap) in BOTH {
        let Ok(Opened::Grid(grid)) = open(&wrap(&rows), &Opening::default()) else {
            panic!("{kind}")
        };
        let read: Vec<String> =
            grid.rows(1..grid.len()).map(|row| row.cells().collect::<Vec<_>>().join("|")).collect();
        assert_eq!(read, ["2026-12-31|Oui|612345678|12.5", "|Non||8.93301E18"], "{kind}");
        let Source::Workbook { sheet, .. } = &grid.source else { panic!("{kind}") };
        assert_eq!(sheet, "Feuille 1");
    }
}

#[test]
fn a_card_number_kept_as_a_number_is_lost_and_refused() {
    let rows = vec![
        vec![Cell::Text("ICCID".into()), Cell::Text("IMEI".into())],
        vec![Cell::Number(8_933_010_000_000_000_044.0), Cell::Number(359_000_000_000_049.0)],
        vec![Cell::Text("8933010000000000044".into()), Cell::Number(359_000_000_000_049.0)],
    ];
    for (kind, wrap) in BOTH {
        let read = read_stock(&wrap(&rows), None, Some(ItemKind::Hotspot)).unwrap();
        let refused: Vec<_> = read.rejected().map(|row| (row.line, row.reason.clone())).collect();
        assert_eq!(refused, [(2, StockRowError::Iccid(IccidError::ScientificNotation))], "{kind}");
        assert_eq!(
            read.accepted().next().unwrap().imei.as_ref().unwrap().to_string(),
            "359000000000049"
        );
    }
}

#[test]
fn a_sheet_is_chosen_and_a_wrong_one_is_named() {
    for (kind, wrap) in BOTH {
        let bytes = wrap(&cells(PUPILS));
        let with =
            |sheet: &str| open(&bytes, &Opening { encoding: None, sheet: Some(sheet.into()) });
        assert!(matches!(with("Feuille 1"), Ok(Opened::Grid(_))), "{kind}");
        assert_eq!(with("Feuille 2").err(), Some(FileError::NoSheet), "{kind}");
    }
}

#[test]
fn what_unfolds_without_end_is_refused_at_once() {
    let cell = "<table:table-cell table:number-columns-repeated=\"16384\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell>";
    for (trap, rows) in [
        ("a cell over a million rows", format!("<table:table-row table:number-rows-repeated=\"1048576\">{cell}</table:table-row>")),
        ("a row too wide", format!("<table:table-row>{cell}{cell}</table:table-row>")),
        ("rows beyond counting", "<table:table-row table:number-rows-repeated=\"18446744073709551615\"/><table:table-row table:number-rows-repeated=\"9\"><table:table-cell/></table:table-row>".to_owned()),
    ] {
        let started = std::time::Instant::now();
        let read = open(&ods_of(&rows), &Opening::default());
        assert!(matches!(read, Err(FileError::TooLarge)), "{trap}: {read:?}");
        assert!(started.elapsed().as_secs() < 20, "{trap}");
    }
    let bomb = zip(&[("xl/workbook.xml", b"<workbook/>"), ("xl/media/zeros", &vec![0; 600 << 20])]);
    assert!(bomb.len() < 2_000_000);
    assert!(matches!(open(&bomb, &Opening::default()), Err(FileError::TooLarge)));
}

#[test]
fn an_archive_is_no_way_out_of_its_folder() {
    for name in ["../../etc/cron.d/x", "/etc/passwd", "a/../../b"] {
        let bytes = zip(&[("content.xml", b"<a/>"), (name, b"x")]);
        let read = open(&bytes, &Opening::default());
        assert!(matches!(read, Err(FileError::PathOut)), "{name}: {read:?}");
    }
}

#[test]
fn damaged_workbooks_are_named() {
    for (kind, wrap) in BOTH {
        let bytes = wrap(&cells(PUPILS));
        for cut in [bytes.len() / 2, bytes.len() - 30, 40] {
            let read = open(&bytes[..cut], &Opening::default());
            assert!(matches!(read, Err(FileError::Damaged)), "{kind} {cut}: {read:?}");
        }
    }
    let broken = zip(&[("content.xml", b"<table:table table:name='a'><table:table-row>")]);
    assert!(matches!(
        open(&broken, &Opening::default()),
        Err(FileError::Damaged | FileError::Empty)
    ));
    let entity = zip(&[(
        "content.xml",
        b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
    )]);
    assert!(matches!(open(&entity, &Opening::default()), Err(FileError::Entities)));
}
