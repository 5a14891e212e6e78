//! A database goes with one secret key: another would seal what matches nothing.

use domain::Seat;
use store::testing::builders::cites::seated;
use store::testing::builders::households::in_need;
use store::testing::{Database, key};
use store::{OpenError, Reached, Schema, SecretKey, Store, on_both};

fn other() -> SecretKey {
    SecretKey::new([8; 32])
}

on_both! {
    async fn the_key_it_was_made_with_and_no_other(fresh) {
        let refused = Store::open(&fresh.url, other()).await.unwrap_err();
        assert!(matches!(refused, OpenError::OtherKey), "{refused}");
        let reached = Reached::at(&fresh.url).await.unwrap();
        assert_eq!(reached.schema(), Schema::Current);
        assert!(!reached.may_take_a_new_key());
        assert!(matches!(reached.open_as_it_is(other()).await, Err(OpenError::OtherKey)));
        let _ = Store::open(&fresh.url, key()).await.unwrap();
    }
}

async fn asked_only(kind: Database) {
    let nothing = kind.untouched().await;
    let seen = if kind == Database::Sqlite { Schema::Absent } else { Schema::Empty };
    for _ in 0..2 {
        let reached = Reached::at(&nothing.url).await.unwrap();
        assert_eq!(reached.schema(), seen);
        assert!(reached.may_take_a_new_key());
        reached.open_as_it_is(key()).await.unwrap_err();
    }
    assert_eq!(std::fs::read_dir(nothing.folder.path()).unwrap().count(), 0);
    let store = Store::open(&nothing.url, key()).await.unwrap();
    let by = seated(&store, 0, Seat::TownAgent).await;
    in_need(&store, 1, by).await;
    assert!(matches!(Store::open(&nothing.url, other()).await, Err(OpenError::OtherKey)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asking_makes_nothing_on_sqlite() {
    asked_only(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asking_makes_nothing_on_postgres() {
    asked_only(Database::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_that_start_together_end_with_one_key() {
    for kind in [Database::Sqlite, Database::Postgres] {
        let nothing = kind.untouched().await;
        let (url, again) = (nothing.url.clone(), nothing.url.clone());
        let one = tokio::spawn(async move { Store::open(&url, key()).await });
        let two = tokio::spawn(async move { Store::open(&again, other()).await });
        let opened = [one.await.unwrap(), two.await.unwrap()];
        assert_eq!(opened.iter().filter(|store| store.is_ok()).count(), 1, "{kind:?} {opened:?}");
    }
}

#[tokio::test]
async fn a_file_of_another_program_is_left_alone() {
    let nothing = Database::Sqlite.untouched().await;
    let file = nothing.folder.path().join("cartable.db");
    std::fs::write(&file, "ceci n'est pas une base").unwrap();
    assert!(matches!(Reached::at(&nothing.url).await, Err(OpenError::Connect(_))));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "ceci n'est pas une base");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_at_once() {
    let started = std::time::Instant::now();
    let refused = Reached::at("postgres://town@127.0.0.1:1/cartable").await.unwrap_err();
    assert!(started.elapsed().as_secs() < 6, "{:?}", started.elapsed());
    assert!(refused.to_string().contains("refused"), "{refused}");
}
