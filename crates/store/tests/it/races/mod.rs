//! What others got wrong when two people act at once (peers.md 4.1): each race, on both databases,
//! with exact counts, and nothing out of order afterwards.

mod fund;
mod hands;
mod nodes;
mod rounds;
mod seats;
mod stock;

use std::future::Future;

use store::{Store, VerbError};
use tokio::task::JoinHandle;

/// What came of verbs that ran at once: how many were done, and why each other was refused.
async fn outcomes<T, R>(tasks: Vec<JoinHandle<Result<T, VerbError<R>>>>) -> (Vec<T>, Vec<R>)
where
    R: std::fmt::Debug,
{
    let (mut done, mut refused) = (Vec::new(), Vec::new());
    for task in tasks {
        match task.await.expect("no panic") {
            Ok(value) => done.push(value),
            Err(VerbError::Refused(why)) => refused.push(why),
            Err(other) => panic!("neither done nor refused: {other:?}"),
        }
    }
    (done, refused)
}

/// Starts `many` verbs at once.
fn at_once<T, R, F>(
    store: &Store,
    many: u128,
    verb: impl Fn(Store, u128) -> F,
) -> Vec<JoinHandle<Result<T, VerbError<R>>>>
where
    F: Future<Output = Result<T, VerbError<R>>> + Send + 'static,
    T: Send + 'static,
    R: Send + 'static,
{
    (0..many).map(|n| tokio::spawn(verb(store.clone(), n))).collect()
}

/// Nothing is out of order.
async fn in_order(store: &Store) {
    assert_eq!(store.check().await.unwrap(), []);
}
