//! An account is made once, by one form, with a login that can be typed.

use domain::Seat;
use domain::ids::{AccountId, SeatId};
use store::testing::builders::cites::{seated, start};
use store::{By, NewAccount, NewAccountRefused, Store, VerbError, on_both};
use uuid::Uuid;

fn camille(by: By) -> NewAccount {
    NewAccount {
        id: AccountId(Uuid::from_u128(9)),
        login: "camille@exemple.fr".into(),
        name: "Camille".into(),
        password_hash: "x".into(),
        seat_id: SeatId(Uuid::from_u128(9)),
        seat: Seat::TownAgent,
        cite: by.cite,
        deputy: false,
    }
}

async fn why_not(store: &Store, new: &NewAccount, by: Option<By>) -> NewAccountRefused {
    match store.create_account(new, by, start()).await {
        Err(VerbError::Refused(why)) => why,
        other => panic!("{other:?}"),
    }
}

on_both! {
    async fn a_login_is_taken_once(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let twin = NewAccount { login: "town_agent-0".into(), ..camille(by) };
        assert_eq!(why_not(&fresh.store, &twin, None).await, NewAccountRefused::LoginTaken);
        assert_eq!(fresh.store.staff(0, 50, by).await.unwrap().1, 1);
    }
}

on_both! {
    async fn a_double_click_is_one_account(fresh) {
        let by = seated(&fresh.store, 0, Seat::Administrator).await;
        let clicks = (0..5_u128).map(|n| {
            // The password and the seat's id are drawn anew at each click.
            let new = NewAccount { password_hash: n.to_string(), seat_id: SeatId(Uuid::from_u128(100 + n)), ..camille(by) };
            let store = fresh.store.clone();
            tokio::spawn(async move { store.create_account(&new, Some(by), start()).await })
        });
        let (mut made, mut again) = (0, 0);
        for click in clicks.collect::<Vec<_>>() {
            match click.await.unwrap() {
                Ok(()) => made += 1,
                Err(VerbError::Refused(NewAccountRefused::AlreadyMade)) => again += 1,
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!((made, again), (1, 4));
        let other = NewAccount { name: "Dominique".into(), ..camille(by) };
        let other = fresh.store.create_account(&other, Some(by), start()).await;
        assert!(matches!(other, Err(VerbError::OtherContent)), "{other:?}");
    }
}

on_both! {
    async fn a_login_that_nobody_could_type_is_refused(fresh) {
        let by = seated(&fresh.store, 0, Seat::Administrator).await;
        for login in ["Camille", "camille durand", "camille\u{a0}durand", "É", ""] {
            let new = NewAccount { login: login.into(), ..camille(by) };
            assert_eq!(why_not(&fresh.store, &new, Some(by)).await, NewAccountRefused::LoginForm, "{login:?}");
        }
    }
}

on_both! {
    async fn no_account_is_made_in_another_cite(fresh) {
        let by = seated(&fresh.store, 0, Seat::Administrator).await;
        let elsewhere = seated(&fresh.store, 1, Seat::Administrator).await;
        let new = camille(elsewhere);
        assert_eq!(why_not(&fresh.store, &new, Some(by)).await, NewAccountRefused::ForeignCite);
        assert_eq!(fresh.store.staff(0, 50, elsewhere).await.unwrap().1, 1);
    }
}
