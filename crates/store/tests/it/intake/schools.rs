//! Lists of schools: entered once, completed, never renamed, taken back.

use domain::Seat;
use domain::identifiers::Uai;
use domain::people::census::{Conflict, ImportKind, Verdict};
use store::testing::builders::cites::{seated, start};
use store::testing::rows;
use store::{By, Rows, School, SchoolEntry, StageImport, Store, UndoRefused, VerbError, on_both};
use uuid::Uuid;

use super::{file, take};
use crate::census::pupil;

fn entry(line: u64, uai: &str, name: &str, commune: &str) -> SchoolEntry {
    let uai = (!uai.is_empty()).then(|| Uai::parse(uai).unwrap());
    SchoolEntry { line, name: name.into(), uai, commune: commune.into() }
}

async fn known(store: &Store, by: By) -> Vec<String> {
    let text = |school: School| {
        let uai = school.uai.map_or("-".to_owned(), |uai| uai.to_string());
        format!("{} {uai} {}", school.name, school.commune)
    };
    store.schools(by).await.unwrap().into_iter().map(text).collect()
}

on_both! {
    async fn schools_come_in_once_and_keep_the_names_people_gave_them(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let foreign = seated(&fresh.store, 1, Seat::TownAgent).await;
        let zola = School { id: Uuid::from_u128(77).into(), name: "École Zola".into(), uai: None, commune: "Toulouse".into() };
        fresh.store.create_school(&zola, by, start()).await.unwrap();
        let before = (rows(&fresh.store, &["schools"]).await, known(&fresh.store, by).await);
        let list = file(Rows::Schools(vec![
            entry(2, "0310002J", "ECOLE ZOLA", "Toulouse"),
            entry(3, "0310001H", "École du Centre", "Toulouse"),
            entry(4, "0310003K", "École du Centre", "Muret"),
            entry(5, "0310004L", "ÉCOLE DU CENTRE", "Muret"),
            entry(6, "", "École sans numéro", "Muret"),
        ]));
        let id = domain::ids::ImportId(Uuid::from_u128(9_600));
        let new = StageImport { id, kind: ImportKind::Schools, school: None, file_name: "annuaire.csv", content: b"x", settings: "{}" };
        fresh.store.stage_import(&new, by, start()).await.unwrap();
        let shown = fresh.store.dry_run(id, &list, by).await.unwrap();
        let verdicts: Vec<_> = shown.lines.iter().map(|line| line.verdict.clone()).collect();
        assert!(matches!(verdicts[0], Verdict::Updated(_)), "{verdicts:?}");
        assert_eq!(verdicts[3], Verdict::Conflict(Conflict::SchoolNameTaken));
        assert_eq!((shown.tally.new, shown.tally.conflict), (3, 1));
        let (id, _) = take(&fresh.store, 1, ImportKind::Schools, &list, None, by).await.unwrap();
        assert_eq!(known(&fresh.store, by).await, [
            "École Zola 0310002J Toulouse",
            "École du Centre 0310001H Toulouse",
            "École du Centre (Muret) 0310003K Muret",
            "École sans numéro - Muret",
        ]);
        assert!(known(&fresh.store, foreign).await.is_empty());
        // The directory again, a school renamed in it: nothing moves.
        let again = file(Rows::Schools(vec![
            entry(2, "0310002J", "École Émile-Zola", "Toulouse"),
            entry(3, "0310001H", "École du Centre", "Toulouse"),
            entry(4, "0310003K", "École du Centre", "Muret"),
            entry(5, "", "ecole sans numero", "Muret"),
        ]));
        assert_eq!(take(&fresh.store, 2, ImportKind::Schools, &again, None, by).await.unwrap().1.unchanged, 4);
        fresh.store.undo_import(id, by, start()).await.unwrap();
        assert_eq!((rows(&fresh.store, &["schools"]).await, known(&fresh.store, by).await), before);
    }
}

on_both! {
    async fn a_school_that_has_pupils_is_not_taken_back(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let list = file(Rows::Schools(vec![entry(2, "0310001H", "École du Centre", "Toulouse")]));
        let (id, _) = take(&fresh.store, 1, ImportKind::Schools, &list, None, by).await.unwrap();
        let school = fresh.store.schools(by).await.unwrap()[0].id;
        let pupils = file(Rows::Pupils(vec![pupil(2, "ROY", "Ana", 3, "CE1")]));
        take(&fresh.store, 2, ImportKind::Pupils, &pupils, Some(school), by).await.unwrap();
        let refused = fresh.store.undo_import(id, by, start()).await;
        // A pupil, and the file that told of them.
        assert!(matches!(refused, Err(VerbError::Refused(UndoRefused::Touched(2)))), "{refused:?}");
        assert_eq!(known(&fresh.store, by).await, ["École du Centre 0310001H Toulouse"]);
    }
}
