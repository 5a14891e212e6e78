//! Two administrators who take each other's seat back.

use domain::Seat;
use domain::ids::{AccountId, SeatId};
use store::testing::builders::cites::{seated, start};
use store::{By, NewAccount, TakeSeatBack, TakeSeatBackRefused, on_both};
use uuid::Uuid;

use super::{in_order, outcomes};

on_both! {
    async fn somebody_administers_the_cite_afterwards(fresh) {
        let store = &fresh.store;
        let first = seated(store, 0, Seat::Administrator).await;
        let second = NewAccount {
            id: AccountId(Uuid::from_u128(9)),
            login: "dominique".into(),
            name: "Dominique".into(),
            password_hash: "x".into(),
            seat_id: SeatId(Uuid::from_u128(9)),
            seat: Seat::Administrator,
            cite: first.cite,
            deputy: false,
        };
        store.create_account(&second, Some(first), start()).await.unwrap();
        let seat = store.account_by_login("administrator-0").await.unwrap().unwrap().seats[0].id;
        let each_other = [
            (second.id, second.seat_id, first),
            (first.account, seat, By { account: second.id, ..first }),
        ];
        let tasks = each_other.into_iter().enumerate().map(|(n, (account, seat, by))| {
            let order = TakeSeatBack { form: Uuid::from_u128(100 + n as u128), account, seat };
            let store = store.clone();
            tokio::spawn(async move { store.take_seat_back(&order, by, start()).await })
        });
        let (done, refused) = outcomes(tasks.collect()).await;
        assert_eq!(done.len(), 1);
        assert_eq!(refused, [TakeSeatBackRefused::LastAdministrator]);
        assert_eq!(store.staff_counts(start(), first).await.unwrap().seats[&Seat::Administrator], 1);
        in_order(store).await;
    }
}
