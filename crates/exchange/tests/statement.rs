//! Statements of Op@le and GFC: payment orders whatever the titles and the wrapping, and the traps of
//! `domain.md` §5.8.

#[allow(dead_code)]
mod support;

use domain::Euros;
use domain::euros::NotAnAmount;
use exchange::statement::{StatementRow, StatementWrong, read_statement, statement};
use exchange::{Column, Encoding, FileError, FileKind, Opened, Opening, open, recognise};
use jiff::civil::date;
use support::{Cell, fixture, ods, xlsx};

fn all(bytes: &[u8]) -> Vec<StatementRow> {
    let reading = read_statement(bytes, None).unwrap_or_else(|error| panic!("{error}"));
    let rows = reading.rows.into_iter().map(|row| row.unwrap_or_else(|no| panic!("{no:?}")));
    rows.collect()
}

fn told(row: &StatementRow) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let on = row.on.map_or("-".to_owned(), |day| day.to_string());
    let line = [&row.service, &row.domaine, &row.activite].map(text).join("/");
    format!(
        "{} {} [{}] {on} {line} {} ({}) {}",
        row.row,
        row.number,
        text(&row.bordereau),
        text(&row.supplier),
        text(&row.invoice),
        row.amount.plain(',')
    )
}

#[test]
fn an_opale_export() {
    let bytes = fixture("statement/opale.csv");
    assert_eq!(recognise(&bytes), Ok(FileKind::Statement));
    assert_eq!(read_statement(&bytes, None).unwrap().encoding, Some(Encoding::Utf8));
    assert_eq!(
        all(&bytes).iter().map(told).collect::<Vec<_>>(),
        [
            "6 DP-2026-000412 [37] 2026-04-14 AP/CITE/0CEDU147 Librairie de l’Œuvre (FA-26-0113) 375,00",
            "7 DP-2026-000413 [37] 2026-04-14 AP/CITE/0CEDU147 Numérique & Cie (26/04/881) 14820,50",
            "9 DP-2026-000431 [39] 2026-05-05 VE/CITE/0CEDU230 TOTAL SERVICES (TS-99) 100,00",
            "10 DP-2026-000440 [41] 2026-06-19 AP/CITE/0CEDU147 Numérique & Cie (AV-26-0007) -1235,00",
        ]
    );
    let sum: i64 = all(&bytes).iter().map(|row| row.amount.cents()).sum();
    assert_eq!(sum, 1_406_050, "the rows make the total that was passed over");
}

#[test]
fn a_gfc_listing_with_totals_by_page() {
    let bytes = fixture("statement/gfc.csv");
    assert_eq!(recognise(&bytes), Ok(FileKind::Statement));
    assert_eq!(read_statement(&bytes, None).unwrap().encoding, Some(Encoding::Windows1252));
    assert_eq!(
        all(&bytes).iter().map(told).collect::<Vec<_>>(),
        [
            "2 152 [18] 2026-04-14 AP/CITE/0CEDU Société Générale d'Équipement (2026-118) 14820,50",
            "3 153 [18] 2026-04-14 AP/CITE/0CEDU TOTAL ÉNERGIES (-) 45,00",
            "7 161 [19] 2026-05-05 VE/CITE/0CEDU Papeterie du Bœuf; frères (F-9) -12,30",
            "8 161 [19] 2026-05-05 AP/CITE/0CEDU Papeterie du Bœuf; frères (F-9) -30,00",
        ]
    );
    let sum: i64 = all(&bytes).iter().map(|row| row.amount.cents()).sum();
    assert_eq!(sum, 1_482_320, "the rows make the total that was passed over");
}

#[test]
fn each_bad_cell_is_told_with_its_line_and_all_at_once() {
    use StatementWrong::{Blank, NotADay, ScientificNotation, TooManyCells};
    let not = StatementWrong::NotAnAmount;
    let reading = read_statement(&fixture("statement/traps.csv"), None).unwrap();
    let faults: Vec<_> = reading
        .rejected()
        .flat_map(|no| no.reason.iter().map(|fault| (no.line, fault)))
        .map(|(line, fault)| (line, fault.column, fault.text.as_str(), fault.wrong))
        .collect();
    assert_eq!(
        faults,
        [
            (2, Column::Amount, "1e3", not(NotAnAmount::NotANumber)),
            (3, Column::PaymentOrder, "", Blank),
            (3, Column::OrderedOn, "31/02/2026", NotADay),
            (3, Column::Amount, "", Blank),
            (4, Column::Invoice, "8,93301E+18", ScientificNotation),
            (4, Column::Amount, "12,345.67", not(NotAnAmount::Ambiguous)),
            (5, Column::OrderList, "1,2E+10", ScientificNotation),
            (6, Column::Amount, "reste", TooManyCells { expected: 9, found: 10 }),
            (7, Column::Amount, "12345678901,00", not(NotAnAmount::TooLarge)),
            (10, Column::OrderedOn, "hier", NotADay),
            (10, Column::Amount, "douze", not(NotAnAmount::NotANumber)),
        ]
    );
    assert_eq!(
        reading.accepted().map(told).collect::<Vec<_>>(),
        [
            "8 0007 [7] 2026-03-12 AP/CITE/0CEDU G et fils (F-7) 12,00",
            "11 9 [7] 2026-03-12 AP/CITE/0CEDU - (-) 0,00",
        ]
    );
}

/// Header variants: which columns each of them names, in their order; `-` for one that is left unread.
#[test]
fn titles_as_they_are_written() {
    for (titles, said) in [
        (
            "N° mandat;N° bordereau;Date mandat;Fournisseur;Montant",
            "payment_order order_list ordered_on supplier amount",
        ),
        (
            "NUMERO MANDAT;BORD;DATE;TIERS;MONTANT TTC",
            "payment_order order_list ordered_on supplier amount",
        ),
        (
            "Numéro DP;Date d'émission;Nom du tiers;Montant mandaté",
            "payment_order ordered_on supplier amount",
        ),
        (
            "Nº de mandat;No bordereau;Émis le;Raison sociale;Montant TTC (€)",
            "payment_order order_list ordered_on supplier amount",
        ),
        ("Demande de paiement;Montant de la DP en euros", "payment_order amount"),
        ("Numéro;Date;Montant", "payment_order ordered_on amount"),
        ("N°;N° mandat;Montant total", "- payment_order amount"),
        ("Mandat;Montant HT;TVA;Montant;Montant TTC", "payment_order - - - amount"),
        (
            "Mandat;Tiers;Nom tiers;Date de paiement;Date du mandat;Montant",
            "payment_order - supplier - ordered_on amount",
        ),
        (
            "Service;Domaine;Code activité;Libellé activité;N° DP/mandat;Réf. facture;Total TTC",
            "budget_service budget_domain budget_activity - payment_order invoice amount",
        ),
        ("N° compte;N° mandat;Code fournisseur;Montant", "- payment_order - amount"),
    ] {
        let bytes = format!("{titles}\n1;1;1;1;1;1;1\n");
        let Ok(Opened::Grid(grid)) = open(bytes.as_bytes(), &Opening::default()) else { panic!() };
        let mapping =
            grid.mapping(FileKind::Statement).unwrap_or_else(|why| panic!("{titles}: {why}"));
        let word =
            |column: &Option<Column>| column.map_or("-".to_owned(), |column| column.to_string());
        let read = mapping.columns.iter().map(word).collect::<Vec<_>>().join(" ");
        assert_eq!(read, said, "{titles}");
    }
}

#[test]
fn another_file_is_refused_with_its_reason() {
    let read = |text: &str| read_statement(text.as_bytes(), None).unwrap_err();
    assert_eq!(
        read("N° mandat;Date;Montant HT\n1;12/03/2026;5\n"),
        FileError::MissingColumns(vec![Column::Amount])
    );
    assert_eq!(
        read("Fournisseur;Date;Montant TTC\nA;12/03/2026;5\n"),
        FileError::MissingColumns(vec![Column::PaymentOrder])
    );
    assert_eq!(read("Mandat;Montant\n"), FileError::NoRow);
    assert_eq!(read("Mandat;Date;Montant\nTotal;;0,00\n"), FileError::NoRow);
    assert_eq!(read("Qui;Quoi\nA;B\n"), FileError::NoHeader);
    for (path, found) in
        [("onde/pupils_a.csv", FileKind::Pupils), ("stock/delivery.csv", FileKind::Stock)]
    {
        let expected = FileKind::Statement;
        let reason = read_statement(&fixture(path), None).unwrap_err();
        assert_eq!(reason, FileError::WrongKind { expected, found }, "{path}");
    }
}

#[test]
fn other_files_are_still_what_they_were() {
    for (path, kind) in [
        ("onde/pupils_a.csv", FileKind::Pupils),
        ("onde/guardians.csv", FileKind::Guardians),
        ("stock/delivery.csv", FileKind::Stock),
        ("directory/schools.csv", FileKind::Schools),
        ("wrong/teachers.csv", FileKind::Teachers),
    ] {
        assert_eq!(recognise(&fixture(path)), Ok(kind), "{path}");
    }
}

#[test]
fn only_what_is_no_order_is_passed_over() {
    let lines = |rows: &str| {
        let text = format!("Fournisseur;Mandat;Date;Montant\n{rows}");
        let read = read_statement(text.as_bytes(), None).unwrap();
        read.rows
            .iter()
            .map(|row| {
                row.as_ref().map_or_else(
                    |no| -1 - i64::try_from(no.line).unwrap(),
                    |row| row.row.cast_signed(),
                )
            })
            .collect::<Vec<_>>()
    };
    // The last order of a supplier named Total looks as a closing total does in any other list.
    assert_eq!(lines("A;1;12/03/2026;5\nTotal Énergies;152;12/03/2026;45,00\n"), [2, 3]);
    assert_eq!(lines("A;1;12/03/2026;5\nTotal Énergies;152;;45,00\nB;2;;5\n"), [2, 3, 4]);
    assert_eq!(lines("A;1;12/03/2026;5\nTotal Énergies;;12/03/2026;45,00\n"), [2, -4]);
    for sum in [
        "Total;;;5",
        ";Total;;5",
        ";;Total;5",
        "Sous-total AP;;;5",
        "s/total;;;5",
        "À reporter;;;5",
        "Cumul;;;5",
        "Report page 2;;;5",
    ] {
        assert_eq!(lines(&format!("A;1;12/03/2026;5\n{sum}\nB;2;12/03/2026;5\n")), [2, 4], "{sum}");
    }
}

#[test]
fn workbooks_say_what_their_csv_says() {
    let text = |text: &str| Cell::Text(text.to_owned());
    let rows = [
        vec![text("Mandats de l’exercice"), Cell::Blank, Cell::Blank, Cell::Blank],
        ["N° mandat", "Date mandat", "Fournisseur", "Montant TTC"].map(text).to_vec(),
        vec![Cell::Number(152.0), Cell::Day(date(2026, 4, 14)), text("A"), Cell::Number(14_820.5)],
        vec![text("153"), text("14/04/2026"), text("B"), Cell::Number(-0.1 - 0.2)],
        vec![text("154"), Cell::Number(46_126.0), text("C"), text("1 234,56 €")],
        vec![text("Total"), Cell::Blank, Cell::Blank, Cell::Number(16_054.76)],
    ];
    for bytes in [xlsx(&rows), ods(&rows)] {
        assert_eq!(recognise(&bytes), Ok(FileKind::Statement));
        assert_eq!(
            all(&bytes).iter().map(told).collect::<Vec<_>>(),
            [
                "3 152 [-] 2026-04-14 -/-/- A (-) 14820,50",
                "4 153 [-] 2026-04-14 -/-/- B (-) -0,30",
                "5 154 [-] 2026-04-14 -/-/- C (-) 1234,56",
            ]
        );
    }
}

#[test]
fn a_person_may_say_what_the_columns_are() {
    let bytes = "Colonne 1;Colonne 2\n12;5,00\n";
    let Ok(Opened::Grid(grid)) = open(bytes.as_bytes(), &Opening::default()) else { panic!() };
    let mut mapping = grid.blank_mapping(FileKind::Statement);
    mapping.columns = vec![Some(Column::PaymentOrder), Some(Column::Amount)];
    let reading = statement(&grid, &mapping).unwrap();
    let amounts: Vec<Euros> = reading.accepted().map(|row| row.amount).collect();
    assert_eq!(amounts, [Euros::from_cents(500)]);
}
