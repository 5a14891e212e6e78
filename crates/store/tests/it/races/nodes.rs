//! Two nodes that start together on an empty database.

use store::testing::{Database, key};
use store::{OpenError, Store};

async fn both_open(url: String) {
    let nodes = (0..2).map(|_| {
        let url = url.clone();
        tokio::spawn(async move { Store::open(&url, key()).await })
    });
    for node in nodes.collect::<Vec<_>>() {
        let opened: Result<Store, OpenError> = node.await.unwrap();
        let store = opened.expect("the second waits for the first's steps");
        assert_eq!(store.check().await.unwrap(), []);
        store.close().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_migrate_one_fresh_database_on_postgres() {
    let place = Database::Postgres.untouched().await;
    both_open(place.url.clone()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_migrate_one_fresh_file() {
    // A race: each turn is one chance to lose it.
    for _ in 0..10 {
        let place = Database::Sqlite.untouched().await;
        both_open(place.url.clone()).await;
    }
}
