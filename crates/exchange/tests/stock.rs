//! Deliveries, and every trap of their numbers.

#[allow(dead_code)]
mod support;

use domain::delivery::ItemNumber;
use domain::identifiers::{
    IccidError, IccidWarning, ImeiError, ImeiWarning, MsisdnError, SerialNumberError,
};
use domain::stock::ItemKind;
use exchange::stock::{StockRow, StockRowError, StockRowWarning, read_stock};
use exchange::{Column, Encoding, FileError, FileKind, recognise};
use support::fixture;

fn summary(row: &StockRow) -> String {
    let text = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
    format!(
        "{} {} {} {} {} {}",
        row.line,
        row.kind,
        text(row.serial.as_ref().map(ToString::to_string)),
        text(row.imei.as_ref().map(ToString::to_string)),
        text(row.iccid.as_ref().map(ToString::to_string)),
        text(row.msisdn.as_ref().map(ToString::to_string)),
    )
}

#[test]
fn a_delivery() {
    let bytes = fixture("stock/delivery.csv");
    assert_eq!(recognise(&bytes), Ok(FileKind::Stock));
    let reading = read_stock(&bytes, None, None).unwrap();
    assert_eq!(reading.encoding, Some(Encoding::Windows1252));
    assert_eq!(reading.rejected().next(), None);
    assert_eq!(
        reading.accepted().map(summary).collect::<Vec<_>>(),
        [
            "5 tablet R52TT00001X 359000000000015 - -",
            "6 tablet R52TT00002X 359000000000023 8933010000000000028 +33639982002",
            "7 laptop 5CG00001AB - - -",
            "8 phone - 359000000000031 - -",
            "9 hotspot - 359000000000049 8933010000000000044 +33639982004",
            "10 hotspot K4G-000005 - 8933010000000000051 -",
        ]
    );
}

#[test]
fn each_trap_has_its_reason() {
    let reading = read_stock(&fixture("stock/traps.csv"), None, None).unwrap();
    assert_eq!(reading.encoding, Some(Encoding::Utf8));
    let duplicate = |number, text: &str, first_line| StockRowError::Duplicate {
        number,
        text: text.into(),
        first_line,
    };
    let expected = [
        (3, StockRowError::Imei(ImeiError::ScientificNotation)),
        (4, StockRowError::Imei(ImeiError::ScientificNotation)),
        (5, StockRowError::Imei(ImeiError::CheckDigit)),
        (6, StockRowError::IccidRequired),
        (7, StockRowError::Iccid(IccidError::ScientificNotation)),
        (9, StockRowError::Iccid(IccidError::Rounded)),
        (10, StockRowError::NoIdentifier),
        (11, duplicate(ItemNumber::Serial, "R52TT00011X", 2)),
        (13, duplicate(ItemNumber::Imei, "359000000000114", 2)),
        (15, duplicate(ItemNumber::Iccid, "8933010000000000176", 14)),
        (16, StockRowError::UnknownKind { text: "Trottinette".into() }),
        (17, StockRowError::MissingKind),
        (18, StockRowError::Serial(SerialNumberError::Placeholder)),
        (20, StockRowError::TooManyCells { expected: 5, found: 6 }),
        (21, StockRowError::Serial(SerialNumberError::NotVisible)),
        (22, StockRowError::Serial(SerialNumberError::ScientificNotation)),
        (26, StockRowError::Iccid(IccidError::Truncated { found: 17 })),
        (27, StockRowError::Iccid(IccidError::CheckDigitOrTruncated)),
    ];
    let refused: Vec<_> =
        reading.rejected().map(|rejected| (rejected.line, rejected.reason.clone())).collect();
    let lost_zero = |line| refused.iter().find(|(at, _)| *at == line).map(|(_, reason)| reason);
    assert!(
        matches!(lost_zero(19), Some(StockRowError::Msisdn(MsisdnError::LeadingZeroLost { .. }))),
        "{refused:?}"
    );
    assert!(
        matches!(lost_zero(25), Some(StockRowError::Imei(ImeiError::LeadingZeroLost { .. }))),
        "{refused:?}"
    );
    let others: Vec<_> =
        refused.iter().filter(|(line, _)| ![19, 25].contains(line)).cloned().collect();
    assert_eq!(others, expected);
    // A laptop may bear the serial number of a tablet: makers do not agree with one another.
    let accepted: Vec<u64> = reading.accepted().map(|row| row.line).collect();
    assert_eq!(accepted, [2, 8, 12, 14, 23, 24]);
    let warned: Vec<_> = reading
        .accepted()
        .flat_map(|row| row.warnings.iter().map(|warning| (summary(row), warning.clone())))
        .collect();
    let expected = [
        (
            "8 hotspot - - 8933010000000000150 -",
            StockRowWarning::Iccid(IccidWarning::CheckDigitAdded),
        ),
        ("23 tablet - 359000000000213 - -", StockRowWarning::Imei(ImeiWarning::CheckDigitAdded)),
        (
            "24 tablet - 359000000000221 - -",
            StockRowWarning::Imei(ImeiWarning::SoftwareVersionDropped),
        ),
    ];
    assert_eq!(warned, expected.map(|(row, warning)| (row.to_owned(), warning)));
}

#[test]
fn files_without_a_kind_take_the_one_given() {
    let sim_list = fixture("stock/sim_list.txt");
    assert_eq!(recognise(&sim_list), Ok(FileKind::Stock));
    assert_eq!(
        read_stock(&sim_list, None, None),
        Err(FileError::MissingColumns(vec![Column::Kind]))
    );
    let reading = read_stock(&sim_list, None, Some(ItemKind::Hotspot)).unwrap();
    assert_eq!(reading.encoding, Some(Encoding::Utf16Le));
    assert_eq!(
        reading.accepted().map(summary).next().as_deref(),
        Some("2 hotspot - - 8933010000000000309 +33639983030")
    );
    let scanned =
        read_stock(&fixture("stock/scanned_imei.csv"), None, Some(ItemKind::Tablet)).unwrap();
    assert_eq!(scanned.accepted().count(), 3);
}

#[test]
fn titles_and_their_synonyms() {
    for titles in [
        "type;numéro de série;imei;iccid;msisdn",
        "NATURE;N° SERIE;IMEI 1;N° SIM;NUMÉRO",
        "Matériel;n° de série;IMEI1;Numéro de carte SIM;Numéro de téléphone",
        "Catégorie;Serial Number;N° IMEI;ICCID;Téléphone",
        "Type de matériel;S/N;imei;Carte SIM;Ligne",
    ] {
        let text = format!(
            "{titles}\nclé 4G;ABC-123;359000000000015;8933010000000000010;06 39 98 20 01\n"
        );
        let reading = read_stock(text.as_bytes(), None, None)
            .unwrap_or_else(|reason| panic!("{titles}: {reason}"));
        let read: Vec<_> = reading.accepted().map(summary).collect();
        assert_eq!(
            read,
            ["2 hotspot ABC-123 359000000000015 8933010000000000010 +33639982001"],
            "{titles}"
        );
    }
    // Without a SIM card beside it, a bare number is no telephone number.
    for title in ["Numéro", "Téléphone", "Tél", "Ligne"] {
        let text = format!("{title};Type;N° de série\n12;tablette;ABC-123\n");
        let reading = read_stock(text.as_bytes(), None, None).unwrap();
        let read: Vec<_> = reading.accepted().map(summary).collect();
        assert_eq!(read, ["2 tablet ABC-123 - - -"], "{title}");
    }
    let unnamed = "Type;Marque;Modèle\nTablette;X;Y\n";
    assert_eq!(
        read_stock(unnamed.as_bytes(), None, None),
        Err(FileError::MissingColumns(vec![Column::Identifier]))
    );
}
