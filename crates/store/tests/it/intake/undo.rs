//! An import taken back leaves the tables as before, or says why not and touches nothing.

use domain::Seat;
use domain::people::census::ImportKind;
use domain::people::equipment::{Connection, Equipment};
use jiff::ToSpan;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::{home, school};
use store::{ImportState, RecordNeeds, Rows, Search, UndoRefused, VerbError, on_both};
use uuid::Uuid;

use super::{file, tables, take};
use crate::census::properties::families;
use crate::census::{guardian, pupil};

on_both! {
    async fn taken_back_the_tables_are_as_before_whatever_the_files(fresh) {
        let mut runner = TestRunner::deterministic();
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let school = school(&fresh.store, by).await;
        for round in 0..12 {
            let (pupils, guardians) = families().new_tree(&mut runner).unwrap().current();
            let told = guardians.iter().map(|entry| (entry.clone(), Vec::new())).collect();
            let both = file(Rows::Families { pupils: pupils.clone(), guardians: told });
            let before = tables(&fresh).await;
            let (id, _) = take(&fresh.store, round * 10, ImportKind::Pupils, &both, Some(school), by).await.unwrap();
            assert!(fresh.store.can_undo(id, by).await.unwrap());
            fresh.store.undo_import(id, by, start()).await.unwrap();
            assert_eq!(tables(&fresh).await, before, "round {round}");
            // Undone twice is undone once.
            fresh.store.undo_import(id, by, start()).await.unwrap();
            assert_eq!(fresh.store.import(id, by).await.unwrap().unwrap().state, ImportState::Undone);
            // The next round has a register to change and not only to fill.
            take(&fresh.store, round * 10 + 1, ImportKind::Pupils, &file(Rows::Pupils(pupils)), Some(school), by).await.unwrap();
            take(&fresh.store, round * 10 + 2, ImportKind::Guardians, &file(Rows::Guardians(guardians)), Some(school), by).await.unwrap();
        }
    }
}

on_both! {
    async fn what_has_been_used_since_is_not_taken_back(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let school = school(&fresh.store, by).await;
        let both = file(Rows::Families {
            pupils: vec![pupil(2, "ROY", "Ana", 3, "CE1"), pupil(3, "DIALLO", "Awa", 4, "CE1")],
            guardians: vec![(guardian(2, "ROY", "9 rue Haute", "0639980002", &[("ROY", "Ana")]), Vec::new())],
        });
        let (id, _) = take(&fresh.store, 1, ImportKind::Pupils, &both, Some(school), by).await.unwrap();
        let (found, _) = fresh.store.find_households(Search { text: "roy", ..Search::default() }, 0, 5, by).await.unwrap();
        let order = RecordNeeds {
            form: Uuid::from_u128(71),
            household: found[0].id,
            state: home(Equipment::None, Connection::Good),
        };
        fresh.store.record_needs(&order, by, start(), jiff::civil::date(2026, 11, 25)).await.unwrap();
        let before = tables(&fresh).await;
        let refused = fresh.store.undo_import(id, by, start()).await;
        // The household's row has changed, and a need has been opened on it.
        assert!(matches!(refused, Err(VerbError::Refused(UndoRefused::Touched(2)))), "{refused:?}");
        assert_eq!(tables(&fresh).await, before);
        assert_eq!(fresh.store.import(id, by).await.unwrap().unwrap().state, ImportState::Applied);
    }
}

on_both! {
    async fn after_a_month_what_was_replaced_is_forgotten(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let school = school(&fresh.store, by).await;
        let one = file(Rows::Pupils(vec![pupil(2, "ROY", "Ana", 3, "CE1")]));
        let (id, _) = take(&fresh.store, 1, ImportKind::Pupils, &one, Some(school), by).await.unwrap();
        assert!(fresh.store.can_undo(id, by).await.unwrap());
        // Another import, thirty-one days later, forgets what the first replaced.
        let late = start() + (31 * 24).hours();
        let next = domain::ids::ImportId(Uuid::from_u128(9_900));
        let new = store::StageImport { id: next, kind: ImportKind::Pupils, school: Some(school), file_name: "x", content: b"x", settings: "{}" };
        fresh.store.stage_import(&new, by, late).await.unwrap();
        let shown = fresh.store.dry_run(next, &one, by).await.unwrap();
        let accepted = std::collections::BTreeSet::new();
        let order = store::ConfirmImport { id: next, file: &one, accepted: &accepted, shown: &shown.digest };
        fresh.store.confirm_import(&order, by, late).await.unwrap();
        assert!(!fresh.store.can_undo(id, by).await.unwrap());
        let refused = fresh.store.undo_import(id, by, late).await;
        assert!(matches!(refused, Err(VerbError::Refused(UndoRefused::TooLate))), "{refused:?}");
    }
}

on_both! {
    async fn only_a_confirmed_file_of_ones_own_cite_is_taken_back(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let foreign = seated(&fresh.store, 1, Seat::TownAgent).await;
        let school = school(&fresh.store, by).await;
        let one = file(Rows::Pupils(vec![pupil(2, "ROY", "Ana", 3, "CE1")]));
        let (id, _) = take(&fresh.store, 1, ImportKind::Pupils, &one, Some(school), by).await.unwrap();
        let refused = fresh.store.undo_import(id, foreign, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(UndoRefused::Unknown))), "{refused:?}");
        assert!(!fresh.store.can_undo(id, foreign).await.unwrap());
        let staged = domain::ids::ImportId(Uuid::from_u128(9_901));
        let new = store::StageImport { id: staged, kind: ImportKind::Pupils, school: Some(school), file_name: "x", content: b"x", settings: "{}" };
        fresh.store.stage_import(&new, by, start()).await.unwrap();
        let refused = fresh.store.undo_import(staged, by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(UndoRefused::NotApplied))), "{refused:?}");
    }
}
