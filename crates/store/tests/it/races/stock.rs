//! Lists, hand-overs and returns at once.

use domain::Seat;
use domain::ids::{HouseholdId, ItemId, LotId};
use domain::loan::Outcome;
use domain::stock::{Grade, ItemKind, ItemState};
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::in_need;
use store::testing::builders::stock::{TODAY, delivery, give_back, hand_over, tablet, terms};
use store::{AddToLot, By, ItemSearch, ReceiveRefused, Store, TakeBackRefused, on_both};
use uuid::Uuid;

use super::{at_once, in_order, outcomes};

async fn given(store: &Store, tablets: u128) -> (By, HouseholdId, Vec<ItemId>) {
    let by = seated(store, 0, Seat::TownAgent).await;
    let home = in_need(store, 1, by).await;
    let items: Vec<_> = (1..=tablets).map(tablet).collect();
    let ids = items.iter().map(|item| item.id).collect();
    store.receive(&delivery(1, items, terms()), by, start()).await.unwrap();
    (by, home, ids)
}

on_both! {
    async fn of_overlapping_lists_one_is_received(fresh) {
        let (by, _, _) = given(&fresh.store, 1).await;
        // Lists 2 to 11 of three tablets each, one of which stands on all of them.
        let tasks = at_once(&fresh.store, 10, |store, n| async move {
            let mut own = tablet(1_000);
            own.id = ItemId(Uuid::from_u128(6_000 + n));
            let items = vec![own, tablet(2_000 + 2 * n), tablet(2_001 + 2 * n)];
            store.receive(&delivery(2 + n, items, terms()), by, start()).await
        });
        let (done, refused) = outcomes(tasks).await;
        assert_eq!((done.len(), refused.len()), (1, 9));
        for why in refused {
            let ReceiveRefused::Known(known) = why else { panic!("{why:?}") };
            assert_eq!(known.len(), 1);
            assert_eq!(known[0].value, tablet(1_000).serial.unwrap().to_string());
        }
        let (_, total) = fresh.store.find_items(&ItemSearch::default(), 0, 9, by).await.unwrap();
        assert_eq!(total, 4);
        in_order(&fresh.store).await;
    }
}

on_both! {
    async fn items_added_at_once_get_a_number_each(fresh) {
        let (by, _, _) = given(&fresh.store, 1).await;
        let lot = LotId(Uuid::from_u128(9_001));
        let tasks = at_once(&fresh.store, 20, |store, n| async move {
            // Each form twice: a double click in the middle of it all.
            let order = AddToLot { lot, item: tablet(100 + n / 2) };
            store.add_to_lot(&order, by, start(), TODAY).await
        });
        let (mut tags, refused) = outcomes(tasks).await;
        assert_eq!((tags.len(), refused.len()), (20, 0));
        tags.sort();
        tags.dedup();
        assert_eq!(tags.len(), 10, "one number an item, the same to both clicks: {tags:?}");
        in_order(&fresh.store).await;
    }
}

on_both! {
    async fn one_item_comes_back_once(fresh) {
        let (by, home, items) = given(&fresh.store, 1).await;
        fresh.store.lend(&hand_over(1, home, &items), by, start()).await.unwrap();
        let tasks = at_once(&fresh.store, 10, |store, n| {
            let back = give_back(100 + n, 1, &[(items[0], Outcome::Returned(Grade::Good))]);
            async move { store.take_back(&back, by, start()).await }
        });
        let (done, refused) = outcomes(tasks).await;
        assert_eq!((done.len(), refused.len()), (1, 9));
        assert!(refused.iter().all(|why| matches!(why, TakeBackRefused::AlreadyClosed(_))), "{refused:?}");
        let counts = fresh.store.stock_by_state(by).await.unwrap();
        assert_eq!(counts[&(ItemKind::Tablet, ItemState::ToCheck)], 1);
        in_order(&fresh.store).await;
    }
}

on_both! {
    async fn two_phones_that_scan_the_same_serial_enter_one_item(fresh) {
        let (by, _, _) = given(&fresh.store, 1).await;
        let lot = LotId(Uuid::from_u128(9_001));
        let tasks = at_once(&fresh.store, 10, |store, n| async move {
            let item = domain::delivery::ReceivedItem { id: ItemId(Uuid::from_u128(7_000 + n)), ..tablet(500) };
            store.add_to_lot(&AddToLot { lot, item }, by, start(), TODAY).await
        });
        let (done, refused) = outcomes(tasks).await;
        assert_eq!((done.len(), refused.len()), (1, 9));
        for why in refused {
            let ReceiveRefused::Known(known) = why else { panic!("{why:?}") };
            assert_eq!(known[0].tag.as_ref(), Some(&done[0]), "the sentence names the one that is there");
        }
        in_order(&fresh.store).await;
    }
}
