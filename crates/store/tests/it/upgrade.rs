//! A database from an earlier version upgrades in place, without loss, and lives on.
//!
//! The dumps are of databases that an earlier program filled: never made anew by a later one.

use std::collections::BTreeSet;

use domain::Seat;
use domain::fund::{Amount, LineTerms};
use domain::ids::{AccountId, HouseholdId, ImportId, LotId, PlanId, SchoolId};
use domain::people::census::ImportKind;
use domain::stock::{ItemKind, ItemState};
use jiff::civil::date;
use store::testing::builders::cites::{cite, start};
use store::testing::builders::households::in_need;
use store::testing::{Database, key, texts};
use store::{
    AdoptPlan, AdoptRefused, By, CensusFile, ConfirmImport, OpenError, Reached, RecordAcceptance,
    Rows, Schema, School, SchoolEntry, Search, SecretKey, SetRoundMoney, StageImport, Store,
    VerbError,
};
use uuid::Uuid;

/// What stood at the end of step 7: four families, two of them served by a donor's laptops (one is
/// back), two by an adopted plan's reservations, 5 000 € notified and 1 000 € committed.
async fn lives_on(kind: Database, dump: &str) {
    let fresh = kind.restored(dump).await;
    let store = &fresh.store;
    assert_eq!(store.check().await.unwrap(), []);
    let agent = store.account_by_login(&format!("{}-0", Seat::TownAgent)).await.unwrap().unwrap();
    let by = By { account: AccountId(agent.id.0), cite: cite(0).id, seat: Seat::TownAgent };
    let stock = store.stock_by_state(by).await.unwrap();
    assert_eq!(stock[&(ItemKind::Laptop, ItemState::Lent)], 1);
    assert_eq!(stock[&(ItemKind::Laptop, ItemState::ToCheck)], 1);
    assert_eq!(stock.values().sum::<u64>(), 6);
    let held = store.reservations(None, 0, 50, by).await.unwrap().1;
    let reserved: u64 = stock
        .iter()
        .filter(|((_, state), _)| *state == ItemState::Reserved)
        .map(|(_, many)| many)
        .sum();
    assert_eq!(held, reserved);
    let lines = store.fund_lines(by).await.unwrap();
    assert_eq!((lines.len(), lines[0].sums.available().cents()), (1, 400_000));
    let home = HouseholdId(Uuid::from_u128(70_001));
    assert_eq!(store.loans_of(home, by).await.unwrap().len(), 1);

    // No digest that could be guessed is left: a form of then, sent again, is refused, not done twice.
    let left = texts(&fresh.url, "SELECT digest AS text FROM submissions WHERE digest <> ''");
    assert_eq!(left.await, Vec::<String>::new());
    let school = SchoolId(Uuid::from_u128(cite(0).id.0.as_u128() * 1_000 + 7));
    let school =
        School { id: school, name: "École".into(), uai: None, commune: "Toulouse".into() };
    let again = store.create_school(&school, by, start()).await;
    assert!(matches!(again, Err(VerbError::OtherContent)), "{again:?}");

    // What the steps since then brought is there, and empty.
    let lot = LotId(Uuid::from_u128(5_200));
    assert_eq!(store.lot_report(lot, by).await.unwrap().unwrap().lot.acceptance, None);
    let act = "Délibération 2026-12".to_owned();
    let order = RecordAcceptance { form: Uuid::from_u128(1), lot, act: act.clone() };
    store.record_acceptance(&order, by, start()).await.unwrap();
    assert_eq!(store.lot_report(lot, by).await.unwrap().unwrap().lot.acceptance, Some(act));
    in_need(store, 9, by).await;
    assert_eq!(store.overdue(date(2028, 1, 1), 0, 9, by).await.unwrap().1, 1);
    assert_eq!(store.check().await.unwrap(), []);

    // It went with no key: now it goes with the one it was opened with.
    let refused = Store::open(&fresh.url, SecretKey::new([8; 32])).await.unwrap_err();
    assert!(matches!(refused, OpenError::OtherKey), "{refused}");
    let _ = Store::open(&fresh.url, key()).await.unwrap();
}

/// Nobody asked an older database to be upgraded; and a new key would match nothing in it.
async fn only_looked_at(kind: Database, dump: &str) {
    let url = kind.filled(dump).await;
    for _ in 0..2 {
        let reached = Reached::at(&url.url).await.unwrap();
        assert_eq!(reached.schema(), Schema::Older);
        assert!(!reached.may_take_a_new_key());
        assert!(matches!(reached.open_as_it_is(key()).await, Err(OpenError::Older)));
    }
}

/// What stood at the end of step 11: the same, upgraded and lived with by the program of then; a fifth
/// family in need, the act that accepted a gift, and the key that the database goes with.
async fn lives_on_with_files(kind: Database, dump: &str) {
    let fresh = kind.restored(dump).await;
    let store = &fresh.store;
    assert_eq!(store.check().await.unwrap(), []);
    let agent = store.account_by_login(&format!("{}-0", Seat::TownAgent)).await.unwrap().unwrap();
    let by = By { account: AccountId(agent.id.0), cite: cite(0).id, seat: Seat::TownAgent };
    assert_eq!(store.find_households(Search::default(), 0, 9, by).await.unwrap().1, 5);
    let lot = LotId(Uuid::from_u128(5_200));
    let act = store.lot_report(lot, by).await.unwrap().unwrap().lot.acceptance;
    assert_eq!(act.as_deref(), Some("Délibération 2026-12"));

    // What the steps since then brought works on it: files of every kind, taken in and taken back.
    let id = ImportId(Uuid::from_u128(9_001));
    let entry =
        SchoolEntry { line: 2, name: "École Zola".into(), uai: None, commune: "Muret".into() };
    let file = CensusFile { rows: Rows::Schools(vec![entry]), rejected: 0 };
    let new = StageImport {
        id,
        kind: ImportKind::Schools,
        school: None,
        file_name: "x",
        content: b"x",
        settings: "{}",
    };
    store.stage_import(&new, by, start()).await.unwrap();
    let shown = store.dry_run(id, &file, by).await.unwrap();
    let accepted = BTreeSet::new();
    let order = ConfirmImport { id, file: &file, accepted: &accepted, shown: &shown.digest };
    assert_eq!(store.confirm_import(&order, by, start()).await.unwrap().new, 1);
    assert_eq!(store.schools(by).await.unwrap().len(), 2);
    store.undo_import(id, by, start()).await.unwrap();
    assert_eq!(store.schools(by).await.unwrap().len(), 1);
    assert_eq!(store.check().await.unwrap(), []);
    let refused = Store::open(&fresh.url, SecretKey::new([8; 32])).await.unwrap_err();
    assert!(matches!(refused, OpenError::OtherKey), "{refused}");
}

/// What stood at the end of step 19: the same, lived with by the programs of then; an open round with a plan
/// that is only proposed, a link to a school and a family sent in.
async fn lives_on_with_rounds(kind: Database, dump: &str) {
    let fresh = kind.restored(dump).await;
    let store = &fresh.store;
    assert_eq!(store.check().await.unwrap(), []);
    let seat = |seat: Seat| async move {
        let login = format!("{seat}-0");
        let account = store.account_by_login(&login).await.unwrap().unwrap();
        By { account: AccountId(account.id.0), cite: cite(0).id, seat }
    };
    let (by, principal) = (seat(Seat::TownAgent).await, seat(Seat::Principal).await);
    let plan = PlanId(Uuid::from_u128(9_005));
    let kept = store.plan(plan, by).await.unwrap().unwrap();
    // Since then a need tells its school: what was only proposed is to be proposed again.
    let adopt = AdoptPlan { form: Uuid::from_u128(9_100), plan };
    let stale = store.adopt_plan(&adopt, by, start()).await;
    assert!(matches!(stale, Err(VerbError::Refused(AdoptRefused::StalePlan(_)))), "{stale:?}");

    // What the step since then brought works on it: the open round is given money.
    let line = store.fund_lines(by).await.unwrap().remove(0);
    assert_eq!(line.terms, LineTerms::default());
    let money = SetRoundMoney {
        form: Uuid::from_u128(9_101),
        round: kept.round.id,
        lines: vec![(line.id, Amount::from_cents(50_000).unwrap())],
    };
    store.set_round_money(&money, principal, start()).await.unwrap();
    let base = store.situation(kept.round.id, by).await.unwrap().unwrap();
    assert_eq!(base.situation.funds().len(), 1);
    assert_eq!(store.check().await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_third_landed_schema_on_sqlite() {
    let dump = include_str!("../../../../tests/fixtures/databases/m0019.sqlite.sql");
    only_looked_at(Database::Sqlite, dump).await;
    lives_on_with_rounds(Database::Sqlite, dump).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_third_landed_schema_on_postgres() {
    let dump = include_str!("../../../../tests/fixtures/databases/m0019.postgres.sql");
    only_looked_at(Database::Postgres, dump).await;
    lives_on_with_rounds(Database::Postgres, dump).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_second_landed_schema_on_sqlite() {
    let dump = include_str!("../../../../tests/fixtures/databases/m0011.sqlite.sql");
    only_looked_at(Database::Sqlite, dump).await;
    lives_on_with_files(Database::Sqlite, dump).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_second_landed_schema_on_postgres() {
    let dump = include_str!("../../../../tests/fixtures/databases/m0011.postgres.sql");
    only_looked_at(Database::Postgres, dump).await;
    lives_on_with_files(Database::Postgres, dump).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_landed_schema_on_sqlite() {
    let dump = include_str!("../../../../tests/fixtures/databases/m0007.sqlite.sql");
    only_looked_at(Database::Sqlite, dump).await;
    lives_on(Database::Sqlite, dump).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_landed_schema_on_postgres() {
    let dump = include_str!("../../../../tests/fixtures/databases/m0007.postgres.sql");
    only_looked_at(Database::Postgres, dump).await;
    lives_on(Database::Postgres, dump).await;
}
