//! Who is forgotten is forgotten everywhere, for ever, and the figures stand.

use std::io::Cursor;

use domain::Seat;
use domain::ids::{HouseholdId, ImportId, ItemId};
use domain::loan::{Outcome, TakeBack};
use domain::people::census::ImportKind;
use domain::people::equipment::NeedState;
use domain::stock::{Grade, ItemKind, Restriction};
use jiff::civil::date;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::{family, home, in_need, school};
use store::testing::builders::rounds::shelf;
use store::testing::builders::stock::hand_over;
use store::testing::{Database, Fresh, key, texts};
use store::{
    Archive, By, ErasureFile, ForgetHousehold, ForgetRefused, ImportState, RecordNeeds, Search,
    StageImport, Store, VerbError, on_both,
};
use uuid::Uuid;

use crate::backup::backed_up;

/// A family with a loan, and the thing lent.
async fn with_a_loan(fresh: &Fresh) -> (By, HouseholdId, ItemId) {
    let by = seated(&fresh.store, 0, Seat::TownAgent).await;
    let id = in_need(&fresh.store, 1, by).await;
    in_need(&fresh.store, 2, by).await;
    let lot = shelf(&fresh.store, 1, ItemKind::Tablet, 3, &Restriction::default(), by).await;
    let item = ItemId(Uuid::from_u128(Uuid::from(lot).as_u128() + 1));
    fresh.store.lend(&hand_over(1, id, &[item]), by, start()).await.unwrap();
    (by, id, item)
}

async fn give_back(store: &Store, item: ItemId, by: By) {
    let back = vec![(item, Outcome::Returned(Grade::Good))];
    let loan = hand_over(1, HouseholdId(Uuid::nil()), &[item]).loan();
    let order = TakeBack::new(Uuid::from_u128(800_077), loan, back).unwrap();
    store.take_back(&order, by, start()).await.unwrap();
}

fn order(form: u128, household: HouseholdId) -> ForgetHousehold {
    ForgetHousehold { form: Uuid::from_u128(800_000 + form), household }
}

/// Every text of the database that holds this word, by table.
async fn named(fresh: &Fresh, word: &str) -> Vec<String> {
    let bytes = backed_up(&fresh.store).await;
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut found = Vec::new();
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at).unwrap();
        let name = entry.name().unwrap().into_owned();
        let text = std::io::read_to_string(&mut entry).unwrap();
        if text.to_lowercase().contains(word) {
            found.push(name);
        }
    }
    found
}

on_both! {
    async fn nothing_says_who_it_was_and_the_figures_stand(fresh) {
        let (by, id, item) = with_a_loan(&fresh).await;
        let store = &fresh.store;
        let refused = store.forget_household(&order(1, id), by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(ForgetRefused::OpenLoan))), "{refused:?}");
        give_back(store, item, by).await;
        let stranger = seated(store, 1, Seat::TownAgent).await;
        let refused = store.forget_household(&order(2, id), stranger, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(ForgetRefused::Unknown))), "{refused:?}");

        assert!(!named(&fresh, "essai1\"").await.is_empty());
        let (figures, loans) = (store.figures(date(2026, 9, 1), by).await.unwrap(), store.loans_of(id, by).await.unwrap());
        let seen = store.to_forget(id, by).await.unwrap().unwrap();
        assert_eq!((seen.loans, seen.needs(NeedState::Served), seen.needs(NeedState::Open), seen.obstacle), (1, 1, 1, None));
        store.forget_household(&order(3, id), by, start()).await.unwrap();
        store.forget_household(&order(3, id), by, start()).await.expect("the same form, once");
        assert_eq!(store.check().await.unwrap(), []);
        // Names, telephone, street, seal of the birth, the key of the search.
        for word in ["essai1\"", "0639980001", "639980001", "1 rue de l'essai\"", "camille essai1", "essai1 "] {
            assert_eq!(named(&fresh, word).await, Vec::<String>::new(), "{word}");
        }
        let after = store.figures(date(2026, 9, 1), by).await.unwrap();
        assert_eq!((after.devices.served, after.stock), (figures.devices.served, figures.stock));
        assert_eq!(after.connections.open + 1, figures.connections.open);
        let left = store.loans_of(id, by).await.unwrap();
        assert_eq!((left.len(), left[0].lines.len(), left[0].label.as_str()), (1, loans[0].lines.len(), ""));

        // No list, no page, no form knows it any more.
        assert_eq!(store.household(id, by).await.unwrap(), None);
        assert_eq!(store.find_households(Search::default(), 0, 9, by).await.unwrap().1, 1);
        assert!(store.to_forget(id, by).await.unwrap().is_none());
        let again = store.forget_household(&order(4, id), by, start()).await;
        assert!(matches!(again, Err(VerbError::Refused(ForgetRefused::Unknown))), "{again:?}");
        let needs = RecordNeeds { form: Uuid::from_u128(800_005), household: id, state: home(domain::people::equipment::Equipment::None, domain::people::equipment::Connection::None) };
        store.record_needs(&needs, by, start(), date(2026, 9, 2)).await.unwrap_err();
        let lend = hand_over(9, id, &[ItemId(Uuid::from_u128(item.0.as_u128() + 1))]);
        store.lend(&lend, by, start()).await.unwrap_err();
        // The form that entered it does not enter it again.
        let entered = family(1, school(store, by).await, domain::people::equipment::Equipment::None, domain::people::equipment::Connection::None);
        let again = store.create_household(&entered, by, start(), date(2026, 9, 1)).await;
        assert!(matches!(again, Err(VerbError::OtherContent)), "{again:?}");
        // One line in the journal, of ids and counts.
        let facts = texts(&fresh.url, "SELECT facts AS text FROM journal WHERE verb = 'forget_household'").await;
        assert_eq!(facts.len(), 1);
        assert!(facts[0].contains("\"guardians\":1") && facts[0].contains("\"children\":1"), "{facts:?}");
    }
}

on_both! {
    async fn files_that_may_name_the_family_go_and_others_wait_on(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let home = in_need(&fresh.store, 1, by).await;
        let school = school(&fresh.store, by).await;
        for (nth, kind) in (0..).zip(ImportKind::ALL) {
            let id = ImportId(Uuid::from_u128(9_800 + nth));
            let new = StageImport { id, kind: *kind, school: Some(school), file_name: "x", content: b"x", settings: "{}" };
            fresh.store.stage_import(&new, by, start()).await.unwrap();
        }
        assert_eq!(fresh.store.to_forget(home, by).await.unwrap().unwrap().imports, 3);
        fresh.store.forget_household(&order(3, home), by, start()).await.unwrap();
        for import in fresh.store.imports(0, 50, by).await.unwrap().0 {
            let waits = import.state == ImportState::Staged && import.bytes == 1;
            assert_eq!(waits, !import.kind.is_of_a_school(), "{import:?}");
        }
    }
}

on_both! {
    async fn what_is_set_aside_is_released_first(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let first = in_need(&fresh.store, 1, by).await;
        let second = in_need(&fresh.store, 2, by).await;
        shelf(&fresh.store, 1, ItemKind::Tablet, 3, &Restriction::default(), by).await;
        crate::givens::adopted(&fresh.store, first, by).await;
        let refused = fresh.store.forget_household(&order(1, second), by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(ForgetRefused::Reserved))), "{refused:?}");
    }
}

on_both! {
    async fn the_list_is_never_shortened_and_a_shell_never_named(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let id = in_need(&fresh.store, 1, by).await;
        fresh.store.forget_household(&order(1, id), by, start()).await.unwrap();
        for sql in ["DELETE FROM forgotten", "UPDATE forgotten SET forgotten_at = 1"] {
            assert!(fresh.run(sql).await.unwrap_err().contains("forgotten_append_only"), "{sql}");
        }
        let named = fresh.run("UPDATE households SET label = 'Dupont'").await.unwrap_err();
        assert!(named.contains("households_forgotten_is_blank"), "{named}");
    }
}

async fn nobody_comes_back(from: Database, to: Database) {
    let fresh = from.fresh().await;
    let folder = tempfile::tempdir().unwrap();
    let file = ErasureFile::at(folder.path().join("c.effacements"));
    let (by, id, item) = with_a_loan(&fresh).await;
    let before = backed_up(&fresh.store).await;
    let store = fresh.store.clone().with_erasures(file.clone());
    give_back(&store, item, by).await;
    store.forget_household(&order(1, id), by, start()).await.unwrap();
    // Written as soon as it was done; the database is lost now, and its backup knows nothing of it.
    let list = file.read().unwrap().unwrap();
    assert_eq!(list, store.forgotten().await.unwrap());
    assert_eq!(list[0].household, id);
    let place = to.untouched().await;
    let mut archive = Archive::open(Cursor::new(before)).unwrap();
    let done = store::restore(&place.url, &mut archive, &key(), &list, start()).await.unwrap();
    assert_eq!((done.forgotten, done.open_loans, done.findings), (1, 1, Vec::new()));
    let store = Store::open(&place.url, key()).await.unwrap();
    assert_eq!(store.household(id, by).await.unwrap(), None);
    assert_eq!(store.forgotten().await.unwrap(), list);
    // The lent tablet is still to be taken back, from nobody by name.
    give_back(&store, item, by).await;
    assert_eq!(store.check().await.unwrap(), []);
    // The table itself goes on with the next backup.
    let mut archive = Archive::open(Cursor::new(backed_up(&store).await)).unwrap();
    let again = from.untouched().await;
    store::restore(&again.url, &mut archive, &key(), &list, start()).await.unwrap();
    let store = Store::open(&again.url, key()).await.unwrap();
    assert_eq!(store.forgotten().await.unwrap(), list);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restored_backup_brings_nobody_back() {
    nobody_comes_back(Database::Sqlite, Database::Postgres).await;
    nobody_comes_back(Database::Postgres, Database::Sqlite).await;
}
