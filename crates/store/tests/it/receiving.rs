//! A carton scanned into a lot, a scan taken back, and the wipe before an item is free.

use domain::Seat;
use domain::delivery::Terms;
use domain::ids::{ItemId, LotId};
use domain::item_life::DeskAction;
use domain::loan::Outcome;
use domain::stock::{Grade, ItemKind, ItemState, LotCondition};
use domain::wipe::{NotWiped, Wipe, WipeMethod, WipeResult};
use jiff::SignedDuration;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::in_need;
use store::testing::builders::stock::{
    TODAY, delivery, give_back, hand_over, tablet, terms, unit, wiped,
};
use store::{
    AddToLot, AtDesk, AtDeskRefused, By, ByCode, CheckMany, CheckManyRefused, OpenLot,
    ReceiveRefused, RemoveScanned, RemoveScannedRefused, Store, VerbError, on_both,
};
use uuid::Uuid;

const LOT: LotId = LotId(Uuid::from_u128(9_001));

async fn carton(store: &Store, by: By, condition: LotCondition) {
    let order = OpenLot {
        lot: LOT,
        label: "Carton".into(),
        kind: ItemKind::Tablet,
        expected: Some(90),
        terms: Terms { condition, ..terms() },
    };
    store.open_lot(&order, by, start()).await.unwrap();
    store.open_lot(&order, by, start()).await.unwrap();
}

async fn scan(store: &Store, n: u128, by: By) -> Result<String, VerbError<ReceiveRefused>> {
    store.add_to_lot(&AddToLot { lot: LOT, item: tablet(n) }, by, start(), TODAY).await
}

fn checked(form: u128, n: u128, wipe: Option<Wipe>) -> AtDesk {
    AtDesk {
        form: Uuid::from_u128(form),
        item: tablet(n).id,
        action: DeskAction::MarkChecked,
        wipe,
    }
}

async fn not_wiped(store: &Store, form: u128, n: u128, wipe: Option<Wipe>, by: By) -> NotWiped {
    match store.at_desk(&checked(form, n, wipe), by, start()).await {
        Err(VerbError::Refused(AtDeskRefused::NotWiped(why))) => why,
        other => panic!("{other:?}"),
    }
}

async fn state(store: &Store, item: ItemId, by: By) -> ItemState {
    store.item(item, by).await.unwrap().unwrap().item.state
}

on_both! {
    async fn a_lot_is_opened_empty_and_counts_what_is_scanned(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        carton(store, by, LotCondition::Good).await;
        assert_eq!(store.lot(LOT, by).await.unwrap().unwrap().expected, Some(90));
        for n in 1..=3 {
            scan(store, n, by).await.unwrap();
        }
        let (total, last) = store.entered_last(LOT, 2, by).await.unwrap();
        assert_eq!((total, last.len()), (3, 2));
        assert_eq!((last[0].item.id, last[0].touched), (tablet(3).id, false));
        let twin = domain::delivery::ReceivedItem { id: ItemId(Uuid::from_u128(77)), ..tablet(1) };
        let refused = store.add_to_lot(&AddToLot { lot: LOT, item: twin }, by, start(), TODAY).await;
        let Err(VerbError::Refused(ReceiveRefused::Known(known))) = refused else { panic!("{refused:?}") };
        assert!(known[0].tag.is_some());
        let other = seated(store, 1, Seat::TownAgent).await;
        assert_eq!(store.entered_last(LOT, 2, other).await.unwrap().0, 0);
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_misread_code_is_taken_back_as_though_it_had_not_been(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        carton(store, by, LotCondition::New).await;
        let first = scan(store, 1, by).await.unwrap();
        let order = RemoveScanned { form: Uuid::from_u128(50), lot: LOT, item: tablet(1).id };
        let refused = |answer| match answer { Err(VerbError::Refused(why)) => why, other => panic!("{other:?}") };
        let late = start() + SignedDuration::from_hours(25);
        assert_eq!(refused(store.remove_scanned(&order, by, late).await), RemoveScannedRefused::TooLate);
        let other = seated(store, 1, Seat::TownAgent).await;
        assert_eq!(refused(store.remove_scanned(&order, other, start()).await), RemoveScannedRefused::Unknown);
        let elsewhere = RemoveScanned { lot: LotId(Uuid::from_u128(1)), ..order };
        assert_eq!(refused(store.remove_scanned(&elsewhere, by, start()).await), RemoveScannedRefused::Unknown);
        store.remove_scanned(&order, by, start()).await.unwrap();
        store.remove_scanned(&order, by, start()).await.unwrap();
        assert_eq!(store.stock_by_state(by).await.unwrap().values().sum::<u64>(), 0);
        assert!(store.item(tablet(1).id, by).await.unwrap().is_none());
        // The same scan sent again, after a break of the network, does not bring it back.
        assert!(matches!(scan(store, 1, by).await, Err(VerbError::Refused(ReceiveRefused::TakenBack))));
        // The right device can be entered; the number of the slip is not given again.
        let right = domain::delivery::ReceivedItem { id: ItemId(Uuid::from_u128(78)), ..tablet(1) };
        let tag = store.add_to_lot(&AddToLot { lot: LOT, item: right }, by, start(), TODAY).await.unwrap();
        assert_ne!(tag, first);
        // Both lines are there.
        let verbs: Vec<String> = store.journal_of(LOT.into(), by).await.unwrap().into_iter().map(|line| line.verb).collect();
        assert_eq!(verbs, ["open_lot", "add_to_lot", "remove_scanned", "add_to_lot"]);
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn what_has_a_life_is_not_taken_back(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        carton(store, by, LotCondition::New).await;
        scan(store, 1, by).await.unwrap();
        let repair = AtDesk { form: Uuid::from_u128(51), item: tablet(1).id, action: DeskAction::SendToRepair, wipe: None };
        store.at_desk(&repair, by, start()).await.unwrap();
        let order = RemoveScanned { form: Uuid::from_u128(52), lot: LOT, item: tablet(1).id };
        let refused = store.remove_scanned(&order, by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(RemoveScannedRefused::Touched))), "{refused:?}");
        // Damage moves nothing: it stands beside the item all the same.
        scan(store, 2, by).await.unwrap();
        let id = domain::ids::IncidentId(Uuid::from_u128(53));
        let (item, kind) = (tablet(2).id, domain::incident::IncidentKind::Damage);
        let damage = store::DeclareIncident { id, item, kind, happened_on: None };
        store.declare_incident(&damage, by, start(), TODAY).await.unwrap();
        let order = RemoveScanned { form: Uuid::from_u128(54), lot: LOT, item };
        let refused = store.remove_scanned(&order, by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(RemoveScannedRefused::Touched))), "{refused:?}");
    }
}

on_both! {
    async fn nothing_that_somebody_used_is_free_before_its_wipe(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        carton(store, by, LotCondition::Good).await;
        scan(store, 1, by).await.unwrap();
        assert_eq!(state(store, tablet(1).id, by).await, ItemState::ToCheck);
        assert_eq!(not_wiped(store, 60, 1, None, by).await, NotWiped::Missing);
        let skipped = Wipe { method: WipeMethod::NotNeeded, ..wiped() };
        assert_eq!(not_wiped(store, 61, 1, Some(skipped.clone()), by).await, NotWiped::Needed);
        let failed = Wipe { result: WipeResult::Failed, ..wiped() };
        assert_eq!(not_wiped(store, 62, 1, Some(failed.clone()), by).await, NotWiped::Failed);
        let bare = Wipe { method: WipeMethod::CertifiedErasure, ..wiped() };
        assert_eq!(not_wiped(store, 63, 1, Some(bare), by).await, NotWiped::NoCertificate);
        // What could not be wiped goes to repair, and the record says why.
        let stuck = AtDesk { action: DeskAction::SendToRepair, ..checked(64, 1, Some(failed)) };
        store.at_desk(&stuck, by, start()).await.unwrap();
        store.at_desk(&checked(65, 1, Some(wiped())), by, start()).await.unwrap();
        let file = store.item(tablet(1).id, by).await.unwrap().unwrap();
        assert_eq!(file.item.state, ItemState::Available);
        let results: Vec<_> = file.wipes.iter().map(|wipe| wipe.result).collect();
        assert_eq!(results, [WipeResult::Done, WipeResult::Failed]);
        // Nobody has used it since: a repair of its screen needs no second wipe, a family's return does.
        let repair = AtDesk { action: DeskAction::SendToRepair, wipe: None, ..checked(66, 1, None) };
        store.at_desk(&repair, by, start()).await.unwrap();
        store.at_desk(&checked(67, 1, Some(skipped.clone())), by, start()).await.unwrap();
        let home = in_need(store, 1, by).await;
        store.lend(&hand_over(70, home, &[tablet(1).id]), by, start()).await.unwrap();
        let back = [(tablet(1).id, Outcome::Returned(Grade::Worn))];
        store.take_back(&give_back(71, 70, &back), by, start()).await.unwrap();
        assert_eq!(not_wiped(store, 72, 1, Some(skipped), by).await, NotWiped::Needed);
        // The database says the same, whatever the code does.
        let named = fresh.run("INSERT INTO item_moves (item_id, seq, from_state, to_state, grade, at, household_id, wipe) \
            SELECT item_id, 99999, 'to_check', 'available', grade, at, NULL, 'none' FROM item_moves WHERE from_state IS NULL").await;
        assert!(named.unwrap_err().contains("item_moves_freed_when_wiped"));
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_key_keeps_nothing_and_needs_no_wipe(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        let used = Terms { condition: LotCondition::Good, ..terms() };
        let key = unit(ItemKind::Hotspot, 1);
        let id = key.id;
        store.receive(&delivery(1, vec![key], used), by, start()).await.unwrap();
        let order = AtDesk { form: Uuid::from_u128(80), item: id, action: DeskAction::MarkChecked, wipe: None };
        store.at_desk(&order, by, start()).await.unwrap();
        assert_eq!(state(store, id, by).await, ItemState::Available);
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn thirty_are_freed_in_one_gesture_or_none(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        let items: Vec<_> = (1..=30).map(tablet).collect();
        let ids: Vec<ItemId> = items.iter().map(|item| item.id).collect();
        let used = Terms { condition: LotCondition::Good, ..terms() };
        store.receive(&delivery(1, items, used), by, start()).await.unwrap();
        let wipe = Wipe { method: WipeMethod::CertifiedErasure, result: WipeResult::Done, certificate: Some("BLANCCO-2026".into()) };
        let order = CheckMany { form: Uuid::from_u128(90), items: ids.clone(), wipe };
        // One of them is with nobody of this cité: nothing is done, and each reason is said.
        let mut foreign = order.clone();
        foreign.form = Uuid::from_u128(91);
        foreign.items.push(ItemId(Uuid::from_u128(1)));
        let refused = store.check_many(&foreign, by, start()).await;
        let Err(VerbError::Refused(CheckManyRefused(why))) = refused else { panic!("{refused:?}") };
        assert_eq!(why, [(None, AtDeskRefused::Unknown)]);
        assert_eq!(state(store, ids[0], by).await, ItemState::ToCheck);
        store.check_many(&order, by, start()).await.unwrap();
        store.check_many(&order, by, start()).await.unwrap();
        let file = store.item(ids[29], by).await.unwrap().unwrap();
        assert_eq!(file.item.state, ItemState::Available);
        assert_eq!(file.wipes[0].certificate, Some(format!("BLANCCO-2026-{}", file.item.tag)));
        let empty = CheckMany { form: Uuid::from_u128(92), items: Vec::new(), ..order };
        let refused = store.check_many(&empty, by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(CheckManyRefused(why))) if why.is_empty()));
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_code_names_an_item_by_any_of_its_numbers(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        store.receive(&delivery(1, vec![tablet(1)], terms()), by, start()).await.unwrap();
        let tag = store.item(tablet(1).id, by).await.unwrap().unwrap().item.tag;
        let serial = tablet(1).serial.unwrap().to_string();
        for code in [tag.clone(), tag.to_lowercase(), format!("https://prets.exemple.fr/{tag}"), serial.to_lowercase()] {
            let found = store.item_by_code(&code, by).await.unwrap();
            assert!(matches!(&found, ByCode::Ours(item) if item.id == tablet(1).id), "{code}: {found:?}");
        }
        let other = seated(store, 1, Seat::TownAgent).await;
        assert_eq!(store.item_by_code(&tag, other).await.unwrap(), ByCode::Elsewhere);
        for code in ["", "SERIAL", "%", "rien"] {
            assert_eq!(store.item_by_code(code, by).await.unwrap(), ByCode::Unknown, "{code}");
        }
    }
}
