//! Accounts and sessions.

mod accounts;
mod attempts;
mod tokens;

use domain::Seat;
use jiff::SignedDuration;
use store::testing::builders::cites::{cite, seated, start};
use store::{Account, By, NewSession, OpenSessionRefused, Proof, Store, VerbError, on_both};

/// The account and its only seat.
async fn sitting(store: &Store, n: u8, seat: Seat) -> (By, Account) {
    let by = seated(store, n, seat).await;
    (by, store.account_by_login(&format!("{seat}-{n}")).await.unwrap().unwrap())
}

fn session_of(account: &Account, token: u8, proof: Proof) -> NewSession {
    let expires = start() + SignedDuration::from_hours(12);
    let seat = account.seats[0].id;
    NewSession { token_hash: [token; 32], account: account.id, seat, expires, proof }
}

fn password_of(account: &Account) -> Proof {
    Proof::Password(account.password_hash.clone())
}

fn refused(outcome: Result<(), VerbError<OpenSessionRefused>>) -> OpenSessionRefused {
    match outcome {
        Err(VerbError::Refused(why)) => why,
        other => panic!("{other:?}"),
    }
}

on_both! {
    async fn a_session_ends_on_time(fresh) {
        let (_, account) = sitting(&fresh.store, 0, Seat::Principal).await;
        let session = session_of(&account, 1, password_of(&account));
        fresh.store.open_session(&session, start()).await.unwrap();
        let open = fresh.store.session([1; 32], start()).await.unwrap().unwrap();
        assert_eq!((open.held.seat, open.held.cite_name.as_str()), (Seat::Principal, cite(0).name.as_str()));
        let late = session.expires + SignedDuration::from_secs(1);
        assert_eq!(fresh.store.session([1; 32], late).await.unwrap(), None);
    }
}

on_both! {
    async fn a_reset_between_the_look_and_the_opening_opens_nothing(fresh) {
        let store = &fresh.store;
        let (_, account) = sitting(store, 0, Seat::TownAgent).await;
        let administrator = seated(store, 0, Seat::Administrator).await;
        store.open_session(&session_of(&account, 1, password_of(&account)), start()).await.unwrap();
        store.reset_password(account.id, "another", administrator, start()).await.unwrap();
        let late = store.open_session(&session_of(&account, 2, password_of(&account)), start()).await;
        assert_eq!(refused(late), OpenSessionRefused::Moved);
        // Nor does a change of seat that began before the reset.
        let moved = store.open_session(&session_of(&account, 3, Proof::Session([1; 32])), start()).await;
        assert_eq!(refused(moved), OpenSessionRefused::Moved);
        for token in 1..=3 {
            assert_eq!(store.session([token; 32], start()).await.unwrap(), None);
        }
    }
}

on_both! {
    async fn a_seat_taken_back_meanwhile_is_a_refusal(fresh) {
        let store = &fresh.store;
        let (_, account) = sitting(store, 0, Seat::TownAgent).await;
        let administrator = seated(store, 0, Seat::Administrator).await;
        let order = store::TakeSeatBack { form: uuid::Uuid::from_u128(1), account: account.id, seat: account.seats[0].id };
        store.take_seat_back(&order, administrator, start()).await.unwrap();
        let late = store.open_session(&session_of(&account, 1, password_of(&account)), start()).await;
        assert_eq!(refused(late), OpenSessionRefused::SeatGone);
    }
}

on_both! {
    async fn changing_seat_closes_the_session_it_came_from(fresh) {
        let store = &fresh.store;
        let (_, account) = sitting(store, 0, Seat::TownAgent).await;
        let (_, other) = sitting(store, 0, Seat::Principal).await;
        store.open_session(&session_of(&account, 1, password_of(&account)), start()).await.unwrap();
        let stolen = store.open_session(&session_of(&other, 2, Proof::Session([1; 32])), start()).await;
        assert_eq!(refused(stolen), OpenSessionRefused::Moved, "a session proves its own account only");
        store.open_session(&session_of(&account, 2, Proof::Session([1; 32])), start()).await.unwrap();
        assert_eq!(store.session([1; 32], start()).await.unwrap(), None);
        let later = start() + SignedDuration::from_mins(3);
        store.touch_session([2; 32], later).await.unwrap();
        assert_eq!(store.session([2; 32], later).await.unwrap().unwrap().seen, later);
        // Closed meanwhile: nothing to note, nothing wrong.
        store.touch_session([1; 32], later).await.unwrap();
    }
}
