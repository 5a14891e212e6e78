//! Leaving for good: by an act, all or none, with nobody's data; and taken back on the same day.

use domain::Seat;
use domain::delivery::Terms;
use domain::disposal::{
    Destination, Disposal, DisposalReason, Handing, Mistake, Proof, ReuseYear, Stays,
};
use domain::ids::{DisposalId, IncidentId, ItemId};
use domain::incident::{IncidentEnd, IncidentKind};
use domain::loan::Outcome;
use domain::stock::{Grade, ItemKind, ItemState, LotCondition};
use domain::wipe::{NotWiped, Wipe, WipeMethod, WipeResult};
use jiff::civil::date;
use store::testing::Fresh;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::in_need;
use store::testing::builders::stock::{
    TODAY, delivery, give_back, hand_over, tablet, terms, unit, wiped,
};
use store::{
    By, DeclareIncident, DisposeRefused, EndIncident, Store, TakeBackDisposal,
    TakeBackDisposalRefused, VerbError, on_both,
};
use uuid::Uuid;

fn uuid<T: From<Uuid>>(n: u128) -> T {
    Uuid::from_u128(n).into()
}

fn to(destination: Destination) -> Handing {
    Handing {
        destination,
        recipient: Some("Éco-organisme d'essai".into()),
        slip: Some("BSD-118".into()),
        destruction: None,
        value_checked: true,
        unlocked: true,
    }
}

/// The decision `n` that these items leave.
pub fn leaving(n: u128, destination: Destination, items: &[ItemId]) -> Disposal {
    let lost = destination == Destination::WrittenOff;
    let order = Disposal {
        id: uuid(n),
        act_number: format!("2026-{n}"),
        act_on: TODAY,
        reason: if lost { DisposalReason::Lost } else { DisposalReason::Obsolete },
        handing: to(destination),
        items: items.to_vec(),
        first_year: Some(2015),
        wipe: None,
    };
    order.checked(TODAY).unwrap()
}

async fn dispose(store: &Store, order: &Disposal, by: By) -> Result<(), Vec<Stays>> {
    match store.dispose_of(order, by, start(), TODAY).await {
        Ok(()) => Ok(()),
        Err(VerbError::Refused(DisposeRefused(why))) => {
            Err(why.into_iter().map(|(_, why)| why).collect())
        }
        Err(other) => panic!("{other:?}"),
    }
}

async fn state(store: &Store, item: ItemId, by: By) -> ItemState {
    store.item(item, by).await.unwrap().unwrap().item.state
}

/// Five new tablets and a key; a family. The first tablet was lent and is back.
async fn given(fresh: &Fresh) -> By {
    let store = &fresh.store;
    let by = seated(store, 0, Seat::TownAgent).await;
    store.receive(&delivery(1, (1..=5).map(tablet).collect(), terms()), by, start()).await.unwrap();
    let key = unit(ItemKind::Hotspot, 6);
    store.receive(&delivery(2, vec![key], terms()), by, start()).await.unwrap();
    let home = in_need(store, 1, by).await;
    store.lend(&hand_over(1, home, &[tablet(1).id]), by, start()).await.unwrap();
    let back = give_back(2, 1, &[(tablet(1).id, Outcome::Returned(Grade::Broken))]);
    store.take_back(&back, by, start()).await.unwrap();
    by
}

on_both! {
    async fn all_leave_or_none_and_each_that_stays_is_named(fresh) {
        let by = given(&fresh).await;
        let store = &fresh.store;
        let home = in_need(store, 2, by).await;
        store.lend(&hand_over(3, home, &[tablet(2).id]), by, start()).await.unwrap();
        let stranger: ItemId = uuid(999);
        let items = [tablet(1).id, tablet(2).id, tablet(3).id, stranger];
        let refused = dispose(store, &leaving(10, Destination::Association, &items), by).await;
        let expected = [
            Stays::Unknown,
            Stays::NotWiped(NotWiped::Missing),
            Stays::State(ItemState::Lent),
        ];
        assert_eq!(refused, Err(expected.to_vec()));
        assert_eq!(state(store, tablet(3).id, by).await, ItemState::Available, "not it alone");
        assert_eq!(store.disposals(0, 9, by).await.unwrap().1, 0);

        let whole = [tablet(3).id, tablet(4).id, unit(ItemKind::Hotspot, 6).id];
        let order = leaving(11, Destination::Association, &whole);
        dispose(store, &order, by).await.unwrap();
        dispose(store, &order, by).await.expect("the same form");
        let (all, total) = store.disposals(0, 9, by).await.unwrap();
        assert_eq!((total, all[0].act_number.as_str(), all[0].items.len()), (1, "2026-11", 3));
        let proofs: Vec<_> = all[0].items.iter().map(|line| line.proof).collect();
        assert_eq!(proofs, [Proof::NoData, Proof::Wiped, Proof::Wiped]);
        let years: Vec<_> = all[0].items.iter().map(|line| line.first_year).collect();
        assert_eq!(years, [Some(2026); 3], "they came new");
        assert_eq!(state(store, tablet(3).id, by).await, ItemState::Gone);
        let twice = dispose(store, &leaving(12, Destination::Recycled, &whole[..1]), by).await;
        assert_eq!(twice, Err(vec![Stays::State(ItemState::Gone)]));
        let other = seated(store, 1, Seat::TownAgent).await;
        assert_eq!(store.disposal(order.id, other).await.unwrap(), None);
        let foreign = dispose(store, &leaving(13, Destination::Recycled, &[tablet(5).id]), other).await;
        assert_eq!(foreign, Err(vec![Stays::Unknown]));
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_used_device_leaves_wiped_or_to_be_destroyed(fresh) {
        let by = given(&fresh).await;
        let store = &fresh.store;
        let used = tablet(1).id;
        let failed = Wipe {
            method: WipeMethod::FactoryReset,
            result: WipeResult::Failed,
            certificate: None,
        };
        let mut scrap = leaving(20, Destination::Recycled, &[used]);
        scrap.wipe = Some(failed.clone());
        assert_eq!(dispose(store, &scrap, by).await, Err(vec![Stays::NotDestroyed]));
        scrap.id = uuid(21);
        scrap.handing.destruction = Some("CD-7".into());
        dispose(store, &scrap, by).await.unwrap();
        let left = store.disposal(scrap.id, by).await.unwrap().unwrap();
        let line = &left.items[0];
        assert_eq!((line.proof, line.certificate.as_deref()), (Proof::Destroyed, Some("CD-7")));
        let tried = store.item(used, by).await.unwrap().unwrap().wipes;
        assert_eq!((tried.len(), tried[0].result), (1, WipeResult::Failed));

        let home = in_need(store, 2, by).await;
        store.lend(&hand_over(3, home, &[tablet(2).id]), by, start()).await.unwrap();
        let back = give_back(4, 3, &[(tablet(2).id, Outcome::Returned(Grade::Worn))]);
        store.take_back(&back, by, start()).await.unwrap();
        let mut given = leaving(22, Destination::PublicBody, &[tablet(2).id, tablet(3).id]);
        given.handing.unlocked = false;
        given.wipe = Some(wiped());
        assert_eq!(dispose(store, &given, by).await, Err(vec![Stays::Locked, Stays::Locked]));
        given.id = uuid(23);
        given.handing.unlocked = true;
        dispose(store, &given, by).await.unwrap();
        assert_eq!(store.item(tablet(2).id, by).await.unwrap().unwrap().wipes.len(), 1);
        let never_used = store.item(tablet(3).id, by).await.unwrap().unwrap().wipes;
        assert_eq!(never_used.len(), 0, "nothing to wipe, nothing recorded");
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn what_is_lost_is_written_off_once_its_incident_is_ended(fresh) {
        let by = given(&fresh).await;
        let store = &fresh.store;
        let item = tablet(2).id;
        let incident: IncidentId = uuid(30);
        let declared =
            DeclareIncident { id: incident, item, kind: IncidentKind::Theft, happened_on: None };
        store.declare_incident(&declared, by, start(), TODAY).await.unwrap();
        let off = |n| leaving(n, Destination::WrittenOff, &[item]);
        assert_eq!(dispose(store, &off(31), by).await, Err(vec![Stays::InIncident]));
        let end = EndIncident { form: uuid(32), incident, end: IncidentEnd::Borne };
        store.end_incident(&end, by, start(), TODAY).await.unwrap();
        let sold = dispose(store, &leaving(33, Destination::Domaines, &[item]), by).await;
        assert_eq!(sold, Err(vec![Stays::IsLost]));
        dispose(store, &off(34), by).await.unwrap();
        assert_eq!(state(store, item, by).await, ItemState::Gone);
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_mistake_is_taken_back_the_same_day_and_no_other(fresh) {
        let by = given(&fresh).await;
        let store = &fresh.store;
        let mut order = leaving(40, Destination::Association, &[tablet(1).id, tablet(2).id]);
        order.wipe = Some(wiped());
        dispose(store, &order, by).await.unwrap();
        let back = |form, disposal| TakeBackDisposal {
            form: uuid(form),
            disposal,
            mistake: Mistake::WrongItems,
        };
        let refused = |answer: Result<(), VerbError<TakeBackDisposalRefused>>| match answer {
            Err(VerbError::Refused(why)) => why,
            other => panic!("{other:?}"),
        };
        let late = store.take_back_disposal(&back(41, order.id), by, start(), date(2026, 9, 2)).await;
        assert_eq!(refused(late), TakeBackDisposalRefused::TooLate);
        let stranger = seated(store, 1, Seat::TownAgent).await;
        let theirs = store.take_back_disposal(&back(42, order.id), stranger, start(), TODAY).await;
        assert_eq!(refused(theirs), TakeBackDisposalRefused::Unknown);
        let right = back(43, order.id);
        store.take_back_disposal(&right, by, start(), TODAY).await.unwrap();
        store.take_back_disposal(&right, by, start(), TODAY).await.expect("the same form");
        let again = store.take_back_disposal(&back(44, order.id), by, start(), TODAY).await;
        assert_eq!(refused(again), TakeBackDisposalRefused::TakenBack);
        assert_eq!(state(store, tablet(1).id, by).await, ItemState::Repair);
        assert_eq!(state(store, tablet(2).id, by).await, ItemState::Available);
        let wipes = store.item(tablet(1).id, by).await.unwrap().unwrap().wipes;
        assert_eq!(wipes, [], "what was said of its wipe is no longer believed");
        let kept = store.disposal(order.id, by).await.unwrap().unwrap();
        assert_eq!((kept.taken_back, kept.items.len()), (Some((TODAY, Mistake::WrongItems)), 2));
        assert_eq!(store.reuse_by_year(by).await.unwrap(), []);
        assert_eq!(store.check().await.unwrap(), []);
        dispose(store, &leaving(45, Destination::Association, &[tablet(2).id]), by).await.unwrap();
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn the_share_used_again_is_told_by_year(fresh) {
        let by = given(&fresh).await;
        let store = &fresh.store;
        let second_hand = Terms { condition: LotCondition::Refurbished, ..terms() };
        let old = delivery(3, (11..=12).map(tablet).collect(), second_hand);
        store.receive(&old, by, start()).await.unwrap();
        dispose(store, &leaving(50, Destination::PublicBody, &[tablet(2).id]), by).await.unwrap();
        dispose(store, &leaving(51, Destination::Recycled, &[tablet(3).id, tablet(4).id]), by).await.unwrap();
        let mut unknown = leaving(52, Destination::Recycled, &[tablet(11).id]);
        unknown.first_year = None;
        dispose(store, &unknown, by).await.unwrap();
        dispose(store, &leaving(53, Destination::Recycled, &[tablet(12).id]), by).await.unwrap();
        let years = store.reuse_by_year(by).await.unwrap();
        let expected = ReuseYear { year: 2026, reused: 1, recycled: 2, old: 1, unknown: 1, outside: 0 };
        assert_eq!(years, [expected]);
        assert_eq!(years[0].per_mille(), Some(333));
    }
}

/// What the database itself refuses, by name.
const REFUSED: &[(&str, &str)] = &[
    ("UPDATE disposals SET act_number = ''", "disposals_has_act"),
    ("UPDATE disposals SET slip = NULL", "disposals_recycled_by_slip"),
    ("UPDATE disposals SET recipient = NULL", "disposals_recipient_named"),
    ("UPDATE disposals SET reason = 'lost'", "disposals_lost_is_written_off"),
    (
        "UPDATE disposals SET taken_back_on = '2026-09-02', mistake = 'wrong_act'",
        "disposals_taken_back_same_day",
    ),
    ("UPDATE disposal_items SET proof = 'absent'", "disposal_items_no_data_left"),
    ("UPDATE disposal_items SET proof = 'destroyed'", "disposal_items_no_data_left"),
    ("UPDATE disposal_items SET from_state = 'lent'", "disposal_items_from_the_desk"),
];

on_both! {
    async fn the_database_refuses_by_name(fresh) {
        let by = given(&fresh).await;
        let order = leaving(60, Destination::Recycled, &[tablet(2).id]);
        dispose(&fresh.store, &order, by).await.unwrap();
        for (sql, name) in REFUSED {
            let refused = fresh.run(sql).await.unwrap_err();
            assert!(refused.contains(name), "{sql}: {refused}");
        }
        let given = "INSERT INTO disposals SELECT item_id, cite_id, act_number, act_on, reason, 'association', recipient, \
            NULL, NULL, FALSE, unlocked, recorded_on, NULL, NULL FROM disposals, disposal_items";
        let refused = fresh.run(given).await.unwrap_err();
        assert!(refused.contains("disposals_gift_of_small_value"), "{refused}");
        let twice = "INSERT INTO disposals SELECT i.item_id, d.cite_id, d.act_number, d.act_on, d.reason, d.destination, d.recipient, d.slip, \
            d.destruction, d.value_checked, d.unlocked, d.recorded_on, NULL, NULL FROM disposals d, disposal_items i; \
            INSERT INTO disposal_items SELECT item_id, item_id, destination, seq, from_state, proof, certificate, first_year, \
            standing FROM disposal_items";
        let refused = fresh.run(twice).await.unwrap_err();
        let name = if fresh.is_postgres() { "disposal_items_leaves_once" } else { "disposal_items.item_id" };
        assert!(refused.contains(name), "{refused}");
        let _: DisposalId = order.id;
    }
}
