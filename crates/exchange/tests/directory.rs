//! The open directory of schools, and its traps.

#[allow(dead_code)]
mod support;

use domain::identifiers::{CommuneCodeError, Uai, UaiError, UaiWarning};
use exchange::directory::{
    Communes, Directory, DirectoryRow, DirectoryRowError, DirectoryWarning, schools,
};
use exchange::{Column, Encoding, FileError, FileKind, Opened, Opening, open, recognise};
use support::fixture;

fn read_bytes(bytes: &[u8], communes: &str) -> Result<Directory, FileError> {
    let Opened::Grid(grid) = open(bytes, &Opening::default())? else { panic!("not a table") };
    schools(&grid, &grid.mapping(FileKind::Schools)?, &Communes::listed(communes))
}

fn read(communes: &str) -> Directory {
    read_bytes(&fixture("directory/schools.csv"), communes).unwrap()
}

fn summary(row: &DirectoryRow) -> String {
    let uai = row.uai.as_ref().map_or("-".to_owned(), ToString::to_string);
    let code = row.commune_code.as_ref().map_or("-".to_owned(), ToString::to_string);
    format!("{} {uai} {code} {}", row.line, row.warnings.len())
}

#[test]
fn the_schools_of_a_commune() {
    let toulouse = read("31555");
    assert_eq!(recognise(&fixture("directory/schools.csv")), Ok(FileKind::Schools));
    assert_eq!(toulouse.schools.encoding, Some(Encoding::Utf8));
    assert_eq!(
        toulouse.schools.accepted().map(summary).collect::<Vec<_>>(),
        [
            "2 0310001H 31555 0",
            "3 0310002J 31555 0",
            "4 0310003K 31555 0",
            "5 0310004L 31555 0",
            "6 0310005M 31555 0",
            "7 0310006N 31555 0",
            "10 0310009A 31555 1",
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
    let directory = read("31555");
    let refused: Vec<_> =
        directory.schools.rejected().map(|row| (row.line, row.reason.clone())).collect();
    let proposed = Uai::parse("0310010T").unwrap();
    assert_eq!(
        refused,
        [
            (8, DirectoryRowError::NotASchool { kind: "Information et orientation".into() }),
            (11, DirectoryRowError::Uai(UaiError::LeadingZeroLost { proposed })),
            (12, DirectoryRowError::MissingName),
            (17, DirectoryRowError::Commune(CommuneCodeError::Empty)),
            (18, DirectoryRowError::Commune(CommuneCodeError::ScientificNotation)),
        ]
    );
}

#[test]
fn a_city_is_its_arrondissements_and_a_lost_zero_comes_back() {
    let schools = |communes: &str| {
        let directory = read(communes);
        let rows = directory.schools.accepted();
        rows.map(|row| (summary(row), row.commune.clone())).collect::<Vec<_>>()
    };
    let third = ("13 0690001B 69383 0".to_owned(), "Lyon 3e Arrondissement".to_owned());
    let third = [third];
    for named in ["69123", "69383", "Lyon", "LYON 3E ARRONDISSEMENT"] {
        assert_eq!(schools(named), third, "{named}");
    }
    assert_eq!(schools("69384"), []);
    let bourg = ("14 0010001W 01053 1".to_owned(), "Bourg-en-Bresse".to_owned());
    for named in ["01053", "1053", "bourg en bresse"] {
        assert_eq!(schools(named), std::slice::from_ref(&bourg), "{named}");
    }
    let all = schools("");
    assert!(all.len() > 8 && all.contains(&bourg) && all.contains(&third[0]), "{all:?}");
}

#[test]
fn another_file_is_refused_with_its_reason() {
    let read = |text: &str| read_bytes(text.as_bytes(), "31555");
    assert_eq!(read("Qui;Quoi\nA;B\n").unwrap_err(), FileError::NoHeader);
    assert_eq!(
        read("identifiant_de_l_etablissement;nom_etablissement\n0310001H;A\n").unwrap_err(),
        FileError::MissingColumns(vec![Column::SchoolTown])
    );
    let titles = "Identifiant_de_l_etablissement,Nom_etablissement,Code_commune\n";
    assert_eq!(read(titles).unwrap_err(), FileError::NoRow);
    let one = read(&format!("{titles}0310001H,\"École, d'essai\",31555\n")).unwrap();
    let names: Vec<_> = one.schools.accepted().map(|row| (&*row.name, &*row.commune)).collect();
    assert_eq!(names, [("École, d'essai", "Toulouse")], "the code tells the commune's name");
    let open = read(&format!("{titles}0310001H,\"École\n0310002J,B,31555\n0310003K,C,31555\n"));
    assert_eq!(open.unwrap_err(), FileError::UnclosedQuote { line: 2 });
}

#[test]
fn a_list_typed_by_hand_needs_no_number() {
    let text = "École;Commune;UAI\nÉcole Zola;Muret;\nÉcole Sand;Muret;0310002J\nSans commune;;\n";
    let list = read_bytes(text.as_bytes(), "").unwrap();
    let rows: Vec<_> = list.schools.accepted().map(summary).collect();
    assert_eq!(rows, ["2 - - 0", "3 0310002J - 0"]);
    let refused: Vec<_> = list.schools.rejected().map(|row| row.reason.clone()).collect();
    assert_eq!(refused, [DirectoryRowError::MissingCommune]);
}
