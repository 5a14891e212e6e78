//! The open directory of schools, and its traps.

#[allow(dead_code)]
mod support;

use std::collections::BTreeSet;

use domain::identifiers::{CommuneCode, CommuneCodeError, Uai, UaiError, UaiWarning};
use exchange::directory::{
    Directory, DirectoryRow, DirectoryRowError, DirectoryWarning, read_directory,
};
use exchange::{Column, Encoding, FileError};
use support::fixture;

fn communes(codes: &[&str]) -> BTreeSet<CommuneCode> {
    codes.iter().map(|code| CommuneCode::parse(code).unwrap()).collect()
}

fn read(codes: &[&str]) -> Directory {
    read_directory(&fixture("directory/schools.csv"), None, &communes(codes)).unwrap()
}

fn summary(row: &DirectoryRow) -> String {
    let priority = row.priority.map_or("-", |priority| priority.code());
    let (uai, kind, code) = (&row.uai, row.kind, &row.commune_code);
    format!("{} {uai} {kind} {code} {priority} {}", row.line, row.warnings.len())
}

#[test]
fn the_schools_of_a_commune() {
    let toulouse = read(&["31555"]);
    assert_eq!(toulouse.schools.encoding, Some(Encoding::Utf8));
    assert_eq!(
        toulouse.schools.accepted().map(summary).collect::<Vec<_>>(),
        [
            "2 0310001H maternelle 31555 rep_plus 0",
            "3 0310002J elementaire 31555 rep 0",
            "4 0310003K primaire 31555 - 0",
            "5 0310004L college 31555 rep_plus 0",
            "6 0310005M lycee 31555 - 0",
            "7 0310006N lycee 31555 - 0",
            "8 0310007P other 31555 - 0",
            "10 0310009A elementaire 31555 - 1",
        ]
    );
    // The second row of one number is dropped; the first stands.
    let names: Vec<&str> = toulouse.schools.accepted().map(|row| row.name.as_str()).collect();
    assert_eq!((toulouse.duplicates, names[3]), (1, "Collège d'essai Sand"));
    // Lyon, Bourg-en-Bresse, Saint-Denis, and the school whose postal code is a village's INSEE code.
    assert_eq!(toulouse.elsewhere, 4);
    let warnings: Vec<_> = toulouse.schools.accepted().flat_map(|row| &row.warnings).collect();
    let proposed = Uai::parse("0310009S").unwrap();
    assert_eq!(warnings, [&DirectoryWarning::Uai(UaiWarning::KeyLetter { proposed })]);
}

#[test]
fn each_row_that_cannot_be_read_has_its_reason() {
    let directory = read(&["31555"]);
    let refused: Vec<_> =
        directory.schools.rejected().map(|row| (row.line, row.reason.clone())).collect();
    let proposed = Uai::parse("0310010T").unwrap();
    assert_eq!(
        refused,
        [
            (11, DirectoryRowError::Uai(UaiError::LeadingZeroLost { proposed })),
            (12, DirectoryRowError::MissingName),
            (17, DirectoryRowError::Commune(CommuneCodeError::Empty)),
            (18, DirectoryRowError::Commune(CommuneCodeError::ScientificNotation)),
        ]
    );
}

#[test]
fn a_city_is_its_arrondissements_and_a_lost_zero_comes_back() {
    let schools = |codes: &[&str]| {
        let directory = read(codes);
        directory
            .schools
            .accepted()
            .map(|row| (summary(row), row.commune.clone()))
            .collect::<Vec<_>>()
    };
    let third = ("13 0690001B primaire 69383 - 0".to_owned(), "Lyon 3e Arrondissement".to_owned());
    let third = [third];
    assert_eq!(schools(&["69123"]), third);
    assert_eq!(schools(&["69383"]), third);
    assert_eq!(schools(&["69384"]), []);
    let bourg = ("14 0010001W elementaire 01053 - 1".to_owned(), "Bourg-en-Bresse".to_owned());
    assert_eq!(schools(&["01053"]), [bourg]);
    assert_eq!(schools(&[]), []);
}

#[test]
fn another_file_is_refused_with_its_reason() {
    let read = |text: &str| read_directory(text.as_bytes(), None, &communes(&["31555"]));
    assert_eq!(read("Nom;Prénom\nA;B\n").unwrap_err(), FileError::NoHeader);
    assert_eq!(
        read("identifiant_de_l_etablissement;nom_etablissement\n0310001H;A\n").unwrap_err(),
        FileError::MissingColumns(vec![Column::SchoolCommune])
    );
    let titles = "Identifiant_de_l_etablissement,Nom_etablissement,Code_commune\n";
    assert_eq!(read(titles).unwrap_err(), FileError::NoRow);
    let one = read(&format!("{titles}0310001H,\"École, d'essai\",31555\n")).unwrap();
    assert_eq!(
        one.schools.accepted().map(|row| row.name.as_str()).collect::<Vec<_>>(),
        ["École, d'essai"]
    );
    let open =
        read(&format!("{titles}0310001H,\"École\n0310002J,B,31555\n0310003K,C,31555\n")).unwrap();
    assert_eq!(open.schools.accepted().count(), 0);
}
