//! ONDE's two files, in both generations of titles, with the traps real ones hold.

#[allow(dead_code)]
mod support;

use domain::identifiers::{Msisdn, MsisdnError};
use domain::stock::Level;
use exchange::people::{Civility, PhoneLine, RowError, RowWarning, read_guardians, read_pupils};
use exchange::{Encoding, FileKind, recognise};
use jiff::civil::date;
use support::{TODAY, fixture};

#[test]
fn pupils_variant_a() {
    let bytes = fixture("onde/pupils_a.csv");
    assert_eq!(recognise(&bytes), Ok(FileKind::Pupils));
    let reading = read_pupils(&bytes, None, TODAY).unwrap();
    assert_eq!(reading.encoding, Some(Encoding::Iso885915));
    let read: Vec<_> = reading
        .accepted()
        .map(|row| {
            let label = row.level_label.as_deref().unwrap_or("-");
            let class = row.class_name.as_deref().unwrap_or("-");
            format!(
                "{} {} {} {} {} {label} {class}",
                row.line, row.family_name, row.first_name, row.birth, row.level
            )
        })
        .collect();
    assert_eq!(
        read,
        [
            "2 BENSAÏD Inès 2016-05-12 elementaire CM2 CM1-CM2 M. Lacoste",
            "3 BENSAÏD Yanis 2018-09-03 elementaire CE2 CE1/CE2 Mme Bœuf",
            "4 DIALLO Awa 2017-02-01 elementaire CM1 CM1-CM2 M. Lacoste",
            "5 DIALLO Oumar 2017-02-01 elementaire CM1 CM1-CM2 M. Lacoste",
            "6 MARTIN Léa 2016-04-04 elementaire CM2 CM1-CM2 M. Lacoste",
            "7 MARTIN Léa 2018-11-19 elementaire CE1 CE1/CE2 Mme Bœuf",
            "8 SAINT-MARTIN Chloé 2019-06-30 elementaire CP CP Mme Sérié",
            "9 D'HAENE Élise 2019-08-22 elementaire CP CP Mme Sérié",
            "10 LE GOFF Jean-Baptiste 2018-01-09 elementaire CE2 CE1/CE2 Mme Bœuf",
            "11 NOVAK Mila 2017-10-05 elementaire - -",
            "12 KOUASSI Ange 2017-11-01 elementaire CE1/CE2 CE1/CE2 Mme Bœuf",
        ]
    );
    let first = reading.accepted().next().unwrap();
    assert_eq!(first.address.as_ref().unwrap().street.as_deref(), Some("3 rue de la Reynerie"));
    assert_eq!(first.second_address.as_ref().unwrap().postal_code.as_deref(), Some("31300"));
}

#[test]
fn pupils_are_refused_one_by_one() {
    let reading = read_pupils(&fixture("onde/pupils_a.csv"), None, TODAY).unwrap();
    let refused: Vec<_> =
        reading.rejected().map(|rejected| (rejected.line, rejected.reason.clone())).collect();
    assert_eq!(
        refused,
        [
            (13, RowError::MissingName),
            (14, RowError::MissingFirstName),
            (15, RowError::MissingBirth),
            (16, RowError::UnreadableBirth { text: "31/02/2017".into() }),
            (17, RowError::BirthOutOfRange { birth: date(2031, 1, 1) }),
            (18, RowError::BirthOutOfRange { birth: date(1987, 1, 1) }),
            (19, RowError::UnknownLevel { text: "Niveau 12".into() }),
            (20, RowError::MissingLevel),
            (21, RowError::TooManyCells { expected: 22, found: 23 }),
        ]
    );
}

#[test]
fn what_was_repaired_or_guessed_is_said() {
    let reading = read_pupils(&fixture("onde/pupils_a.csv"), None, TODAY).unwrap();
    let warned: Vec<_> = reading
        .accepted()
        .filter(|row| !row.warnings.is_empty())
        .map(|row| (row.line, row.warnings.clone()))
        .collect();
    assert_eq!(
        warned,
        [
            (10, vec![RowWarning::PostalCodeRepaired { postal_code: "09000".into() }]),
            (11, vec![RowWarning::LevelFromCycle]),
            (12, vec![RowWarning::LevelFromClass]),
        ]
    );
}

#[test]
fn nothing_that_must_not_be_kept_is_kept() {
    let reading = read_pupils(&fixture("onde/pupils_a.csv"), None, TODAY).unwrap();
    let kept = serde_json::to_string(&reading).unwrap();
    for refused in ["ULIS", "060000000AA", "CYCLE", "FRANCE"] {
        assert!(!kept.contains(refused), "{refused}");
    }
}

#[test]
fn both_generations_of_titles_say_the_same() {
    let bytes = fixture("onde/pupils_b.csv");
    assert_eq!(recognise(&bytes), Ok(FileKind::Pupils));
    let (one, other) =
        (read_pupils(&fixture("onde/pupils_a.csv"), None, TODAY), read_pupils(&bytes, None, TODAY));
    let (one, other) = (one.unwrap(), other.unwrap());
    assert_eq!(other.encoding, Some(Encoding::Utf8));
    assert_eq!(other.rejected().count(), 0);
    assert!(other.accepted().eq(one.accepted()));
}

#[test]
fn guardians() {
    let bytes = fixture("onde/guardians.csv");
    assert_eq!(recognise(&bytes), Ok(FileKind::Guardians));
    let reading = read_guardians(&bytes, None).unwrap();
    assert_eq!(reading.encoding, Some(Encoding::Windows1252));
    let read: Vec<_> = reading
        .accepted()
        .map(|row| {
            let children: Vec<_> =
                row.children.iter().map(|child| child.first_name.as_str()).collect();
            let mobile = row.phones.mobile.as_ref().map(Msisdn::national).unwrap_or_default();
            format!(
                "{} {} {} {mobile} {}",
                row.line,
                row.family_name,
                row.first_name,
                children.join("+")
            )
        })
        .collect();
    assert_eq!(
        read,
        [
            "2 BENSAÏD Samira 06 39 98 10 01 Inès+Yanis",
            "3 BENSAÏD Karim 06 39 98 10 02 Inès+Yanis",
            "4 KEÏTA Fatoumata 06 39 98 10 03 Awa+Oumar+Mariam+Ibrahim",
            "5 MARTIN Paul 06 39 98 10 04 Léa",
            "6 ROQUES Claire 06 39 98 10 05 Léa",
            "7 ST MARTIN Odile  Chloe",
            "8 D’HAENE Agnès 06 39 98 10 07 Élise",
            "10 LE GOFF Soizic 06 39 98 10 08 Jean Baptiste",
            "11 NOVAK Oksana +380501234567 Mila",
            "12 KOUASSI Désiré  Ange",
        ]
    );
    let keita = reading.accepted().nth(2).unwrap();
    assert_eq!(keita.civility, Some(Civility::Madame));
    assert_eq!(keita.usage_name.as_deref(), Some("DIALLO"));
    assert_eq!(keita.children[2].class_name.as_deref(), Some("6e B"));
    assert_eq!(keita.phones.work, Msisdn::parse("05 36 49 10 03").ok());
    let haene = reading.accepted().nth(6).unwrap();
    assert_eq!(
        haene.address.as_ref().unwrap().street.as_deref(),
        Some("2 rue d'Auriac, bâtiment C")
    );
    assert_eq!(reading.accepted().nth(8).unwrap().children[0].class_name, None);
    assert_eq!(
        reading.accepted().next().unwrap().email.as_deref(),
        Some("samira.bensaid@example.org")
    );
}

#[test]
fn guardians_refused_and_warned() {
    let reading = read_guardians(&fixture("onde/guardians.csv"), None).unwrap();
    let refused: Vec<_> =
        reading.rejected().map(|rejected| (rejected.line, rejected.reason.clone())).collect();
    assert_eq!(
        refused,
        [
            (13, RowError::NoChild),
            (14, RowError::MissingName),
            (15, RowError::MissingFirstName),
            (16, RowError::TooManyCells { expected: 28, found: 32 }),
        ]
    );
    let warned: Vec<_> = reading
        .accepted()
        .flat_map(|row| row.warnings.iter().map(|warning| (row.line, warning.clone())))
        .collect();
    let number = Msisdn::parse("0639981008").unwrap();
    assert_eq!(
        warned,
        [
            (7, RowWarning::EmailLeftOut),
            (
                8,
                RowWarning::PhoneLeftOut { phone: PhoneLine::Home, reason: MsisdnError::NotDigits }
            ),
            (10, RowWarning::PostalCodeRepaired { postal_code: "09000".into() }),
            (10, RowWarning::PhoneRepaired { phone: PhoneLine::Mobile, number }),
            (12, RowWarning::ChildLeftOut { position: 1 }),
            (
                12,
                RowWarning::PhoneLeftOut {
                    phone: PhoneLine::Mobile,
                    reason: MsisdnError::ScientificNotation
                }
            ),
        ]
    );
}

#[test]
fn every_child_of_the_guardians_file_meets_a_pupil_by_key() {
    use domain::identifiers::names::matching_key;
    let pupils = read_pupils(&fixture("onde/pupils_a.csv"), None, TODAY).unwrap();
    let guardians = read_guardians(&fixture("onde/guardians.csv"), None).unwrap();
    let key = |family: &str, first: &str, class: &Option<String>| {
        (
            matching_key(family),
            matching_key(first),
            matching_key(class.as_deref().unwrap_or_default()),
        )
    };
    let known: Vec<_> = pupils
        .accepted()
        .map(|row| key(&row.family_name, &row.first_name, &row.class_name))
        .collect();
    let strangers: Vec<_> = guardians
        .accepted()
        .flat_map(|row| &row.children)
        .filter(|child| {
            !known.contains(&key(&child.family_name, &child.first_name, &child.class_name))
        })
        .map(|child| child.first_name.as_str())
        .collect();
    // Two children of the KEÏTA household are in another school.
    assert_eq!(strangers, ["Mariam", "Ibrahim"]);
}

#[test]
fn levels_above_primary_are_read_too() {
    let csv = "Nom élève;Prénom élève;Date naissance;Niveau;Libellé classe\nA;B;01/02/2014;6EME;6e 2\nC;D;01/02/2022;PS;PS MS GS\n";
    let reading = read_pupils(csv.as_bytes(), None, TODAY).unwrap();
    let levels: Vec<_> =
        reading.accepted().map(|row| (row.level, row.level_label.clone().unwrap())).collect();
    assert_eq!(levels, [(Level::College, "6e".to_owned()), (Level::Maternelle, "PS".to_owned())]);
}
