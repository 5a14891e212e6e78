//! The header rows of `domain.md` §5 that no other test holds, each with its trap and what must come out.

#[allow(dead_code)]
mod support;

use domain::people::equipment::{Connection, Equipment};
use domain::people::language::ContactLanguage;
use domain::stock::ItemKind;
use exchange::people::{RowError, RowWarning, needs, pupils, read_pupils};
use exchange::stock::{StockRowError, read_stock};
use exchange::{Column, FileError, FileKind, Opened, Opening, open, recognise};
use support::TODAY;

const SIECLE_1: &str = "NOM;PRENOM;NE(E) LE;MEF;DIV.;REG.;OPT1;OPT2;DIV. PREC.;Doublant";
const SIECLE_2: &str = "NOM;PRENOM;NE(E) LE;DIV.;REG.;OPT1;OPT2;DIV. PREC.;Doublant";
const SIECLE_3: &str = "NOM;PRENOM;SEXE;NE(E) LE;MEF;DIV.;REG.;OPT1;OPT2;DIV. PREC.;Doublant";
const EXTRACTION: &str = "Nom de famille;Prénom 1;Date de naissance;Division;Nom de famille repr. légal;Prénom repr. légal;Courriel repr. légal;Nom de famille autre repr. légal;Prénom autre repr. légal;Courriel autre repr. légal";
const PRONOTE: &str = "Élèves;Encouragement/Valorisation;Né(e) le;Sexe;Adresse E-mail;Entrée;Sortie;;Classe de rattachement;Tuteur;Cnx Ele.;Cnx Resp.;Option 1;Option 2;Option 3;Régime";

/// Trap, header, row; what comes out of the row: name, first name, year, class, guardians, warnings.
const SECONDARY: [(&str, &str, &str, &str); 8] = [
    (
        "SIECLE, first generation; class wrapped",
        SIECLE_1,
        "MARTEAU;Léa;12/05/2014;10010012110;=\"6A\";2;;;CM2;N",
        "MARTEAU|Léa|6e|6A|0|0",
    ),
    (
        "SIECLE, second generation",
        SIECLE_2,
        "MARTEAU;Léa;12/05/2014;6A;2;;;CM2;N",
        "MARTEAU|Léa|6e|6A|0|0",
    ),
    (
        "SIECLE, third generation",
        SIECLE_3,
        "MARTEAU;Léa;F;12/05/2014;10010012110;6A;2;;;CM2;N",
        "MARTEAU|Léa|6e|6A|0|0",
    ),
    (
        "extraction: two guardians in the row",
        EXTRACTION,
        "MARTEAU;Léa;12/05/2014;6A;MARTEAU;Anne;anne@example.org;ROY;Paul;",
        "MARTEAU|Léa|6e|6A|2|0",
    ),
    (
        "extraction: one guardian without first name",
        EXTRACTION,
        "MARTEAU;Léa;12/05/2014;6A;MARTEAU;;;ROY;Paul;paul@example.org",
        "MARTEAU|Léa|6e|6A|1|1",
    ),
    (
        "extraction: second guardian blank",
        EXTRACTION,
        "MARTEAU;Léa;12/05/2014;6A;MARTEAU;Anne;;;;",
        "MARTEAU|Léa|6e|6A|1|0",
    ),
    (
        "Pronote: name in one column, an unnamed column",
        PRONOTE,
        "DA SILVA COSTA Emma;;15/01/2012;Féminin;;01/09/2026;;;4B;;;;ANGLAIS LV1;;;EXTERNE LIBRE",
        "DA SILVA COSTA|Emma|4e|4B|0|0",
    ),
    (
        "Pronote: all in capitals",
        PRONOTE,
        "NOIRET JEAN;;15/01/2012;Masculin;;;;;4B;;;;;;;",
        "NOIRET|JEAN|4e|4B|0|1",
    ),
];

#[test]
fn pupils_of_secondary_schools() {
    for (trap, header, row, expected) in SECONDARY {
        for (wrapping, text) in [
            ("plain", format!("{header}\n{row}\n")),
            ("tabs, as pasted", format!("{header}\n{row}\n").replace(';', "\t")),
            (
                "quotes",
                format!("{header}\n{row}\n")
                    .lines()
                    .map(|line| {
                        line.split(';')
                            .map(|cell| {
                                if cell.contains('"') {
                                    cell.to_owned()
                                } else {
                                    format!("\"{cell}\"")
                                }
                            })
                            .collect::<Vec<_>>()
                            .join(";")
                            + "\r\n"
                    })
                    .collect(),
            ),
        ] {
            assert_eq!(recognise(text.as_bytes()), Ok(FileKind::Pupils), "{trap}, {wrapping}");
            let reading = read_pupils(text.as_bytes(), None, TODAY)
                .unwrap_or_else(|error| panic!("{trap}, {wrapping}: {error}"));
            let row = reading.rows[0]
                .as_ref()
                .unwrap_or_else(|row| panic!("{trap}, {wrapping}: {row:?}"));
            let told = format!(
                "{}|{}|{}|{}|{}|{}",
                row.family_name,
                row.first_name,
                row.level_label.as_deref().unwrap_or("-"),
                row.class_name.as_deref().unwrap_or("-"),
                row.guardians.len(),
                row.warnings.len()
            );
            assert_eq!(told, expected, "{trap}, {wrapping}");
        }
    }
}

#[test]
fn pronote_without_its_class_asks_for_it() {
    let text = format!(
        "{PRONOTE}\nDA SILVA COSTA Emma;;15/01/2012;Féminin;;01/09/2026;;;;;;;;;;\nPARTI Ali;;15/01/2012;;;;01/10/2026;;;;;;;;;\n"
    );
    let Ok(Opened::Grid(grid)) = open(text.as_bytes(), &Opening::default()) else { panic!() };
    let mapping = grid.mapping(FileKind::Pupils).unwrap();
    let bare = pupils(&grid, &mapping, &Default::default(), TODAY).unwrap();
    assert_eq!(bare.rows[0].as_ref().unwrap_err().reason, RowError::MissingLevel);
    assert!(matches!(bare.rows[1].as_ref().unwrap_err().reason, RowError::Left { .. }));
    let class = exchange::people::PupilDefaults { class: Some("4B".into()) };
    let told = pupils(&grid, &mapping, &class, TODAY).unwrap();
    let row = told.rows[0].as_ref().unwrap();
    assert_eq!((row.class_name.as_deref(), row.level_label.as_deref()), (Some("4B"), Some("4e")));
}

const SNIPE_IT: &str = "Company,Name,Asset Tag,Category,Supplier,Manufacturer,Location,Order Number,Model,Model Notes,Model Number,Asset Notes,Purchase Date,Purchase Cost,Checkout Type,Checked Out To: Username,Serial,Status";

#[test]
fn a_register_that_is_left() {
    for (trap, header, row, kind, expected) in [
        (
            "Snipe-IT, category of ours",
            SNIPE_IT,
            "Ville,Tab 12,A-0012,Tablets,,Apple,,,iPad 9,,,,2024-09-01,329.00,user,,SN0012,Ready to Deploy",
            None,
            Ok("tablet|SN0012|A-0012|false"),
        ),
        (
            "Snipe-IT, checked out",
            SNIPE_IT,
            "Ville,Tab 13,A-0013,Tablets,,Apple,,,iPad 9,,,,2024-09-01,329.00,user,jdupont,SN0013,Deployed",
            None,
            Ok("tablet|SN0013|A-0013|true"),
        ),
        (
            "Snipe-IT, kind only in the model",
            SNIPE_IT,
            "Ville,,A-0014,Prêt familles,,HP,,,Chromebook 11,,,,2024-09-01,,,,SN0014,Pending",
            None,
            Ok("laptop|SN0014|A-0014|false"),
        ),
        (
            "Snipe-IT, gone",
            SNIPE_IT,
            "Ville,,A-0015,Tablets,,Apple,,,iPad,,,,,,,,SN0015,Archived",
            None,
            Err(StockRowError::Gone { status: "Archived".into() }),
        ),
        (
            "GLPI",
            "\"Nom\";\"Entité\";\"Statut\";\"Fabricant\";\"Numéro de série\";\"Type\";\"Modèle\"",
            "PC-01;Ville;En stock;HP;5CG0001;Ordinateur;250 G8",
            None,
            Ok("laptop|5CG0001|-|false"),
        ),
        (
            "an operator's cards",
            "ICCID;MSISDN;PUK1;PIN",
            "8933010000000000044;0639982004;12345678;0000",
            Some(ItemKind::Hotspot),
            Ok("hotspot|-|-|false"),
        ),
    ] {
        let text = format!("{header}\n{row}\n");
        assert_eq!(recognise(text.as_bytes()), Ok(FileKind::Stock), "{trap}");
        let reading = read_stock(text.as_bytes(), None, kind)
            .unwrap_or_else(|error| panic!("{trap}: {error}"));
        let told = reading.rows[0].as_ref().map(|row| {
            let text = |value: Option<String>| value.unwrap_or_else(|| "-".into());
            format!(
                "{}|{}|{}|{}",
                row.kind,
                text(row.serial.as_ref().map(ToString::to_string)),
                text(row.former_tag.clone()),
                row.held
            )
        });
        let expected = expected.map(str::to_owned);
        assert_eq!(told.map_err(|row| row.reason.clone()), expected, "{trap}");
        assert!(!serde_json::to_string(&reading).unwrap().contains("jdupont"), "{trap}");
    }
}

#[test]
fn needs_in_words_or_in_crosses() {
    for (header, row, expected) in [
        (
            "Nom;Prénom;Classe;Équipement;Connexion;Langue",
            "MARTEAU;Léa;CE2;Smartphone seul;limitée;arabe",
            "smartphone_only|limited|ar",
        ),
        ("Nom;Prénom;Classe;Besoin d'une tablette;Besoin clé 4G", "MARTEAU;Léa;CE2;X;", "none|-|-"),
        (
            "Nom;Prénom;Date de naissance;Classe;Besoin tablette;Besoin connexion;Langue",
            "MARTEAU;Léa;12/05/2017;CE2;non;oui;klingon",
            "enough|none|-",
        ),
    ] {
        let text = format!("{header}\n{row}\n");
        assert_eq!(recognise(text.as_bytes()), Ok(FileKind::Needs), "{header}");
        let Ok(Opened::Grid(grid)) = open(text.as_bytes(), &Opening::default()) else { panic!() };
        let mapping = grid.mapping(FileKind::Needs).unwrap();
        let reading = needs(&grid, &mapping, TODAY).unwrap();
        let row = reading.rows[0].as_ref().unwrap();
        let text = |code: Option<&str>| code.unwrap_or("-").to_owned();
        let told = format!(
            "{}|{}|{}",
            text(row.entry.answers.equipment.map(Equipment::code)),
            text(row.entry.answers.connection.map(Connection::code)),
            text(row.entry.answers.language.map(ContactLanguage::code))
        );
        assert_eq!(told, expected, "{header}");
        let warned = row.warnings.contains(&RowWarning::LanguageLeftOut { text: "klingon".into() });
        assert_eq!(warned, header.contains("naissance"));
    }
    let text = "Nom;Prénom;Classe;Besoin tablette\nA;B;CE2;peut-être\nC;D;CE2;\n";
    let Ok(Opened::Grid(grid)) = open(text.as_bytes(), &Opening::default()) else { panic!() };
    let reading = needs(&grid, &grid.mapping(FileKind::Needs).unwrap(), TODAY).unwrap();
    let refused: Vec<_> = reading.rejected().map(|row| row.reason.clone()).collect();
    assert_eq!(refused, [RowError::UnknownAnswer { text: "peut-être".into() }, RowError::NoAnswer]);
}

#[test]
fn a_mapping_is_proposed_corrected_and_obeyed() {
    let text =
        "Bilan;;;\nEnfant concerné;Petit nom;Anniversaire;Groupe\nMARTEAU;Léa;12/05/2017;CE2\n";
    let Ok(Opened::Grid(grid)) = open(text.as_bytes(), &Opening::default()) else { panic!() };
    assert_eq!(grid.mapping(FileKind::Pupils), Err(FileError::NoHeader));
    let mut mapping = grid.blank_mapping(FileKind::Pupils);
    assert_eq!(mapping.titles_line, Some(2));
    assert_eq!(
        mapping.missing(FileKind::Pupils),
        [Column::FamilyName, Column::FirstName, Column::BirthDate, Column::Level]
    );
    let refused = pupils(&grid, &mapping, &Default::default(), TODAY);
    assert!(matches!(refused, Err(FileError::MissingColumns(_))), "{refused:?}");
    mapping.columns = vec![
        Some(Column::FamilyName),
        Some(Column::FirstName),
        Some(Column::BirthDate),
        Some(Column::Class),
    ];
    let reading = pupils(&grid, &mapping, &Default::default(), TODAY).unwrap();
    assert_eq!(reading.accepted().next().unwrap().family_name, "MARTEAU");
    let (written, folded) = grid.titles(&mapping);
    assert_eq!((written[1].as_str(), folded[1].as_str()), ("Petit nom", "petit nom"));
    // Without titles, every row is data.
    let bare = exchange::Mapping { titles_line: None, ..mapping };
    let reading = pupils(&grid, &bare, &Default::default(), TODAY).unwrap();
    assert_eq!((reading.accepted().count(), reading.rejected().count()), (1, 2));
}
