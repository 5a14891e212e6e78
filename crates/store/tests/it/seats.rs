//! Accounts, seats and sessions.

use domain::Seat;
use domain::ids::{AccountId, SeatId};
use store::testing::builders::cites::{cite, seated, start};
use store::{NewAccount, NewAccountRefused, NewSession, VerbError, on_both};
use uuid::Uuid;

on_both! {
    async fn a_login_is_taken_once(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let twin = NewAccount {
            id: AccountId(Uuid::from_u128(9)),
            login: "town_agent-0".into(),
            name: "Twin".into(),
            password_hash: "x".into(),
            seat_id: SeatId(Uuid::from_u128(9)),
            seat: Seat::TownAgent,
            cite: by.cite,
        };
        let refused = fresh.store.create_account(&twin, None, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(NewAccountRefused::LoginTaken))), "{refused:?}");
        assert_eq!(fresh.store.staff(0, 50, by).await.unwrap().1, 1);
    }
}

on_both! {
    async fn a_session_ends_on_time(fresh) {
        let by = seated(&fresh.store, 0, Seat::Principal).await;
        let account = fresh.store.account_by_login("principal-0").await.unwrap().unwrap();
        let expires = start() + jiff::SignedDuration::from_hours(12);
        let session = NewSession { token_hash: [1; 32], account: by.account, seat: account.seats[0].id, expires };
        fresh.store.open_session(&session, start()).await.unwrap();
        let open = fresh.store.session([1; 32], start()).await.unwrap().unwrap();
        assert_eq!((open.held.seat, open.held.cite_name.as_str()), (Seat::Principal, cite(0).name.as_str()));
        let late = expires + jiff::SignedDuration::from_secs(1);
        assert_eq!(fresh.store.session([1; 32], late).await.unwrap(), None);
    }
}
