//! Families as schools write them, and what becomes of the register.

mod invented;
mod recorded;
mod sealed;

use std::collections::BTreeSet;

use uuid::Uuid;

use super::*;
use crate::ids::{HouseholdId, SchoolId};
use crate::people::register::{HouseholdRecord, Register};

const SCHOOL: SchoolId = SchoolId(Uuid::from_u128(1));
const OTHER: SchoolId = SchoolId(Uuid::from_u128(2));

fn import(n: u128) -> ImportId {
    ImportId(Uuid::from_u128(100 + n))
}

fn pupil(line: u64, name: &str, first: &str, birth: &str, class: &str) -> PupilEntry {
    PupilEntry {
        line,
        family_name: name.into(),
        first_name: first.into(),
        birth_year: 2016,
        birth_seal: birth.into(),
        level: Level::Elementaire,
        grade_label: "CE1".into(),
        class_name: class.into(),
        address: Address::default(),
    }
}

fn guardian(
    line: u64,
    name: &str,
    first: &str,
    street: &str,
    mobile: &str,
    children: &[&str],
) -> GuardianEntry {
    let child = |text: &&str| {
        let (family_name, first_name) = text.split_once(' ').unwrap();
        NamedChild {
            family_name: family_name.into(),
            usage_name: None,
            first_name: first_name.into(),
            class_name: String::new(),
            birth_seal: None,
        }
    };
    let postal_code = if street.is_empty() { "" } else { "31100" };
    GuardianEntry {
        line,
        family_name: name.into(),
        first_name: first.into(),
        address: Address {
            street: street.into(),
            postal_code: postal_code.into(),
            commune: "Toulouse".into(),
        },
        mobile: (!mobile.is_empty()).then(|| Msisdn::parse(mobile).unwrap()),
        phone: None,
        email: None,
        children: children.iter().map(child).collect(),
    }
}

fn of_pupils(entries: &[PupilEntry]) -> Register {
    let mut register = Register::default();
    let lines = take_pupils(&mut register, import(1), SCHOOL, entries, &BTreeSet::new());
    assert_eq!(tally(&lines, 0).new, entries.len(), "{lines:?}");
    register
}

fn home_of(register: &Register, first: &str) -> HouseholdId {
    register.children().values().find(|child| child.first_name == first).unwrap().household
}

#[test]
fn siblings_in_two_classes_are_one_household_and_namesakes_are_not() {
    let mut register = of_pupils(&[
        pupil(2, "MARTIN", "Léa", "a", "CE1 A"),
        pupil(3, "MARTIN", "Hugo", "b", "CM2 B"),
        pupil(4, "MARTIN", "Inès", "c", "CE1 A"),
    ]);
    let entries = [
        guardian(
            2,
            "Martin",
            "Sophie",
            "3 rue des Lilas",
            "0639980001",
            &["Martin Lea", "MARTIN Hugo"],
        ),
        guardian(3, "Martin", "Karim", "9 rue Haute", "0639980002", &["MARTIN Inès"]),
    ];
    let lines = take_guardians(&mut register, import(2), SCHOOL, &entries);
    assert_eq!(tally(&lines, 0).new, 2, "{lines:?}");
    assert_eq!(register.households().len(), 2);
    assert_eq!(home_of(&register, "Léa"), home_of(&register, "Hugo"));
    assert_ne!(home_of(&register, "Léa"), home_of(&register, "Inès"));
    let before = register.clone();
    let again = take_guardians(&mut register, import(3), SCHOOL, &entries);
    assert_eq!((tally(&again, 0).unchanged, &register), (2, &before), "{again:?}");
}

#[test]
fn siblings_named_on_two_lines_or_in_two_schools_meet_by_their_guardian() {
    let mut register =
        of_pupils(&[pupil(2, "DIALLO", "Awa", "a", ""), pupil(3, "DIALLO", "Oumar", "b", "")]);
    take_pupils(
        &mut register,
        import(2),
        OTHER,
        &[pupil(2, "DIALLO", "Binta", "c", "")],
        &BTreeSet::new(),
    );
    let here = [
        guardian(2, "Diallo", "Fatou", "3 rue des Lilas", "0639980001", &["DIALLO Awa"]),
        guardian(3, "Diallo", "Fatou", "3, rue des lilas", "", &["DIALLO Oumar"]),
    ];
    take_guardians(&mut register, import(3), SCHOOL, &here);
    let there = [guardian(2, "DIALLO", "Fatou", "", "+33 6 39 98 00 01", &["DIALLO Binta"])];
    let lines = take_guardians(&mut register, import(4), OTHER, &there);
    assert!(matches!(lines[0].verdict, Verdict::Updated(_)), "{lines:?}");
    assert_eq!((register.households().len(), register.guardians().len()), (1, 1));
}

#[test]
fn parents_apart_are_told_and_the_child_stays_with_the_first() {
    let mut register = of_pupils(&[pupil(2, "PETIT", "Noé", "a", "")]);
    let entries = [
        guardian(2, "PETIT", "Anne", "3 rue des Lilas", "0639980001", &["PETIT Noé"]),
        guardian(3, "LEROY", "Marc", "9 rue Haute", "0639980002", &["PETIT Noé"]),
    ];
    let lines = take_guardians(&mut register, import(2), SCHOOL, &entries);
    assert_eq!(lines[1].notes, [Note::SeparateHomes]);
    let household = register.households().values().next().unwrap();
    assert_eq!(household.address.street, "3 rue des Lilas");
    let apart: Vec<bool> = register.guardians().values().map(|one| one.lives_elsewhere).collect();
    assert_eq!(apart.iter().filter(|one| **one).count(), 1);
    let before = register.clone();
    take_guardians(&mut register, import(3), SCHOOL, &entries);
    assert_eq!(register, before);
}

#[test]
fn a_father_of_two_homes_does_not_make_them_one() {
    let mut register = of_pupils(&[pupil(2, "A", "Un", "a", ""), pupil(3, "B", "Deux", "b", "")]);
    let entries = [
        guardian(2, "A", "Mère", "1 rue Une", "0639980001", &["A Un"]),
        guardian(3, "B", "Mère", "2 rue Deux", "0639980002", &["B Deux"]),
        guardian(4, "C", "Père", "3 rue Trois", "0639980003", &["A Un", "B Deux"]),
    ];
    take_guardians(&mut register, import(2), SCHOOL, &entries);
    assert_ne!(home_of(&register, "Un"), home_of(&register, "Deux"));
}

#[test]
fn twins_are_two_homonyms_are_two_and_a_misspelt_birth_asks() {
    let mut register = of_pupils(&[
        pupil(2, "ROY", "Ana", "a", ""),
        pupil(3, "ROY", "Eva", "a", ""),
        pupil(4, "ROY", "Ana", "b", ""),
    ]);
    assert_eq!(register.children().len(), 3);
    let late = [pupil(9, "Roy", "ANA", "c", "")];
    let lines = take_pupils(&mut register, import(2), SCHOOL, &late, &BTreeSet::new());
    assert!(
        matches!(lines[0].verdict, Verdict::Conflict(Conflict::OtherBirth { .. })),
        "{lines:?}"
    );
    assert_eq!(register.children().len(), 3);
    let lines = take_pupils(&mut register, import(2), SCHOOL, &late, &BTreeSet::from([9]));
    assert_eq!((&lines[0].verdict, register.children().len()), (&Verdict::New, 4));
}

#[test]
fn another_school_is_a_conflict_until_it_is_accepted() {
    let mut register = of_pupils(&[pupil(2, "ROY", "Ana", "a", "")]);
    let entries = [pupil(7, "ROY", "Ana", "a", "")];
    let lines = take_pupils(&mut register, import(2), OTHER, &entries, &BTreeSet::new());
    assert_eq!(lines[0].verdict, Verdict::Conflict(Conflict::AtAnotherSchool { school: SCHOOL }));
    take_pupils(&mut register, import(2), OTHER, &entries, &BTreeSet::from([7]));
    assert!(register.children().values().all(|child| child.school == OTHER));
}

#[test]
fn guardians_before_pupils_wait_and_a_line_twice_is_told() {
    let mut register = Register::default();
    let parents = [guardian(2, "ROY", "Luc", "1 rue Une", "", &["ROY Ana"])];
    let lines = take_guardians(&mut register, import(1), SCHOOL, &parents);
    assert_eq!(lines[0].verdict, Verdict::Conflict(Conflict::NoKnownChild));
    assert_eq!(register, Register::default());
    let twice = [pupil(2, "ROY", "Ana", "a", ""), pupil(3, "Roy", "ana", "a", "")];
    let lines = take_pupils(&mut register, import(2), SCHOOL, &twice, &BTreeSet::new());
    assert_eq!(lines[1].verdict, Verdict::Conflict(Conflict::SameAsLine { line: 2 }));
}

#[test]
fn two_homes_with_needs_of_their_own_are_left_to_a_person() {
    let mut register =
        of_pupils(&[pupil(2, "ROY", "Ana", "a", ""), pupil(3, "ROY", "Eva", "b", "")]);
    let busy: Vec<_> = register.households().clone().into_iter().collect();
    for (id, record) in busy {
        register.put_household(id, HouseholdRecord { bare: false, ..record });
    }
    let entries = [guardian(2, "ROY", "Luc", "1 rue Une", "0639980001", &["ROY Ana", "ROY Eva"])];
    let lines = take_guardians(&mut register, import(2), SCHOOL, &entries);
    assert!(matches!(lines[0].notes[..], [Note::LooksLikeOneHome { .. }]), "{lines:?}");
    let before = register.clone();
    let again = take_guardians(&mut register, import(3), SCHOOL, &entries);
    assert_eq!((&again[0].verdict, &register), (&Verdict::Unchanged, &before));
}

#[test]
fn guardians_of_one_name_are_two_people_until_something_ties_them() {
    let children = [pupil(2, "DIALLO", "Awa", "a", ""), pupil(3, "DIALLO", "Binta", "b", "")];
    for (street, mobile, households) in [
        ("9 rue Haute", "0639980002", 2),
        ("", "", 2),
        ("9 rue Haute", "0639980001", 1),
        ("3, rue des lilas", "0639980002", 1),
    ] {
        let mut register = of_pupils(&children);
        let entries = [
            guardian(2, "DIALLO", "Fatou", "3 rue des Lilas", "0639980001", &["DIALLO Awa"]),
            guardian(3, "Diallo", "Fatou", street, mobile, &["DIALLO Binta"]),
        ];
        take_guardians(&mut register, import(2), SCHOOL, &entries);
        assert_eq!(register.households().len(), households, "{street} {mobile}");
        let before = register.clone();
        take_guardians(&mut register, import(3), SCHOOL, &entries);
        assert_eq!(register, before, "{street} {mobile}");
    }
}
