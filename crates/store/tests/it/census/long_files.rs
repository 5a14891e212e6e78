//! Files of more rows than one statement holds, and ids that are somebody's already.

use domain::Seat;
use domain::people::equipment::{Connection, Equipment};
use jiff::civil::date;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::{family, school};
use store::{Search, VerbError, on_both};

use super::{dump, guardian, guardians, pupil, pupils, take};

/// In one statement these would be more values than SQLite binds: 15 for each household.
const LONG: u64 = 2_200;

on_both! {
    async fn a_long_file_enters_changes_and_unites_whole(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let school = school(&fresh.store, by).await;
        let children = |class: &str| {
            let row = |n| pupil(n + 2, &format!("NOM{}", n / 2), ["Ana", "Léo"][n as usize % 2], 3, class);
            pupils((0..LONG).map(row).collect())
        };
        assert_eq!(take(&fresh.store, 1, &children("CE1 A"), school, by).await.new, 2_200);
        let moved = take(&fresh.store, 2, &children("CM2 B"), school, by).await;
        assert_eq!((moved.updated, moved.unchanged), (2_200, 0));
        let parents = |mobile: &str| {
            let row = |n: u64| {
                let (name, street) = (format!("NOM{n}"), format!("{n} rue Haute"));
                guardian(n + 2, &name, &street, mobile, &[(name.as_str(), "Ana"), (name.as_str(), "Léo")])
            };
            guardians((0..LONG / 2).map(row).collect())
        };
        assert_eq!(take(&fresh.store, 3, &parents("0639980001"), school, by).await.new, 1_100);
        let (_, homes) = fresh.store.find_households(Search::default(), 0, 1, by).await.unwrap();
        assert_eq!(homes, 1_100, "brother and sister are one household");
        assert_eq!(take(&fresh.store, 4, &parents("0639980002"), school, by).await.updated, 1_100);
        let rows = dump(&fresh).await;
        let of = |table: &str| rows.iter().filter(|row| row.starts_with(table)).count();
        assert_eq!((of("children "), of("guardians "), of("households ")), (2_200, 1_100, 1_100));
        let all = |word: &str| rows.iter().filter(|row| row.contains(word)).count();
        assert_eq!((all("CM2 B"), all("CE1 A")), (2_200, 0));
        assert_eq!((all("+33639980002"), all("+33639980001")), (1_100, 0));
        assert_eq!(all("0639980002"), 1_100, "a family is found by its new number");
        // What is as it was is not even written again.
        assert_eq!(take(&fresh.store, 5, &parents("0639980002"), school, by).await.unchanged, 1_100);
        assert_eq!(dump(&fresh).await, rows);
    }
}

on_both! {
    async fn a_form_with_the_id_of_somebody_elses_household_writes_nothing_over_it(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let here = school(&fresh.store, by).await;
        take(&fresh.store, 1, &pupils(vec![pupil(2, "ROY", "Ana", 3, "CE1")]), here, by).await;
        let (found, _) = fresh.store.find_households(Search::default(), 0, 1, by).await.unwrap();
        let before = dump(&fresh).await;
        let other = seated(&fresh.store, 1, Seat::TownAgent).await;
        let there = school(&fresh.store, other).await;
        let mut new = family(7, there, Equipment::None, Connection::None);
        new.id = found[0].id;
        let refused = fresh.store.create_household(&new, other, start(), date(2026, 9, 1)).await;
        assert!(matches!(refused, Err(VerbError::Failed(_))), "{refused:?}");
        let after = dump(&fresh).await;
        assert!(before.iter().all(|row| after.contains(row)), "{after:?}");
        assert_eq!(after.len(), before.len() + 1, "the other school only: {after:?}");
    }
}
