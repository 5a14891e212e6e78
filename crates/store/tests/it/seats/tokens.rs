//! A token is good for its seat, for its time, until somebody who may ends it.

use domain::Seat;
use domain::ids::TokenId;
use domain::token::{LONGEST_DAYS, MOST_TOKENS, Scope};
use jiff::{SignedDuration, Timestamp};
use store::testing::builders::cites::{seated, start};
use store::{
    By, NewToken, NewTokenRefused, RevokeTokenRefused, Store, TakeSeatBack, VerbError, on_both,
};
use uuid::Uuid;

fn token(n: u8) -> NewToken {
    NewToken {
        id: TokenId(Uuid::from_u128(500 + u128::from(n))),
        token_hash: [n; 32],
        label: "Tableur de Camille".into(),
        scopes: vec![Scope::LoansRead, Scope::ItemsRead, Scope::LoansRead],
        days: 30,
    }
}

async fn is_good(store: &Store, n: u8, now: Timestamp) -> bool {
    store.token([n; 32], now).await.unwrap().is_some()
}

async fn why_not(store: &Store, new: &NewToken, by: By) -> NewTokenRefused {
    match store.create_token(new, by, start()).await {
        Err(VerbError::Refused(why)) => why,
        other => panic!("{other:?}"),
    }
}

on_both! {
    async fn it_acts_as_its_account_on_its_seat_until_its_day(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        store.create_token(&token(1), by, start()).await.unwrap();
        let good = store.token([1; 32], start()).await.unwrap().unwrap();
        assert_eq!((good.account, good.held.cite, good.held.seat), (by.account, by.cite, by.seat));
        assert_eq!(good.scopes, [Scope::ItemsRead, Scope::LoansRead]);
        assert!(!is_good(store, 2, start()).await, "another secret");
        let day = SignedDuration::from_hours(24);
        assert!(is_good(store, 1, start() + day * 30 - SignedDuration::from_secs(1)).await);
        assert!(!is_good(store, 1, start() + day * 30).await);
    }
}

on_both! {
    async fn it_is_made_once_with_something_to_do_for_a_year_at_most(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        let none = NewToken { scopes: vec![], ..token(1) };
        assert_eq!(why_not(store, &none, by).await, NewTokenRefused::NoScope);
        for days in [0, LONGEST_DAYS + 1] {
            assert_eq!(why_not(store, &NewToken { days, ..token(1) }, by).await, NewTokenRefused::Days);
        }
        let gone = By { seat: Seat::Principal, ..by };
        assert_eq!(why_not(store, &token(1), gone).await, NewTokenRefused::SeatGone);
        store.create_token(&NewToken { days: LONGEST_DAYS, ..token(1) }, by, start()).await.unwrap();
        // A double click draws another secret: it must not become a second token.
        let click = NewToken { token_hash: [9; 32], days: LONGEST_DAYS, ..token(1) };
        assert_eq!(why_not(store, &click, by).await, NewTokenRefused::AlreadyMade);
        assert!(!is_good(store, 9, start()).await);
        let other = store.create_token(&NewToken { label: "Autre".into(), ..click }, by, start()).await;
        assert!(matches!(other, Err(VerbError::OtherContent)), "{other:?}");
    }
}

on_both! {
    async fn it_ends_with_its_seat_and_a_new_seat_does_not_wake_it(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        let administrator = seated(store, 0, Seat::Administrator).await;
        store.create_token(&token(1), by, start()).await.unwrap();
        let account = store.account_by_login("town_agent-0").await.unwrap().unwrap();
        let mut held = account.seats[0].clone();
        let order = TakeSeatBack { form: Uuid::from_u128(1), account: by.account, seat: held.id };
        store.take_seat_back(&order, administrator, start()).await.unwrap();
        assert!(!is_good(store, 1, start()).await);
        assert!(store.tokens(0, 9, by).await.unwrap().0[0].revoked_at.is_some());
        held.id = domain::ids::SeatId(Uuid::from_u128(77));
        store.give_seat(by.account, &held, Some(administrator), start()).await.unwrap();
        assert!(!is_good(store, 1, start()).await);
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_password_reset_by_another_ends_it(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        let administrator = seated(store, 0, Seat::Administrator).await;
        store.create_token(&token(1), by, start()).await.unwrap();
        store.create_token(&token(2), administrator, start()).await.unwrap();
        store.reset_password(by.account, "another", administrator, start()).await.unwrap();
        assert!(!is_good(store, 1, start()).await);
        assert!(is_good(store, 2, start()).await, "the administrator's own stays");
    }
}

on_both! {
    async fn its_owner_ends_it_or_the_administrator_of_its_cite_and_nobody_else(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        let administrator = seated(store, 0, Seat::Administrator).await;
        store.create_token(&token(1), by, start()).await.unwrap();
        store.create_token(&token(2), by, start()).await.unwrap();
        let id = |n: u8| token(n).id;
        for (n, seat) in [(0, Seat::Principal), (1, Seat::TownAgent), (1, Seat::Administrator)] {
            let other = seated(store, n, seat).await;
            assert_eq!(store.tokens(0, 9, other).await.unwrap(), (vec![], 0), "{seat} of {n}");
            let refused = store.revoke_token(id(1), other, start()).await;
            assert!(matches!(refused, Err(VerbError::Refused(RevokeTokenRefused::Unknown))), "{refused:?}");
        }
        assert_eq!(store.tokens(0, 9, administrator).await.unwrap().1, 2);
        store.revoke_token(id(1), by, start()).await.unwrap();
        store.revoke_token(id(2), administrator, start()).await.unwrap();
        // Twice is once.
        store.revoke_token(id(2), administrator, start()).await.unwrap();
        for n in [1, 2] {
            assert!(!is_good(store, n, start()).await);
            let lines = store.journal_of(id(n).into(), by).await.unwrap();
            assert_eq!(lines.len(), 2);
            assert!(lines.iter().all(|line| !line.facts.contains("Camille")), "{lines:?}");
        }
    }
}

on_both! {
    async fn a_person_has_so_many_and_those_that_ended_do_not_count(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        let most = u8::try_from(MOST_TOKENS).unwrap();
        for n in 1..=most {
            store.create_token(&token(n), by, start()).await.unwrap();
        }
        assert_eq!(why_not(store, &token(most + 1), by).await, NewTokenRefused::TooMany);
        store.revoke_token(token(1).id, by, start()).await.unwrap();
        store.create_token(&token(most + 1), by, start()).await.unwrap();
        assert_eq!(store.tokens(0, 5, by).await.unwrap().1, MOST_TOKENS + 1);
    }
}

on_both! {
    async fn the_day_it_was_last_used_is_noted(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        store.create_token(&token(1), by, start()).await.unwrap();
        let day = jiff::civil::date(2026, 9, 3);
        store.touch_token(token(1).id, day).await.unwrap();
        assert_eq!(store.token([1; 32], start()).await.unwrap().unwrap().last_used_on, Some(day));
        assert_eq!(store.tokens(0, 9, by).await.unwrap().0[0].last_used_on, Some(day));
    }
}
