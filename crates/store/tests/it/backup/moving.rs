//! From one database to the other and back, byte for byte; from an older schema to this one.

use store::testing::{Database, key};
use store::{RestoreError, SecretKey, Store, on_both};

use super::{backed_up, full, restored};

async fn there_and_back(from: Database, to: Database) {
    let given = from.fresh().await;
    full(&given).await;
    given.tamper("UPDATE accounts SET failures = 3, locked_until = 9999999999999").await;
    let bytes = backed_up(&given.store).await;
    let place = to.untouched().await;
    let done = restored(&place.url, bytes.clone()).await;
    assert_eq!((done.forgotten, done.findings), (0, Vec::new()));
    let store = Store::open(&place.url, key()).await.unwrap();
    assert_eq!(store.check().await.unwrap(), []);
    // Nobody is locked out by attempts of then.
    let locked =
        "SELECT login AS text FROM accounts WHERE failures > 0 OR locked_until IS NOT NULL";
    assert_eq!(store::testing::texts(&place.url, locked).await, Vec::<String>::new());
    // The same instant, so the whole file: packing, manifest, digests.
    assert_eq!(backed_up(&store).await, bytes, "{from:?} to {to:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_way_gives_the_same_bytes() {
    for from in [Database::Sqlite, Database::Postgres] {
        for to in [Database::Sqlite, Database::Postgres] {
            there_and_back(from, to).await;
        }
    }
}

on_both! {
    async fn a_full_place_or_another_key_is_refused_and_nothing_changes(fresh) {
        full(&fresh).await;
        let bytes = backed_up(&fresh.store).await;
        let mut archive = store::Archive::open(std::io::Cursor::new(bytes.clone())).unwrap();
        let refused = store::restore(&fresh.url, &mut archive, &key(), &[], store::testing::builders::cites::start()).await;
        assert!(matches!(refused, Err(RestoreError::NotEmpty)), "{refused:?}");
        assert_eq!(backed_up(&fresh.store).await, bytes);
        let kind = if fresh.is_postgres() { Database::Postgres } else { Database::Sqlite };
        let place = kind.untouched().await;
        let other = SecretKey::new([8; 32]);
        let refused = store::restore(&place.url, &mut archive, &other, &[], store::testing::builders::cites::start()).await;
        assert!(matches!(refused, Err(RestoreError::OtherKey)), "{refused:?}");
        assert_eq!(std::fs::read_dir(place.folder.path()).unwrap().count(), 0);
        // Nothing is in the way of the right key.
        assert_eq!(restored(&place.url, bytes).await.findings, []);
    }
}

/// A backup of an earlier schema: made from a database that was not upgraded.
async fn from_an_earlier_schema(kind: Database, other: Database, dump: &str) {
    let old = kind.filled(dump).await;
    let store = store::testing::as_it_is(&old.url).await;
    let bytes = backed_up(&store).await;
    let place = other.untouched().await;
    let done = restored(&place.url, bytes).await;
    assert_eq!(done.findings, []);
    let store = Store::open(&place.url, key()).await.unwrap();
    assert_eq!(store.check().await.unwrap(), []);
    let left = store::testing::texts(
        &place.url,
        "SELECT digest AS text FROM submissions WHERE digest <> ''",
    );
    assert_eq!(left.await, Vec::<String>::new(), "the steps since then ran");
    assert_eq!(store.forgotten().await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_earlier_schema_restores_and_upgrades() {
    let sqlite = include_str!("../../../../../tests/fixtures/databases/m0007.sqlite.sql");
    from_an_earlier_schema(Database::Sqlite, Database::Postgres, sqlite).await;
    let postgres = include_str!("../../../../../tests/fixtures/databases/m0007.postgres.sql");
    from_an_earlier_schema(Database::Postgres, Database::Sqlite, postgres).await;
}
