//! The throttle of sign-in: counted before it is judged, whatever comes at once.

use domain::Seat;
use domain::ids::AccountId;
use jiff::{SignedDuration, Timestamp};
use store::testing::builders::cites::start;
use store::{Store, on_both};

use super::sitting;

/// How many of `many` attempts at once may be judged.
async fn judged(store: &Store, account: AccountId, many: usize, now: Timestamp) -> usize {
    let tries = (0..many).map(|_| {
        let store = store.clone();
        tokio::spawn(async move { store.begin_attempt(account, now).await.unwrap() })
    });
    let mut judged = 0;
    for one in tries.collect::<Vec<_>>() {
        judged += usize::from(one.await.unwrap());
    }
    judged
}

on_both! {
    async fn fifty_wrong_ones_at_once_are_five_judged(fresh) {
        let (_, account) = sitting(&fresh.store, 0, Seat::TownAgent).await;
        assert_eq!(judged(&fresh.store, account.id, 50, start()).await, 5);
        assert_eq!(judged(&fresh.store, account.id, 50, start()).await, 0);
    }
}

on_both! {
    async fn the_count_starts_again_after_the_rest(fresh) {
        let store = &fresh.store;
        let (_, account) = sitting(store, 0, Seat::TownAgent).await;
        assert_eq!(judged(store, account.id, 9, start()).await, 5);
        let before = start() + SignedDuration::from_secs(299);
        assert_eq!(judged(store, account.id, 9, before).await, 0);
        // One miss after the rest is one miss, not a new rest.
        let after = start() + SignedDuration::from_mins(5);
        assert_eq!(judged(store, account.id, 1, after).await, 1);
        assert_eq!(judged(store, account.id, 9, after).await, 4);
    }
}

on_both! {
    async fn a_right_one_among_wrong_ones_starts_the_count_again(fresh) {
        let store = &fresh.store;
        let (_, account) = sitting(store, 0, Seat::TownAgent).await;
        assert_eq!(judged(store, account.id, 4, start()).await, 4);
        assert!(store.begin_attempt(account.id, start()).await.unwrap(), "the fifth, a right one");
        store.end_attempts(account.id, &account.password_hash).await.unwrap();
        assert_eq!(judged(store, account.id, 50, start()).await, 5);
        // A right answer to a password that is not kept any more does not wake the account.
        store.end_attempts(account.id, "an older one").await.unwrap();
        assert_eq!(judged(store, account.id, 50, start()).await, 0);
    }
}
