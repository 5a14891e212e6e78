//! Lists of needs: who is meant, what changes, what waits.

use domain::Seat;
use domain::allocation::Ground;
use domain::ids::ImportId;
use domain::people::census::{Conflict, HomeAnswers, ImportKind, NeedEntry, Verdict};
use domain::people::equipment::{Connection, Equipment, NeedKind};
use jiff::civil::date;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::school;
use store::testing::builders::rounds::round;
use store::{Given, PinNeed, Rows, Search, StageImport, UndoRefused, VerbError, on_both};
use uuid::Uuid;

use super::{file, tables, take};
use crate::census::{guardian, pupil};

fn need(line: u64, name: &str, first: &str, equipment: Equipment) -> NeedEntry {
    NeedEntry {
        line,
        family_name: name.into(),
        usage_name: None,
        first_name: first.into(),
        birth: None,
        class_name: String::new(),
        answers: HomeAnswers { equipment: Some(equipment), ..HomeAnswers::default() },
        pupil: None,
    }
}

fn needs(entries: Vec<NeedEntry>) -> store::CensusFile {
    file(Rows::Needs { entries, today: date(2026, 11, 25) })
}

on_both! {
    async fn a_list_opens_needs_once_and_is_taken_back(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let school = school(&fresh.store, by).await;
        let families = file(Rows::Families {
            pupils: vec![
                pupil(2, "ROY", "Ana", 3, "CE1"),
                pupil(3, "ROY", "Eva", 4, "CE2"),
                pupil(4, "MARTIN", "Léa", 5, "CE1"),
                pupil(5, "MARTIN", "Léa", 6, "CM2"),
            ],
            guardians: vec![(guardian(2, "ROY", "9 rue Haute", "0639980002", &[("ROY", "Ana"), ("ROY", "Eva")]), Vec::new())],
        });
        take(&fresh.store, 1, ImportKind::Pupils, &families, Some(school), by).await.unwrap();
        let before = tables(&fresh).await;
        let mut homonym = need(4, "Martin", "LEA", Equipment::Shared);
        homonym.birth = Some(date(2017, 5, 6));
        let mut sure = need(2, "Roy", "ANA", Equipment::None);
        sure.answers.connection = Some(Connection::Limited);
        // Her sister's row leaves the connection out and holds the school's tick: both are the home's.
        let mut sister = need(3, "ROY", "Eva", Equipment::None);
        sister.answers.prioritised = true;
        let list = needs(vec![
            sure,
            sister,
            homonym,
            need(5, "MARTIN", "Léa", Equipment::None),
            need(6, "INCONNU", "Jo", Equipment::None),
            need(7, "ROY", "Eva", Equipment::Enough),
        ]);
        let id = ImportId(Uuid::from_u128(9_500));
        let new = StageImport { id, kind: ImportKind::Needs, school: Some(school), file_name: "x", content: b"x", settings: "{}" };
        fresh.store.stage_import(&new, by, start()).await.unwrap();
        let shown = fresh.store.dry_run(id, &list, by).await.unwrap();
        let verdicts: Vec<_> = shown.lines.iter().map(|line| line.verdict.clone()).collect();
        assert!(matches!(&verdicts[0], Verdict::Updated(changes) if changes.len() == 2), "{verdicts:?}");
        assert!(matches!(&verdicts[1], Verdict::Updated(changes) if changes.len() == 1), "{verdicts:?}");
        assert!(matches!(verdicts[2], Verdict::Updated(_)), "{verdicts:?}");
        assert_eq!(verdicts[3], Verdict::Conflict(Conflict::AmbiguousPupil));
        assert_eq!(verdicts[4], Verdict::Conflict(Conflict::UnknownPupil));
        assert_eq!(verdicts[5], Verdict::Conflict(Conflict::SiblingsDisagree { line: 2 }));
        let accepted = std::collections::BTreeSet::new();
        let order = store::ConfirmImport { id, file: &list, accepted: &accepted, shown: &shown.digest };
        fresh.store.confirm_import(&order, by, start()).await.unwrap();
        let (found, _) = fresh.store.find_households(Search { text: "roy", ..Search::default() }, 0, 5, by).await.unwrap();
        let household = fresh.store.household(found[0].id, by).await.unwrap().unwrap();
        let mut kinds: Vec<_> = household.needs.iter().map(|need| need.kind).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, [NeedKind::Device, NeedKind::Connection]);
        assert!(household.needs.iter().all(|need| need.priority.is_some()));
        // The same list again changes nothing.
        let (_, again) = take(&fresh.store, 3, ImportKind::Needs, &list, Some(school), by).await.unwrap();
        assert_eq!((again.updated, again.unchanged), (0, 3));
        let (id_again, _) = (ImportId(Uuid::from_u128(9_003)), ());
        fresh.store.undo_import(id_again, by, start()).await.unwrap();
        fresh.store.undo_import(id, by, start()).await.unwrap();
        let after = tables(&fresh).await;
        assert_eq!(after, before);
    }
}

on_both! {
    async fn a_mark_tells_homonyms_of_one_class_apart(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let school = school(&fresh.store, by).await;
        let pupils = file(Rows::Pupils(vec![
            pupil(2, "MARTIN", "Léa", 5, "CE1"),
            pupil(3, "MARTIN", "Léa", 6, "CE1"),
            pupil(4, "ROY", "Ana", 7, "CE1"),
        ]));
        take(&fresh.store, 1, ImportKind::Pupils, &pupils, Some(school), by).await.unwrap();
        let roll = fresh.store.roll(school, None, by).await.unwrap();
        let marked = |line, name, first, at: usize, equipment| NeedEntry {
            class_name: "CE1".into(),
            pupil: Some(roll[at].id),
            ..need(line, name, first, equipment)
        };
        let mut unmarked = marked(4, "MARTIN", "Léa", 0, Equipment::None);
        unmarked.pupil = None;
        let list = needs(vec![
            marked(2, "MARTIN", "Léa", 0, Equipment::None),
            marked(3, "MARTIN", "Léa", 1, Equipment::Enough),
            unmarked,
            // A mark under another's name is nobody's: what is shown is whom it is about.
            marked(5, "MARTIN", "Léa", 2, Equipment::None),
        ]);
        let id = ImportId(Uuid::from_u128(9_500));
        let new = StageImport { id, kind: ImportKind::Needs, school: Some(school), file_name: "x", content: b"x", settings: "{}" };
        fresh.store.stage_import(&new, by, start()).await.unwrap();
        let shown = fresh.store.dry_run(id, &list, by).await.unwrap();
        let verdicts: Vec<_> = shown.lines.iter().map(|line| line.verdict.clone()).collect();
        assert!(matches!(&verdicts[..2], [Verdict::Updated(_), Verdict::Updated(_)]), "{verdicts:?}");
        assert_eq!(verdicts[2], Verdict::Conflict(Conflict::AmbiguousPupil));
        assert_eq!(verdicts[3], Verdict::Conflict(Conflict::UnknownPupil));
    }
}

on_both! {
    async fn a_list_that_a_round_stands_on_is_not_taken_back(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        let school = school(store, by).await;
        let names = [("ROY", "Ana"), ("ROY", "Eva"), ("ROY", "Tom")];
        let families = file(Rows::Families {
            pupils: vec![
                pupil(2, "ROY", "Ana", 3, "CE1"),
                pupil(3, "ROY", "Eva", 4, "CE2"),
                pupil(4, "ROY", "Tom", 5, "CM2"),
                pupil(5, "MARTIN", "Léa", 6, "CM2"),
            ],
            guardians: vec![(guardian(2, "ROY", "9 rue Haute", "0639980002", &names), Vec::new())],
        });
        take(store, 1, ImportKind::Pupils, &families, Some(school), by).await.unwrap();
        for (n, name, first) in [(2, "ROY", "Ana"), (3, "MARTIN", "Léa")] {
            let list = needs(vec![need(2, name, first, Equipment::None)]);
            take(store, n, ImportKind::Needs, &list, Some(school), by).await.unwrap();
        }
        let round = round(store, 1, by).await;
        let base = store.situation(round, by).await.unwrap().unwrap();
        assert_eq!(base.situation.needs().len(), 3, "three children need two");
        let waiting = store.waiting_list(0, 9, by).await.unwrap().0;
        let martin = waiting.iter().find(|one| one.label.contains("MARTIN")).unwrap();
        let pin = PinNeed {
            form: Uuid::from_u128(91),
            round,
            need: martin.need,
            given: Given::Nothing,
            ground: Ground::Equipped,
        };
        store.pin_need(&pin, by, start()).await.unwrap();
        for n in [2, 3] {
            let id = ImportId(Uuid::from_u128(9_000 + n));
            let outcome = store.undo_import(id, by, start()).await;
            assert!(
                matches!(outcome, Err(VerbError::Refused(UndoRefused::Touched(1)))),
                "{n}: {outcome:?}"
            );
        }
    }
}
