//! From one cité to another: sent, received in part, taken back; and a device that left is received again.

use std::collections::{BTreeMap, BTreeSet};

use domain::Seat;
use domain::ids::{ItemId, TransferId};
use domain::item_life::{DeskAction, NotLendable};
use domain::stock::{Grade, ItemKind, ItemState};
use domain::transfer::SendTransfer;
use store::testing::builders::cites::{cite, seated, start};
use store::testing::builders::households::in_need;
use store::testing::builders::stock::{
    TODAY, delivery, give_back, hand_over, tablet, terms, unit, wiped,
};
use store::{
    Arrival, AtDesk, By, ByCode, ItemSearch, NotSent, ReceiveTransfer, ReceiveTransferRefused,
    SendTransferRefused, Store, TakeTransferBack, TakeTransferBackRefused, VerbError, on_both,
};
use uuid::Uuid;

/// Two cités, and tablets in the first, the first of which a family has had.
async fn given(store: &Store, tablets: u128) -> (By, By, Vec<ItemId>) {
    let (by, other) =
        (seated(store, 0, Seat::TownAgent).await, seated(store, 1, Seat::TownAgent).await);
    let items: Vec<_> = (1..=tablets).map(tablet).collect();
    let ids: Vec<ItemId> = items.iter().map(|item| item.id).collect();
    store.receive(&delivery(1, items, terms()), by, start()).await.unwrap();
    let home = in_need(store, 1, by).await;
    store.lend(&hand_over(1, home, &ids[..1]), by, start()).await.unwrap();
    let back = [(ids[0], domain::loan::Outcome::Returned(Grade::Worn))];
    store.take_back(&give_back(2, 1, &back), by, start()).await.unwrap();
    let checked = AtDesk {
        form: Uuid::from_u128(3),
        item: ids[0],
        action: DeskAction::MarkChecked,
        wipe: Some(wiped()),
    };
    store.at_desk(&checked, by, start()).await.unwrap();
    (by, other, ids)
}

fn send(n: u128, items: &[ItemId]) -> SendTransfer {
    let id = TransferId(Uuid::from_u128(n));
    SendTransfer::new(id, cite(1).id, "Délibération 3".into(), items.to_vec(), TODAY).unwrap()
}

fn receive(form: u128, transfer: u128, items: &[ItemId]) -> ReceiveTransfer {
    let arrived: BTreeSet<ItemId> = items.iter().copied().collect();
    let transfer = TransferId(Uuid::from_u128(transfer));
    let (act, labels) = ("Délibération 8".to_owned(), BTreeMap::new());
    ReceiveTransfer { form: Uuid::from_u128(form), transfer, act, arrived, labels }
}

on_both! {
    async fn what_arrives_has_a_number_of_its_own_and_remembers_the_first(fresh) {
        let store = &fresh.store;
        let (by, other, items) = given(store, 3).await;
        let old = store.item(items[0], by).await.unwrap().unwrap().item;
        store.send_transfer(&send(10, &items[..2]), by, start()).await.unwrap();
        store.send_transfer(&send(10, &items[..2]), by, start()).await.expect("the same form");
        let counts = store.stock_by_state(by).await.unwrap();
        assert_eq!((counts[&(ItemKind::Tablet, ItemState::Gone)], counts[&(ItemKind::Tablet, ItemState::Available)]), (2, 1));
        assert_eq!(store.transfers_to_receive(other).await.unwrap(), 1);
        assert_eq!(store.check().await.unwrap(), []);
        // The sender does not receive, another cité sees nothing of it.
        let own = store.receive_transfer(&receive(11, 10, &items[..1]), by, start(), TODAY).await;
        assert!(matches!(own, Err(VerbError::Refused(ReceiveTransferRefused::Unknown))), "{own:?}");
        let third = seated(store, 2, Seat::TownAgent).await;
        assert_eq!(store.transfer(TransferId(Uuid::from_u128(10)), third).await.unwrap(), None);
        let strange = store.receive_transfer(&receive(12, 10, &items[2..]), other, start(), TODAY).await;
        assert!(matches!(strange, Err(VerbError::Refused(ReceiveTransferRefused::NotIn(_)))), "{strange:?}");

        store.receive_transfer(&receive(13, 10, &items[..1]), other, start(), TODAY).await.unwrap();
        let twice = store.receive_transfer(&receive(14, 10, &items[1..2]), other, start(), TODAY).await;
        assert!(matches!(twice, Err(VerbError::Refused(ReceiveTransferRefused::Over))), "{twice:?}");
        let search = ItemSearch { text: old.tag.clone(), ..ItemSearch::default() };
        let (found, many) = store.find_items(&search, 0, 9, other).await.unwrap();
        assert_eq!(many, 1, "the old number finds it");
        let new = &found[0].item;
        assert!(new.tag.starts_with("TSB-TAB-0001"), "{}", new.tag);
        assert_eq!((new.state, new.grade, &new.serial), (ItemState::ToCheck, Grade::Worn, &old.serial));
        let came = store.came_from(new.id, other).await.unwrap().unwrap();
        assert_eq!((came.cite.as_str(), &came.tag), (cite(0).name.as_str(), &old.tag));
        let states: Vec<_> = came.steps.iter().map(|(_, state, _)| *state).collect();
        use ItemState::{Available, Gone, Lent, ToCheck};
        assert_eq!(states, [Gone, Available, ToCheck, Lent, Available]);
        let file = store.item(new.id, other).await.unwrap().unwrap();
        assert!(file.steps.iter().all(|step| step.household.is_none()), "no family of the other cité");
        let bare = AtDesk { form: Uuid::from_u128(15), item: new.id, action: DeskAction::MarkChecked, wipe: None };
        assert!(store.at_desk(&bare, other, start()).await.is_err(), "wiped before anybody has it");
        let went = store.went_to(items[0], by).await.unwrap();
        assert_eq!((went[0].cite.as_str(), went[0].arrival), (cite(1).name.as_str(), Arrival::Received));

        // What did not arrive is taken back, once, by the sender alone.
        let back = |form| TakeTransferBack { form: Uuid::from_u128(form), transfer: TransferId(Uuid::from_u128(10)) };
        let theirs = store.take_transfer_back(&back(16), other, start()).await;
        assert!(matches!(theirs, Err(VerbError::Refused(TakeTransferBackRefused::Unknown))), "{theirs:?}");
        store.take_transfer_back(&back(17), by, start()).await.unwrap();
        let counts = store.stock_by_state(by).await.unwrap();
        assert_eq!((counts[&(ItemKind::Tablet, Gone)], counts[&(ItemKind::Tablet, ToCheck)]), (1, 1));
        let again = store.take_transfer_back(&back(18), by, start()).await;
        assert!(matches!(again, Err(VerbError::Refused(TakeTransferBackRefused::Nothing))), "{again:?}");
        assert_eq!(store.check().await.unwrap(), []);
        let told = store.journal_of(Uuid::from_u128(10), by).await.unwrap();
        assert!(!told.is_empty() && told.iter().all(|line| !line.facts.contains("SERIAL") && !line.facts.contains("TSA")));
    }
}

on_both! {
    async fn what_is_not_free_and_what_has_a_card_stays(fresh) {
        let store = &fresh.store;
        let (by, other, items) = given(store, 2).await;
        let home = in_need(store, 5, by).await;
        store.lend(&hand_over(20, home, &items[..1]), by, start()).await.unwrap();
        let key = unit(ItemKind::Hotspot, 60);
        let key_id = key.id;
        store.receive(&delivery(2, vec![key], terms()), by, start()).await.unwrap();
        let refused = store.send_transfer(&send(21, &[items[0], items[1], key_id]), by, start()).await;
        let Err(VerbError::Refused(SendTransferRefused::Items(refused))) = refused else { panic!("{refused:?}") };
        let mut whys: Vec<_> = refused.iter().map(|(_, why)| *why).collect();
        whys.sort_by_key(|why| format!("{why:?}"));
        assert_eq!(whys, [NotSent::Card, NotSent::State(NotLendable::AlreadyLent)]);
        let state = store.item(items[1], by).await.unwrap().unwrap().item.state;
        assert_eq!(state, ItemState::Available, "all or nothing");
        let own = SendTransfer::new(TransferId(Uuid::from_u128(22)), by.cite, "x".into(), items.clone(), TODAY).unwrap();
        let own = store.send_transfer(&own, by, start()).await;
        assert!(matches!(own, Err(VerbError::Refused(SendTransferRefused::UnknownCite))), "{own:?}");
        let theirs = store.send_transfer(&send(23, &items[1..]), other, start()).await;
        assert!(theirs.is_err(), "another cité's item");
    }
}

on_both! {
    async fn a_device_that_left_is_received_again_and_one_that_is_here_is_not(fresh) {
        let store = &fresh.store;
        let (by, other, items) = given(store, 2).await;
        let same = |n: u128| { let mut again = tablet(2); again.id = ItemId(Uuid::from_u128(n)); again };
        let known = store.receive(&delivery(3, vec![same(801)], terms()), by, start()).await;
        assert!(known.is_err(), "it is here");
        store.send_transfer(&send(30, &items[1..]), by, start()).await.unwrap();
        // Somebody enters it by hand while it is on its way: neither cité has it twice.
        store.receive(&delivery(4, vec![same(802)], terms()), other, start()).await.unwrap();
        let twice = store.receive_transfer(&receive(31, 30, &items[1..]), other, start(), TODAY).await;
        assert!(matches!(&twice, Err(VerbError::Refused(ReceiveTransferRefused::Known(tags))) if tags.len() == 1), "{twice:?}");
        let back = TakeTransferBack { form: Uuid::from_u128(32), transfer: TransferId(Uuid::from_u128(30)) };
        let back = store.take_transfer_back(&back, by, start()).await;
        assert!(matches!(back, Err(VerbError::Refused(TakeTransferBackRefused::Known(_)))), "{back:?}");
        // The database says so too, and lets what is gone be.
        let double = "INSERT INTO items (id, cite_id, lot_id, kind, tag, serial, state, grade, received_on) \
             SELECT lot_id, cite_id, lot_id, kind, 'X-1', serial, 'available', grade, received_on FROM items WHERE state = 'available' AND serial = 'SERIAL00001'";
        let said = fresh.run(double).await.unwrap_err();
        assert!(said.contains("items_serial_once") || said.contains("items.serial"), "{said}");
        fresh.run(&double.replace("'available', grade", "'gone', grade")).await.unwrap();
        fresh.run("DELETE FROM items WHERE tag = 'X-1'").await.unwrap();
        // What the table kept when it was made anew.
        for broken in [
            "UPDATE items SET state = 'elsewhere'",
            "UPDATE items SET serial = NULL, imei = NULL, iccid = NULL",
            "UPDATE items SET tag = 'X'",
            "UPDATE items SET kind = 'sim'",
            "UPDATE items SET kind = 'hotspot'",
            "UPDATE items SET lot_id = id",
            "DELETE FROM items",
            "UPDATE transfers SET to_cite_id = from_cite_id",
            "UPDATE transfers SET from_act = ''",
            "UPDATE transfer_items SET arrival = 'received'",
        ] {
            assert!(fresh.run(broken).await.is_err(), "{broken}");
        }
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_number_names_the_device_that_is_here_not_the_one_that_left(fresh) {
        let store = &fresh.store;
        let (by, _, items) = given(store, 2).await;
        let left = store.item(items[1], by).await.unwrap().unwrap().item;
        let named = async || {
            let found = store.item_by_code(left.serial.as_ref().unwrap(), by).await.unwrap();
            let ByCode::Ours(item) = found else { panic!("{found:?}") };
            item.id
        };
        store.send_transfer(&send(40, &items[1..]), by, start()).await.unwrap();
        assert_eq!(named().await, items[1], "what left is known still");
        let mut again = tablet(2);
        again.id = ItemId(Uuid::from_u128(841));
        store.receive(&delivery(5, vec![again.clone()], terms()), by, start()).await.unwrap();
        assert_eq!(named().await, again.id);
        // A family brings it back: its return is scanned.
        let home = in_need(store, 6, by).await;
        store.lend(&hand_over(41, home, &[again.id]), by, start()).await.unwrap();
        assert_eq!(named().await, again.id);
        store.take_back(&give_back(42, 41, &[(again.id, domain::loan::Outcome::Lost)]), by, start()).await.unwrap();
        assert_eq!(named().await, again.id);
    }
}

on_both! {
    async fn what_arrives_is_numbered_in_the_order_of_the_list(fresh) {
        let store = &fresh.store;
        let (by, other, _) = given(store, 1).await;
        // Ids say nothing of the order: the first of the list has the greatest.
        let items: Vec<_> = [900, 400, 700].iter().zip(50..).map(|(id, n)| {
            let mut item = tablet(n);
            item.id = ItemId(Uuid::from_u128(*id));
            item
        }).collect();
        let ids: Vec<ItemId> = items.iter().map(|item| item.id).collect();
        store.receive(&delivery(6, items, terms()), by, start()).await.unwrap();
        store.send_transfer(&send(50, &ids), by, start()).await.unwrap();
        store.receive_transfer(&receive(51, 50, &ids), other, start(), TODAY).await.unwrap();
        let lines = store.transfer(TransferId(Uuid::from_u128(50)), other).await.unwrap().unwrap().lines;
        let mut numbers: Vec<(String, String)> =
            lines.into_iter().map(|line| (line.item.tag, line.received.unwrap().1)).collect();
        numbers.sort();
        assert!(numbers.is_sorted_by(|one, other| one.1 < other.1), "{numbers:?}");
        assert_eq!(numbers.len(), 3);
    }
}
