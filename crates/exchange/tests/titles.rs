//! Header rows and file physics as a table: what stands at the top, the trap, and what must come out.

#[allow(dead_code)]
mod support;

use exchange::people::{read_guardians, read_pupils};
use exchange::stock::read_stock;
use exchange::{Binary, Column, Encoding, FileError, FileKind, decode, recognise};
use support::{TODAY, fixture};

const A: &str = "Nom élève;Nom d'usage élève;Prénom élève;Date naissance;Sexe;INE;Adresse1;Cp1;Commune1;Pays1;Adresse2;Cp2;Commune2;Pays2; Cycle;Niveau;Libellé classe;Identifiant classe;Attestation fournie;Autorisation associations;Autorisation photo;Décision de passage";
const A_ROW: &str = "MARTEAU;;Martin;01/01/2018;M;1111111111A;1 rue de Test;21000;Dijon;FRANCE;;;;;CYCLE II;CE2;Classe de M Machin;99999;Non;Non;Non;";
const B: &str = r#""Nom Elève";"Nom d'usage Elève";"Prénom Elève";"Date naissance";"Sexe";"Adresse1";"Cp1";"Commune1";"Pays1";"Adresse2";"Cp2";"Commune2";"Pays2";" Cycle";"Niveau";"Classe";"Attestation fournie";"Autorisations associations";"Autorisations photos";"Décision de passage""#;
const B_ROW: &str =
    r#""MARTEAU";;"Martin";"2018-01-01";"F";;;;;;;;;"CYCLE II";"CE2";"CE2";"Non";"Oui";"Oui";"#;

/// Each file holds one pupil, Martin MARTEAU, born on 1 January 2018, in CE2, on the line given.
#[test]
fn pupils_whatever_the_wrapping() {
    let shout = A.to_uppercase();
    let bare = "nom eleve;prenom eleve;date naissance;niveau";
    let cases = [
        ("variant A", format!("{A}\n{A_ROW}\n"), 2),
        ("variant B", format!("{B}\n{B_ROW}\n"), 2),
        ("one field more than the titles", format!("{B}\n{B_ROW};;\n"), 2),
        ("upper case", format!("{shout}\n{A_ROW}"), 2),
        ("chosen columns, no accents", format!("{bare}\nMARTEAU;Martin;01/01/2018;CE2"), 2),
        (
            "columns in another order",
            "Niveau;Date naissance;Prénom élève;Nom élève\nCE2;1/1/18;Martin;MARTEAU".into(),
            2,
        ),
        ("commas", format!("{}\nMARTEAU,Martin,01/01/2018,CE2", bare.replace(';', ",")), 2),
        ("tabs", format!("{}\nMARTEAU\tMartin\t01/01/2018\tCE2", bare.replace(';', "\t")), 2),
        ("sep=", format!("sep=;\r\n{A}\r\n{A_ROW}\r\n"), 3),
        (
            "presentation above",
            format!("École Reynerie, Toulouse\n\nÉlèves, le 23/11/2026\n{A}\n{A_ROW}\n"),
            5,
        ),
        ("byte order mark", format!("\u{feff}{A}\n{A_ROW}\n"), 2),
        ("blank lines and rows", format!("{A}\n\n{A_ROW}\n;;;;;;;\n\n\n"), 3),
        ("total", format!("{A}\n{A_ROW}\nTotal;1;;;;;\n"), 2),
        ("lone carriage returns", format!("{A}\r{A_ROW}\r"), 2),
        (
            "wrapped in formulas",
            format!("{bare}\n=\"MARTEAU\";=\"Martin\";=\"01/01/2018\";=\"CE2\""),
            2,
        ),
        ("day number", format!("{bare}\nMARTEAU;Martin;43101;CE2"), 2),
        ("decomposed accents", format!("{}\n{A_ROW}", A.replace('é', "e\u{301}")), 2),
        ("cycle contradicts level", format!("{A}\n{}", A_ROW.replace("CYCLE II", "CYCLE III")), 2),
    ];
    for (trap, text, line) in cases {
        assert_eq!(recognise(text.as_bytes()), Ok(FileKind::Pupils), "{trap}");
        let reading = read_pupils(text.as_bytes(), None, TODAY)
            .unwrap_or_else(|reason| panic!("{trap}: {reason}"));
        let read: Vec<_> = reading
            .rows
            .iter()
            .map(|row| {
                row.as_ref().map(|row| {
                    (
                        row.line,
                        row.family_name.as_str(),
                        row.first_name.as_str(),
                        row.birth.to_string(),
                        row.level_label.as_deref(),
                    )
                })
            })
            .collect();
        assert_eq!(
            read,
            [Ok((line, "MARTEAU", "Martin", "2018-01-01".to_owned(), Some("CE2")))],
            "{trap}"
        );
    }
}

#[test]
fn guardians_with_any_number_of_children() {
    let start = "Civilité Responsable;Nom usage responsable;Nom responsable;Prénom responsable;Téléphone portable";
    let group = "Nom d'usage enfant;Nom de famille enfant;Prénom enfant;Classes enfants";
    for count in [1, 2, 3, 7] {
        let titles = vec![group; count].join(";");
        let children: Vec<String> =
            (1..=count).map(|n| format!(";MARTEAU;Enfant{n};CE2").replacen('1', "un", 1)).collect();
        let text = format!("{start};{titles}\nMME;;MARTEAU;Anne;;{}\n", children.join(";"));
        let reading = read_guardians(text.as_bytes(), None).unwrap();
        assert_eq!(reading.accepted().next().map(|row| row.children.len()), Some(count), "{count}");
    }
    let numbered = format!(
        "{start};Nom enfant;Prénom enfant;Nom enfant 2;Prénom enfant 2\nMME;;MARTEAU;Anne;;A;B;C;D\n"
    );
    assert_eq!(
        read_guardians(numbered.as_bytes(), None)
            .unwrap()
            .accepted()
            .next()
            .unwrap()
            .children
            .len(),
        2
    );
}

#[test]
fn wrong_files_are_named() {
    let wrong = |found| FileError::WrongKind { expected: FileKind::Pupils, found };
    for (path, reason) in [
        ("wrong/empty.csv", FileError::Empty),
        ("wrong/blank.csv", FileError::Empty),
        ("wrong/picture.csv", FileError::NotText(Binary::Picture)),
        ("wrong/workbook.csv", FileError::Damaged),
        ("wrong/no_titles.csv", FileError::NoHeader),
        (
            "wrong/missing_columns.csv",
            FileError::MissingColumns(vec![Column::BirthDate, Column::Level]),
        ),
        ("wrong/titles_only.csv", FileError::NoRow),
        ("wrong/open_quote.csv", FileError::UnclosedQuote { line: 2 }),
        ("wrong/teachers.csv", wrong(FileKind::Teachers)),
        ("onde/guardians.csv", wrong(FileKind::Guardians)),
        ("stock/delivery.csv", wrong(FileKind::Stock)),
    ] {
        assert_eq!(read_pupils(&fixture(path), None, TODAY), Err(reason), "{path}");
    }
    let pupils = fixture("onde/pupils_a.csv");
    let as_guardians =
        FileError::WrongKind { expected: FileKind::Guardians, found: FileKind::Pupils };
    let as_stock = FileError::WrongKind { expected: FileKind::Stock, found: FileKind::Pupils };
    assert_eq!(read_guardians(&pupils, None), Err(as_guardians));
    assert_eq!(read_stock(&pupils, None, None), Err(as_stock));
    let childless = "Nom responsable;Prénom responsable;Courriel\nA;B;\n";
    let missing = FileError::MissingColumns(vec![Column::ChildName, Column::ChildFirstName]);
    assert_eq!(read_guardians(childless.as_bytes(), None), Err(missing));
    assert_eq!(recognise(&fixture("wrong/no_titles.csv")), Err(FileError::NoHeader));
}

#[test]
fn a_wrong_encoding_can_be_put_right() {
    let bytes = fixture("onde/pupils_a.csv");
    assert_eq!(
        read_pupils(&bytes, Some(Encoding::Utf8), TODAY),
        Err(FileError::NotIn(Encoding::Utf8))
    );
    let misread = read_pupils(&bytes, Some(Encoding::Windows1252), TODAY).unwrap();
    assert_eq!(misread.accepted().nth(1).unwrap().class_name.as_deref(), Some("CE1/CE2 Mme B½uf"));
    assert_eq!(decode(&bytes, None).unwrap().encoding, Encoding::Iso885915);
}
