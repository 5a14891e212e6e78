//! Whatever families a school writes: taken in again, its files change nothing.

use std::collections::BTreeSet;

use domain::Seat;
use domain::identifiers::Msisdn;
use domain::ids::{ImportId, SchoolId};
use domain::people::address::Address;
use domain::people::census::{GuardianEntry, PupilEntry, take_guardians, take_pupils, tally};
use domain::people::register::Register;
use domain::stock::Level;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use store::testing::builders::cites::seated;
use store::testing::builders::households::school;
use store::{Pupil, on_both};
use uuid::Uuid;

use super::{dump, guardian, guardians, pupil, pupils, take};

/// Few names, streets and numbers, so that they meet in every way.
pub fn families() -> impl Strategy<Value = (Vec<Pupil>, Vec<GuardianEntry>)> {
    const NAMES: [&str; 3] = ["Martin", "Diallo", "O'Brien"];
    const FIRST: [&str; 4] = ["Ana", "Léo", "Inès", "Noé"];
    let child = (0..3_usize, 0..4_usize, 1..3_i8, 0..3_usize);
    let parent =
        (0..3_usize, 0..4_usize, 0..4_u8, any::<bool>(), vec((0..3_usize, 0..4_usize), 1..4));
    (vec(child, 1..8), vec(parent, 0..8)).prop_map(|(children, parents)| {
        let children = children.into_iter().enumerate().map(|(at, (name, first, day, home))| {
            let mut row = pupil(at as u64 + 2, NAMES[name], FIRST[first], day, "CE1");
            row.address.street = ["", "1 rue Une", "2 rue Deux"][home].into();
            row
        });
        let parents =
            parents.into_iter().enumerate().map(|(at, (name, street, phone, email, named))| {
                let named: Vec<_> =
                    named.into_iter().map(|(name, first)| (NAMES[name], FIRST[first])).collect();
                let street = ["", "1 rue Une", "2 rue Deux", "3 rue Trois"][street];
                let mut row = guardian(at as u64 + 2, NAMES[name], street, "0639980000", &named);
                if street.is_empty() {
                    row.address = Address::default();
                }
                row.mobile =
                    (phone > 0).then(|| Msisdn::parse(&format!("063998000{phone}")).unwrap());
                row.email = email.then(|| "dominique@exemple.fr".into());
                row
            });
        (children.collect(), parents.collect())
    })
}

fn sealed(pupil: &Pupil) -> PupilEntry {
    PupilEntry {
        line: pupil.line,
        family_name: pupil.family_name.clone(),
        first_name: pupil.first_name.clone(),
        birth_year: pupil.birth.year(),
        birth_seal: pupil.birth.to_string(),
        level: Level::Elementaire,
        grade_label: pupil.grade_label.clone(),
        class_name: pupil.class_name.clone(),
        address: pupil.address.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn the_same_files_again_leave_the_register_as_it_is((children, parents) in families()) {
        let school = SchoolId(Uuid::from_u128(1));
        let children: Vec<PupilEntry> = children.iter().map(sealed).collect();
        let mut register = Register::default();
        let mut n = 0;
        let mut take = |register: &mut Register, pupils: bool| {
            n += 1;
            let import = ImportId(Uuid::from_u128(n));
            if pupils {
                take_pupils(register, import, school, &children, &BTreeSet::new())
            } else {
                take_guardians(register, import, school, &parents)
            }
        };
        take(&mut register, true);
        take(&mut register, false);
        let before = register.clone();
        for pupils in [false, true, true, false] {
            let lines = take(&mut register, pupils);
            let counts = tally(&lines, 0);
            prop_assert_eq!((counts.new, counts.updated), (0, 0), "{:?}", lines);
            prop_assert_eq!(&register, &before);
        }
        for child in register.children().values() {
            prop_assert!(register.households().contains_key(&child.household));
        }
        for guardian in register.guardians().values() {
            prop_assert!(register.households().contains_key(&guardian.household));
            let theirs = register.children().values().any(|child| child.household == guardian.household);
            prop_assert!(theirs, "a guardian without child: {:?}", guardian);
        }
    }
}

on_both! {
    async fn the_same_files_again_leave_the_tables_as_they_are(fresh) {
        let mut runner = TestRunner::deterministic();
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let school = school(&fresh.store, by).await;
        for round in 0..12 {
            let (children, parents) = families().new_tree(&mut runner).unwrap().current();
            let files = [pupils(children), guardians(parents)];
            for (nth, file) in files.iter().enumerate() {
                take(&fresh.store, round * 10 + nth as u128, file, school, by).await;
            }
            let before = dump(&fresh).await;
            for (nth, file) in files.iter().enumerate() {
                take(&fresh.store, round * 10 + 5 + nth as u128, file, school, by).await;
            }
            assert_eq!(dump(&fresh).await, before, "round {round}");
        }
    }
}
