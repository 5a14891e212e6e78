//! What spreadsheets and systems do to a file (`domain.md` §5.2 and §5.8), to each kind of file that is
//! taken in: the rows that come out are those of the plain file, on the lines where they now stand.

#[allow(dead_code)]
mod support;

use domain::identifiers::{Msisdn, MsisdnError};
use domain::stock::ItemKind;
use exchange::people::{PhoneLine, RowWarning, read_guardians, read_pupils};
use exchange::statement::{StatementRow, read_statement};
use exchange::stock::{StockRowError, read_stock};
use jiff::civil::date;
use support::TODAY;

const PUPILS_A: &str = "Nom élève;Nom d'usage élève;Prénom élève;Date naissance;Sexe;INE;Adresse1;Cp1;Commune1; Cycle;Niveau;Libellé classe;Identifiant classe\n\
    BÉNAC;;Inès;01/09/2017;F;;3 rue d'Été;31100;Toulouse;CYCLE III;CM1;CM1 Mme Sérié;70001\n\
    LE GOFF;;Zoé;14/01/2018;F;;8 allée Haute;09000;Foix;CYCLE II;CE2;CE2 M. Roy;70002\n";
const PUPILS_B: &str = "Nom Elève;Nom d'usage Elève;Prénom Elève;Date naissance;Sexe;Adresse1;Cp1;Commune1; Cycle;Niveau;Classe\n\
    BÉNAC;;Inès;2017-09-01;H;3 rue d'Été;31100;Toulouse;CYCLE III;CM1;CM1 Mme Sérié\n\
    LE GOFF;;Zoé;2018-01-14;F;8 allée Haute;09000;Foix;CYCLE II;CE2;CE2 M. Roy\n";
const GUARDIANS: &str = "Civilité Responsable;Nom responsable;Prénom responsable;Adresse responsable;CP responsable;Courriel;Téléphone portable;Nom de famille enfant;Prénom enfant;Classes enfants;Nom de famille enfant;Prénom enfant;Classes enfants\n\
    MME;BÉNAC;Léa;3 rue d'Été;31100;lea@example.org;06 39 98 10 01;BÉNAC;Inès;CM1 Mme Sérié;BÉNAC;Théo;CP\n\
    M.;LE GOFF;Loïc;8 allée Haute;09000;;06 39 98 10 02;LE GOFF;Zoé;CE2 M. Roy;;;\n";
const DELIVERY: &str = "Matériel;N° de série;IMEI;N° SIM;Numéro;Modèle\n\
    Tablette;R52TT00001X;359000000000015;;;Été 8\n\
    Clé 4G;K4G-000004;;8933010000000000044;06 39 98 20 04;Clé rapide\n";

const STATEMENT: &str = "N° mandat;Bordereau;Date mandat;Fournisseur;N° facture;Montant TTC\n\
    152;18;14/04/2026;Été & Cie;FA-26-0113;1234.56\n\
    153;18;15/04/2026;Total Énergies;;-12.00\n";

type Rows = Vec<(u64, serde_json::Value)>;

/// The lines and the rows of a file; every row must be accepted.
fn rows(file: &str, bytes: &[u8]) -> Rows {
    let rows = match file {
        "guardians" => serde_json::to_value(read_guardians(bytes, None).unwrap().rows),
        "statement" => {
            let all = read_statement(bytes, None).unwrap().rows.into_iter();
            let told = all.map(|row| row.unwrap_or_else(|no| panic!("{file}: {no:?}")));
            return told
                .map(|row| (row.row, serde_json::to_value(StatementRow { row: 0, ..row }).unwrap()))
                .collect();
        }
        "delivery" => serde_json::to_value(read_stock(bytes, None, None).unwrap().rows),
        _ => serde_json::to_value(read_pupils(bytes, None, TODAY).unwrap().rows),
    };
    let serde_json::Value::Array(rows) = rows.unwrap() else { panic!("{file}") };
    let one = |row: serde_json::Value| {
        let mut row = row.get("Ok").unwrap_or_else(|| panic!("{file}: {row}")).clone();
        let line = row.as_object_mut().unwrap().remove("line").unwrap();
        (line.as_u64().unwrap(), row)
    };
    rows.into_iter().map(one).collect()
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// One byte a character: what is here has the same code in Windows-1252 and in ISO-8859-15.
fn one_byte(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

fn cells(text: &str, change: impl Fn(&str) -> String) -> String {
    let line = |line: &str| line.split(';').map(&change).collect::<Vec<_>>().join(";") + "\n";
    text.lines().map(line).collect()
}

type Wrap = fn(&str) -> Vec<u8>;

/// What is done to a file, and how many lines further down its rows then stand.
const WRAPPINGS: &[(&str, u64, Wrap)] = &[
    ("byte order mark", 0, |text| format!("\u{feff}{text}").into()),
    ("UTF-16LE", 0, |text| utf16(&format!("\u{feff}{text}"))),
    ("UTF-16LE without mark", 0, utf16),
    ("one byte a character", 0, one_byte),
    ("lines of Windows", 0, |text| text.replace('\n', "\r\n").into()),
    ("lines of an old Mac", 0, |text| text.replace('\n', "\r").into()),
    ("sep=", 1, |text| format!("sep=;\r\n{text}").into()),
    ("titles above", 4, |text| {
        format!("École Reynerie;;;\n\nListe éditée le 23/11/2026\n;;;\n{text}").into()
    }),
    ("total below", 0, |text| format!("{text}Total;2;;;;\n").into()),
    ("total further right", 0, |text| format!("{text};Total général : 2;;;\n").into()),
    ("blank rows below", 0, |text| format!("{text};;;;;;\n\n ; ;\n\n").into()),
    ("formulas", 0, |text| cells(text, |cell| format!("=\"{cell}\"")).into()),
    ("quoted cells", 0, |text| cells(text, |cell| format!("\"{cell}\"")).into()),
    ("tabs", 0, |text| text.replace(';', "\t").into()),
    ("commas", 0, |text| text.replace(';', ",").into()),
    ("hard spaces around", 0, |text| cells(text, |cell| format!("\u{a0}{cell}\u{202f}")).into()),
    ("hard spaces inside", 0, |text| text.replace(' ', "\u{a0}").into()),
    ("empty columns at the end", 0, |text| text.replace('\n', ";;;\n").into()),
    ("decomposed accents", 0, |text| {
        text.replace('é', "e\u{301}").replace('É', "E\u{301}").replace('è', "e\u{300}").into()
    }),
    ("a spreadsheet's Unicode text", 3, |text| {
        let text = format!("sep=;\nListe\n\n{text};;\nTotal;2\n").replace('\n', "\r\n");
        utf16(&format!("\u{feff}{}", text.replace(';', "\t")))
    }),
];

#[test]
fn every_file_survives_every_wrapping() {
    for (file, text) in [
        ("pupils A", PUPILS_A),
        ("pupils B", PUPILS_B),
        ("guardians", GUARDIANS),
        ("delivery", DELIVERY),
        ("statement", STATEMENT),
    ] {
        let plain = rows(file, text.as_bytes());
        assert_eq!(plain.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 3], "{file}");
        for (trap, further, wrap) in WRAPPINGS {
            let moved: Rows =
                plain.iter().map(|(line, row)| (line + further, row.clone())).collect();
            assert_eq!(rows(file, &wrap(text)), moved, "{file}: {trap}");
        }
    }
}

#[test]
fn a_line_end_inside_quotes_moves_the_rows_below_and_nothing_else() {
    for (file, text, street, after) in [
        ("pupils A", PUPILS_A, "3 rue d'Été", "3 rue d'Été, bâtiment C"),
        ("pupils B", PUPILS_B, "3 rue d'Été", "3 rue d'Été, bâtiment C"),
        ("guardians", GUARDIANS, "3 rue d'Été", "3 rue d'Été, bâtiment C"),
        ("delivery", DELIVERY, "Été 8", ""),
        ("statement", STATEMENT, "Été & Cie", ""),
    ] {
        for end in ["\n", "\r\n"] {
            let broken = text.replace(street, &format!("\"{street}\nbâtiment C\""));
            let read = rows(file, broken.replace('\n', end).as_bytes());
            assert_eq!(read.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 4], "{file}");
            let told = read[0].1.pointer("/address/street").and_then(|street| street.as_str());
            assert_eq!(told.unwrap_or_default(), after, "{file}");
        }
    }
}

#[test]
fn a_birth_date_is_read_however_a_spreadsheet_wrote_it() {
    for (text, own) in [(PUPILS_A, "01/09/2017"), (PUPILS_B, "2017-09-01")] {
        for written in [
            "01/09/2017",
            "01/09/17",
            "1/9/17",
            "2017-09-01",
            "2017-09-01 00:00:00",
            "42979",
            "01-09-2017",
            "01.09.2017",
            "\u{a0}01/09/2017",
            "=\"01/09/2017\"",
        ] {
            let text = text.replace(own, written);
            let reading = read_pupils(text.as_bytes(), None, TODAY).unwrap();
            let first = reading.accepted().next().map(|row| row.birth);
            assert_eq!(first, Some(date(2017, 9, 1)), "{written}");
        }
    }
}

#[test]
fn zeros_lost_in_front_are_given_back_or_proposed() {
    let lost = PUPILS_A.replace(";09000;", ";9000;");
    let reading = read_pupils(lost.as_bytes(), None, TODAY).unwrap();
    let warned: Vec<_> = reading.accepted().flat_map(|row| row.warnings.clone()).collect();
    assert_eq!(warned, [RowWarning::PostalCodeRepaired { postal_code: "09000".into() }]);

    let number = Msisdn::parse("0639981001").unwrap();
    let lost = GUARDIANS.replace("06 39 98 10 01", "639981001").replace(";09000;", ";9000;");
    let reading = read_guardians(lost.as_bytes(), None).unwrap();
    let warned: Vec<_> = reading.accepted().flat_map(|row| row.warnings.clone()).collect();
    assert_eq!(
        warned,
        [
            RowWarning::PhoneRepaired { phone: PhoneLine::Mobile, number: number.clone() },
            RowWarning::PostalCodeRepaired { postal_code: "09000".into() },
        ]
    );

    let lost = DELIVERY.replace("06 39 98 20 04", "639981001");
    let reading = read_stock(lost.as_bytes(), None, None).unwrap();
    let refused: Vec<_> = reading.rejected().map(|no| (no.line, no.reason.clone())).collect();
    let proposed = MsisdnError::LeadingZeroLost { proposed: number };
    assert_eq!(refused, [(3, StockRowError::Msisdn(proposed))]);
}

#[test]
fn spaces_that_group_digits_are_no_part_of_a_number() {
    let spaced = DELIVERY
        .replace("359000000000015", "35\u{a0}900000\u{202f}000001\u{a0}5")
        .replace("8933010000000000044", "8933\u{202f}0100\u{a0}0000\u{202f}0000044");
    assert_eq!(rows("delivery", spaced.as_bytes()), rows("delivery", DELIVERY.as_bytes()));
    let spaced = PUPILS_A.replace(";31100;", ";31\u{202f}100;").replace(";09000;", ";09\u{a0}000;");
    assert_eq!(rows("pupils A", spaced.as_bytes()), rows("pupils A", PUPILS_A.as_bytes()));
    let spaced = GUARDIANS.replace("06 39 98 10 01", "06\u{a0}39\u{202f}98\u{a0}10\u{a0}01");
    assert_eq!(rows("guardians", spaced.as_bytes()), rows("guardians", GUARDIANS.as_bytes()));
}

#[test]
fn a_rounded_number_is_refused_and_never_guessed() {
    for (own, rounded) in [
        ("359000000000015", "3,59E+14"),
        ("8933010000000000044", "8,93301E+18"),
        ("06 39 98 20 04", "6,3998E+08"),
    ] {
        let text = DELIVERY.replace(own, rounded);
        let reading = read_stock(text.as_bytes(), None, Some(ItemKind::Tablet)).unwrap();
        assert_eq!((reading.accepted().count(), reading.rejected().count()), (1, 1), "{rounded}");
    }
}
