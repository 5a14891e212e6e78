//! One item and many hands at once: a family's, a school's, a bag, another cité, an act that lets it leave.

use std::collections::BTreeMap;

use domain::Seat;
use domain::disposal::Destination;
use domain::ids::{HouseholdId, ItemId, ProvisionId, TransferId};
use domain::item_life::NotLendable;
use domain::loan::Outcome;
use domain::parcel::{PackParcel, Way};
use domain::provision::{Custodian, EndProvision, Provide, ProvisionTerms};
use domain::stock::{Grade, ItemKind, ItemState};
use domain::transfer::SendTransfer;
use store::testing::builders::cites::{cite, seated, start};
use store::testing::builders::households::{in_need, school};
use store::testing::builders::stock::{DUE, TODAY, delivery, hand_over, tablet, terms};
use store::{
    By, EndProvisionRefused, ItemRefusal, LendRefused, ReceiveTransfer, ReceiveTransferRefused,
    Store, TakeTransferBack, TakeTransferBackRefused, on_both,
};
use uuid::Uuid;

use super::{at_once, in_order, outcomes};
use crate::disposals::leaving;

/// How many of each act at once.
const MANY: u128 = 5;

async fn given(store: &Store) -> (By, HouseholdId, ItemId) {
    let by = seated(store, 0, Seat::TownAgent).await;
    let home = in_need(store, 1, by).await;
    let item = tablet(1);
    let id = item.id;
    store.receive(&delivery(1, vec![item], terms()), by, start()).await.unwrap();
    (by, home, id)
}

fn provide(n: u128, to: domain::ids::SchoolId, item: ItemId) -> Provide {
    let custodian = Custodian::School(to);
    let terms = ProvisionTerms { custodian, act: None, responsible: None, due_on: Some(DUE) };
    let id = ProvisionId(Uuid::from_u128(n));
    Provide::new(id, terms, vec![(item, Grade::New)], TODAY).unwrap()
}

/// Where the one tablet is.
async fn is_once(store: &Store, state: ItemState, by: By) {
    let counts = store.stock_by_state(by).await.unwrap();
    assert_eq!(counts, BTreeMap::from([((ItemKind::Tablet, state), 1)]));
    in_order(store).await;
}

on_both! {
    async fn a_family_a_school_and_a_bag_do_not_share_an_item(fresh) {
        let (by, home, item) = given(&fresh.store).await;
        let here = school(&fresh.store, by).await;
        let lending = at_once(&fresh.store, MANY, |store, n| async move {
            store.lend(&hand_over(100 + n, home, &[item]), by, start()).await
        });
        let providing = at_once(&fresh.store, MANY, |store, n| async move {
            store.provide(&provide(200 + n, here, item), by, start()).await
        });
        let packing = at_once(&fresh.store, MANY, |store, n| async move {
            let bag = PackParcel::new(hand_over(300 + n, home, &[item]), Way::Round, String::new());
            store.pack_parcel(&bag.unwrap(), by, start()).await
        });
        let (lent, _) = outcomes(lending).await;
        let (provided, _) = outcomes(providing).await;
        let (packed, _) = outcomes(packing).await;
        // A family of the school's may have from it what it holds: then both do, one after the other.
        assert!(provided.len() <= 1 && lent.len() <= 1 && packed.len() <= 1);
        match (provided.len(), lent.len(), packed.len()) {
            (1, _, 0) | (0, 1, 0) => is_once(&fresh.store, ItemState::Lent, by).await,
            (0, 0, 1) => is_once(&fresh.store, ItemState::Reserved, by).await,
            other => panic!("{other:?}"),
        }
        if provided.is_empty() || lent.is_empty() {
            assert_eq!(provided.len() + lent.len() + packed.len(), 1);
        }
    }
}

on_both! {
    async fn a_school_lends_on_or_gives_back(fresh) {
        let (by, home, item) = given(&fresh.store).await;
        let here = school(&fresh.store, by).await;
        fresh.store.provide(&provide(1, here, item), by, start()).await.unwrap();
        let lending = at_once(&fresh.store, MANY, |store, n| async move {
            store.lend(&hand_over(100 + n, home, &[item]), by, start()).await
        });
        let ending = at_once(&fresh.store, MANY, |store, n| async move {
            let back = vec![(item, Outcome::Returned(Grade::Good))];
            let provision = ProvisionId(Uuid::from_u128(1));
            let order = EndProvision::new(Uuid::from_u128(200 + n), provision, back).unwrap();
            store.end_provision(&order, by, start()).await
        });
        let ((lent, refused), (ended, kept)) = (outcomes(lending).await, outcomes(ending).await);
        assert_eq!(lent.len() + ended.len(), 1);
        for why in refused {
            let LendRefused::Items(mut items) = why else { panic!("{why:?}") };
            let ItemRefusal::State(why) = items.remove(0).why else { panic!("{items:?}") };
            assert!(matches!(why, NotLendable::AlreadyLent | NotLendable::NotChecked), "{why:?}");
        }
        for why in kept {
            let expected = matches!(&why, EndProvisionRefused::WithFamilies(_) | EndProvisionRefused::Closed(_));
            assert!(expected, "{why:?}");
        }
        let state = if ended.is_empty() { ItemState::Lent } else { ItemState::ToCheck };
        is_once(&fresh.store, state, by).await;
    }
}

on_both! {
    async fn what_is_sent_is_received_or_taken_back(fresh) {
        let (by, _, item) = given(&fresh.store).await;
        let other = seated(&fresh.store, 1, Seat::TownAgent).await;
        let transfer = TransferId(Uuid::from_u128(1));
        let sent = SendTransfer::new(transfer, cite(1).id, "Délibération 3".into(), vec![item], TODAY);
        fresh.store.send_transfer(&sent.unwrap(), by, start()).await.unwrap();
        let receiving = at_once(&fresh.store, MANY, |store, n| async move {
            let order = ReceiveTransfer {
                form: Uuid::from_u128(100 + n),
                transfer,
                act: "Délibération 8".into(),
                arrived: [item].into(),
                labels: BTreeMap::new(),
            };
            store.receive_transfer(&order, other, start(), TODAY).await
        });
        let taking = at_once(&fresh.store, MANY, |store, n| async move {
            let order = TakeTransferBack { form: Uuid::from_u128(200 + n), transfer };
            store.take_transfer_back(&order, by, start()).await
        });
        let ((received, over), (taken, nothing)) = (outcomes(receiving).await, outcomes(taking).await);
        assert_eq!(received.len() + taken.len(), 1);
        assert!(over.iter().all(|why| *why == ReceiveTransferRefused::Over), "{over:?}");
        assert!(nothing.iter().all(|why| *why == TakeTransferBackRefused::Nothing), "{nothing:?}");
        let there = fresh.store.stock_by_state(other).await.unwrap();
        assert_eq!(there.values().sum::<u64>(), received.len() as u64);
        let state = if taken.is_empty() { ItemState::Gone } else { ItemState::ToCheck };
        is_once(&fresh.store, state, by).await;
    }
}

on_both! {
    async fn what_leaves_by_an_act_is_lent_to_nobody(fresh) {
        let (by, home, item) = given(&fresh.store).await;
        let lending = at_once(&fresh.store, MANY, |store, n| async move {
            store.lend(&hand_over(100 + n, home, &[item]), by, start()).await
        });
        let leaving = at_once(&fresh.store, MANY, |store, n| async move {
            store.dispose_of(&leaving(200 + n, Destination::Association, &[item]), by, start(), TODAY).await
        });
        let ((lent, _), (left, _)) = (outcomes(lending).await, outcomes(leaving).await);
        assert_eq!(lent.len() + left.len(), 1);
        let state = if left.is_empty() { ItemState::Lent } else { ItemState::Gone };
        is_once(&fresh.store, state, by).await;
    }
}
