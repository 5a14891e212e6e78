//! Files: what a dry run says is what a confirmation does, once, all or nothing.

use domain::Seat;
use domain::ids::ImportId;
use domain::people::census::{Conflict, Verdict};
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::school;
use store::{
    ImportRefused, ImportState, LARGEST_IMPORT, Search, StageImport, StageRefused, VerbError,
    on_both,
};
use uuid::Uuid;

use super::{confirm, dump, guardian, guardians, pupil, pupils, stage, take};

on_both! {
    async fn the_same_files_twice_change_nothing(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let school = school(&fresh.store, by).await;
        let children = pupils(vec![
            pupil(2, "MARTIN", "Léa", 1, "CE1 A"),
            pupil(3, "MARTIN", "Hugo", 2, "CM2"),
            pupil(4, "ROY", "Ana", 3, "CE1 A"),
            pupil(5, "ROY", "Eva", 3, "CE1 B"),
        ]);
        let parents = guardians(vec![
            guardian(2, "MARTIN", "3 rue des Lilas", "0639980001", &[("Martin", "LEA"), ("MARTIN", "Hugo")]),
            guardian(3, "ROY", "9 rue Haute", "0639980002", &[("ROY", "Ana"), ("ROY", "Eva")]),
            guardian(4, "LEROY", "1 rue Basse", "0639980003", &[("ROY", "Ana"), ("ROY", "Eva")]),
        ]);
        assert_eq!(take(&fresh.store, 1, &children, school, by).await.new, 4);
        assert_eq!(take(&fresh.store, 2, &parents, school, by).await.new, 3);
        let (found, total) = fresh.store.find_households(Search::default(), 0, 50, by).await.unwrap();
        assert_eq!(total, 2, "siblings in two classes are one household: {found:?}");
        let before = dump(&fresh).await;
        assert!(before.len() > 8, "{before:?}");
        for (n, file, lines) in [(3, &children, 4), (4, &parents, 3), (5, &children, 4)] {
            let again = take(&fresh.store, n, file, school, by).await;
            assert_eq!((again.unchanged, again.new, again.updated), (lines, 0, 0));
        }
        assert_eq!(dump(&fresh).await, before);
    }
}

on_both! {
    async fn guardians_before_pupils_wait_for_them(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let school = school(&fresh.store, by).await;
        let parents = guardians(vec![guardian(2, "ROY", "9 rue Haute", "0639980002", &[("ROY", "Ana")])]);
        let id = stage(&fresh.store, 1, &parents, school, by).await;
        let shown = fresh.store.dry_run(id, &parents, by).await.unwrap();
        assert_eq!(shown.lines[0].verdict, Verdict::Conflict(Conflict::NoKnownChild));
        confirm(&fresh.store, id, &parents, &[], &shown.digest, by).await.unwrap();
        take(&fresh.store, 2, &pupils(vec![pupil(2, "ROY", "Ana", 3, "")]), school, by).await;
        assert_eq!(take(&fresh.store, 3, &parents, school, by).await.new, 1);
    }
}

on_both! {
    async fn a_register_that_moved_refuses_and_nothing_is_done(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let school = school(&fresh.store, by).await;
        let file = pupils(vec![pupil(2, "ROY", "Ana", 3, "CE1")]);
        let id = stage(&fresh.store, 1, &file, school, by).await;
        let shown = fresh.store.dry_run(id, &file, by).await.unwrap();
        take(&fresh.store, 2, &file, school, by).await;
        let before = dump(&fresh).await;
        let refused = confirm(&fresh.store, id, &file, &[], &shown.digest, by).await;
        assert!(matches!(refused, Err(VerbError::Refused(ImportRefused::Moved))), "{refused:?}");
        assert_eq!(dump(&fresh).await, before);
        let shown = fresh.store.dry_run(id, &file, by).await.unwrap();
        assert_eq!(confirm(&fresh.store, id, &file, &[], &shown.digest, by).await.unwrap().unchanged, 1);
    }
}

on_both! {
    async fn a_confirmed_file_is_not_kept_and_a_second_click_is_the_first(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let school = school(&fresh.store, by).await;
        let file = pupils(vec![pupil(2, "ROY", "Ana", 3, "CE1")]);
        let id = stage(&fresh.store, 1, &file, school, by).await;
        let kept = fresh.store.import(id, by).await.unwrap().unwrap().bytes;
        let content = fresh.store.import_content(id, by).await.unwrap().unwrap();
        assert_eq!(kept, content.len() as u64);
        assert!(!content.is_empty());
        let shown = fresh.store.dry_run(id, &file, by).await.unwrap();
        let first = confirm(&fresh.store, id, &file, &[], &shown.digest, by).await.unwrap();
        let lines = fresh.store.journal_of(id.into(), by).await.unwrap().len();
        assert_eq!(confirm(&fresh.store, id, &file, &[], &shown.digest, by).await.unwrap(), first);
        assert_eq!(fresh.store.journal_of(id.into(), by).await.unwrap().len(), lines);
        let import = fresh.store.import(id, by).await.unwrap().unwrap();
        assert_eq!((import.state, import.result, import.bytes), (ImportState::Applied, Some(first), 0));
        assert_eq!(fresh.store.import_content(id, by).await.unwrap(), Some(Vec::new()));
        let refused = fresh.store.drop_import(id, by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(ImportRefused::Applied))), "{refused:?}");
    }
}

on_both! {
    async fn a_dropped_file_leaves_nothing(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let school = school(&fresh.store, by).await;
        let before = dump(&fresh).await;
        let file = pupils(vec![pupil(2, "ROY", "Ana", 3, "CE1")]);
        let id = stage(&fresh.store, 1, &file, school, by).await;
        fresh.store.drop_import(id, by, start()).await.unwrap();
        fresh.store.drop_import(id, by, start()).await.unwrap();
        let refused = fresh.store.dry_run(id, &file, by).await;
        assert!(matches!(refused, Err(VerbError::Refused(ImportRefused::Dropped))), "{refused:?}");
        let (imports, total) = fresh.store.imports(0, 50, by).await.unwrap();
        assert_eq!((imports[0].state, total), (ImportState::Dropped, 1));
        assert_eq!(dump(&fresh).await, before);
    }
}

on_both! {
    async fn an_accepted_change_of_school_and_an_accepted_homonym(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let here = school(&fresh.store, by).await;
        let there = store::School {
            id: Uuid::from_u128(77).into(),
            name: "École Zola".into(),
            uai: None,
            commune: "Toulouse".into(),
        };
        fresh.store.create_school(&there, by, start()).await.unwrap();
        take(&fresh.store, 1, &pupils(vec![pupil(2, "ROY", "Ana", 3, "CE1")]), here, by).await;
        let file = pupils(vec![pupil(2, "ROY", "Ana", 3, "CE1"), pupil(3, "DIALLO", "Awa", 9, "CE1")]);
        let id = stage(&fresh.store, 2, &file, there.id, by).await;
        let shown = fresh.store.dry_run(id, &file, by).await.unwrap();
        assert_eq!((shown.tally.conflict, shown.tally.new), (1, 1));
        confirm(&fresh.store, id, &file, &[2], &shown.digest, by).await.unwrap();
        let homonym = pupils(vec![pupil(2, "Roy", "ANA", 8, "CE1")]);
        let id = stage(&fresh.store, 3, &homonym, there.id, by).await;
        let shown = fresh.store.dry_run(id, &homonym, by).await.unwrap();
        let other = Verdict::Conflict(Conflict::OtherBirth { school: there.id, birth_year: 2017 });
        assert_eq!(shown.lines[0].verdict, other);
        confirm(&fresh.store, id, &homonym, &[2], &shown.digest, by).await.unwrap();
        assert_eq!(fresh.store.find_households(Search { text: "ana roy", ..Search::default() }, 0, 50, by).await.unwrap().1, 2);
    }
}

on_both! {
    async fn another_cite_sees_and_touches_nothing(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let foreign = seated(&fresh.store, 1, Seat::TownAgent).await;
        let home = school(&fresh.store, by).await;
        let file = pupils(vec![pupil(2, "ROY", "Ana", 3, "CE1")]);
        let id = stage(&fresh.store, 1, &file, home, by).await;
        assert_eq!(fresh.store.import(id, foreign).await.unwrap(), None);
        assert_eq!(fresh.store.import_content(id, foreign).await.unwrap(), None);
        let refused = fresh.store.dry_run(id, &file, foreign).await;
        assert!(matches!(refused, Err(VerbError::Refused(ImportRefused::Unknown))), "{refused:?}");
        let refused = fresh.store.drop_import(id, foreign, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(ImportRefused::Unknown))), "{refused:?}");
        let new = StageImport {
            id: ImportId(Uuid::from_u128(9)),
            kind: domain::people::census::ImportKind::Pupils,
            school: Some(home),
            file_name: "x.csv",
            content: b"x",
            settings: "{}",
        };
        let refused = fresh.store.stage_import(&new, foreign, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(StageRefused::UnknownSchool))), "{refused:?}");
        let huge = vec![b'x'; LARGEST_IMPORT + 1];
        let refused = fresh.store.stage_import(&StageImport { content: &huge, ..new }, by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(StageRefused::TooLarge))), "{refused:?}");
    }
}

on_both! {
    async fn eight_clicks_at_once_are_one_confirmation(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let school = school(&fresh.store, by).await;
        let file = pupils(vec![pupil(2, "ROY", "Ana", 3, "CE1"), pupil(3, "ROY", "Eva", 3, "CE1")]);
        let id = stage(&fresh.store, 1, &file, school, by).await;
        let digest = fresh.store.dry_run(id, &file, by).await.unwrap().digest;
        let clicks: Vec<_> = (0..8)
            .map(|_| {
                let (store, file, digest) = (fresh.store.clone(), file.clone(), digest.clone());
                tokio::spawn(async move { confirm(&store, id, &file, &[], &digest, by).await })
            })
            .collect();
        for click in clicks {
            assert_eq!(click.await.unwrap().unwrap().new, 2);
        }
        let lines = fresh.store.journal_of(id.into(), by).await.unwrap();
        assert_eq!(lines.iter().filter(|line| line.verb == "confirm_import").count(), 1);
        assert_eq!(fresh.store.find_households(Search::default(), 0, 50, by).await.unwrap().1, 2);
    }
}
