//! The hand-over at the desk: lent, given and counted things under one signature, all or nothing.

use domain::Seat;
use domain::condition::{Accessories, Accessory, ConditionPoint, Points};
use domain::delivery::Terms;
use domain::ids::{HouseholdId, ItemId, LoanId, SupplyId};
use domain::kit::Missing;
use domain::loan::{Besides, BroughtBack, HandOver, HandedOver, Outcome, TakeBack};
use domain::people::language::ContactLanguage;
use domain::signature::{Manner, Signature, Strokes};
use domain::stock::{Grade, ItemKind, ItemState, TransferMode};
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::in_need;
use store::testing::builders::stock::{DUE, TODAY, delivery, tablet, terms, unit};
use store::testing::builders::supplies::{kit, pencils};
use store::{By, CountSupply, HandOverRefused, ItemSearch, Side, Sign, Store, VerbError, on_both};
use uuid::Uuid;

/// An agent, a family in need, two tablets to lend and a 4G key to give.
struct Given {
    by: By,
    home: HouseholdId,
    tablets: [ItemId; 2],
    key: ItemId,
}

async fn given(store: &Store) -> Given {
    let by = seated(store, 0, Seat::TownAgent).await;
    let home = in_need(store, 1, by).await;
    let both = vec![tablet(1), tablet(2)];
    let tablets = [both[0].id, both[1].id];
    store.receive(&delivery(1, both, terms()), by, start()).await.unwrap();
    let key = unit(ItemKind::Hotspot, 3);
    let id = key.id;
    let gifts = Terms { mode: TransferMode::Gift, ..terms() };
    store.receive(&delivery(2, vec![key], gifts), by, start()).await.unwrap();
    Given { by, home, tablets, key: id }
}

fn id(n: u128) -> LoanId {
    LoanId(Uuid::from_u128(n))
}

fn order(n: u128, home: HouseholdId, items: Vec<HandedOver>, besides: Besides) -> HandOver {
    HandOver::new(id(n), home, items, besides, DUE, TODAY).unwrap()
}

fn some(supply: SupplyId, many: u32) -> Besides {
    Besides { supplies: [(supply, many)].into(), ..Besides::default() }
}

fn signed() -> Signature {
    let strokes = Strokes::parse("10,20 30,40 60,90 80,20;100,100 140,120 150,90").unwrap();
    let read_in = Some(ContactLanguage::Tamil);
    Signature { manner: Manner::Drawn(strokes), read_in, interpreter: true }
}

async fn state(store: &Store, item: ItemId, by: By) -> ItemState {
    store.item(item, by).await.unwrap().unwrap().item.state
}

async fn left(store: &Store, by: By) -> u64 {
    store.supplies(by).await.unwrap().iter().map(store::Supply::on_hand).sum()
}

on_both! {
    async fn one_signature_for_what_is_lent_given_and_counted(fresh) {
        let Given { by, home, tablets, key } = given(&fresh.store).await;
        let pens = pencils(&fresh.store, 1, 30, by).await;
        let seen = Points::of(ItemKind::Tablet, [(ConditionPoint::Screen, Grade::Worn)]);
        let along = Accessories::counted([(Accessory::Charger, 1), (Accessory::Cover, 1)]);
        let items = vec![
            HandedOver::seen(tablets[0], Grade::New, seen.clone(), along),
            HandedOver::plain(key, Grade::New),
        ];
        let besides = Besides { signature: Some(signed()), ..some(pens, 12) };
        let order = order(1, home, items, besides);
        fresh.store.hand_over(&order, by, start()).await.unwrap();
        fresh.store.hand_over(&order, by, start()).await.expect("the same form");

        let loan = fresh.store.loan(id(1), by).await.unwrap().unwrap();
        assert_eq!(loan.lines.len(), 1, "the key is given");
        assert_eq!(loan.lines[0].grade_out, Grade::Worn, "never better than its worst point");
        assert_eq!(loan.lines[0].points_out, seen);
        assert_eq!(loan.lines[0].along.len(), 2);
        let gift = fresh.store.gift(id(1), by).await.unwrap().unwrap();
        assert_eq!(gift.items[0].0.id, key);
        assert_eq!(gift.supplies, [(pens, "Crayons 1".to_owned(), 12)]);
        assert_eq!(state(&fresh.store, key, by).await, ItemState::Gone);
        assert_eq!(left(&fresh.store, by).await, 18);
        let signatures = fresh.store.signatures(id(1), by).await.unwrap();
        assert_eq!(signatures.len(), 1);
        assert_eq!(signatures[0].signature, signed());
        let journal = fresh.store.journal_of(order.id().into(), by).await.unwrap();
        let told = journal.iter().filter(|line| line.subject == "loan").count();
        assert_eq!(told, 1, "one hand-over, one line");
        assert_eq!(fresh.store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn all_or_nothing_and_everything_that_stands_in_the_way_at_once(fresh) {
        let Given { by, home, tablets, .. } = given(&fresh.store).await;
        let other = in_need(&fresh.store, 2, by).await;
        let pens = pencils(&fresh.store, 1, 3, by).await;
        let whole = kit(&fresh.store, 1, pens, 2, by).await;
        let one = vec![HandedOver::plain(tablets[0], Grade::New)];
        let taken = order(1, other, one.clone(), Besides::default());
        fresh.store.hand_over(&taken, by, start()).await.unwrap();

        let besides = Besides { kit: Some(whole), ..some(pens, 4) };
        let wrong = order(2, home, one, besides);
        match fresh.store.hand_over(&wrong, by, start()).await {
            Err(VerbError::Refused(HandOverRefused::Parts { items, supplies, kit })) => {
                assert_eq!(items[0].item, tablets[0]);
                assert_eq!((supplies[0].asked, supplies[0].on_hand), (4, 3));
                assert_eq!(kit, [Missing::Items(ItemKind::Tablet, 1)]);
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(left(&fresh.store, by).await, 3);
        let done = fresh.store.handed_out(id(2), by).await.unwrap();
        assert!(!done.lent && !done.given);

        let besides = Besides { kit: Some(whole), ..some(pens, 1) };
        let items = vec![HandedOver::plain(tablets[1], Grade::New)];
        let short = order(3, home, items.clone(), besides);
        let refused = fresh.store.hand_over(&short, by, start()).await;
        let lacks = [Missing::Supply(pens, 1)];
        assert!(
            matches!(&refused, Err(VerbError::Refused(HandOverRefused::Parts { kit, .. })) if *kit == lacks),
            "{refused:?}"
        );
        assert_eq!(state(&fresh.store, tablets[1], by).await, ItemState::Available);
        let besides = Besides { kit: Some(whole), ..some(pens, 2) };
        fresh.store.hand_over(&order(4, home, items, besides), by, start()).await.unwrap();
        assert_eq!(fresh.store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn repeated_clicks_never_leave_fewer_pencils_than_none(fresh) {
        let Given { by, home, .. } = given(&fresh.store).await;
        let pens = pencils(&fresh.store, 1, 20, by).await;
        let clicks = (0..50_u128).map(|n| {
            let store = fresh.store.clone();
            // Ten forms, each sent five times.
            let order = order(10 + n % 10, home, vec![], some(pens, 3));
            tokio::spawn(async move { store.hand_over(&order, by, start()).await })
        });
        let (mut given, mut short) = (0, 0);
        for click in clicks.collect::<Vec<_>>() {
            match click.await.unwrap() {
                Ok(()) => given += 1,
                Err(VerbError::Refused(HandOverRefused::Parts { supplies, .. })) => {
                    assert_eq!((supplies[0].asked, supplies[0].on_hand), (3, 2));
                    short += 1;
                }
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(left(&fresh.store, by).await, 2, "six families of the ten");
        assert_eq!((given, short), (30, 20));
        assert_eq!(fresh.store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn what_comes_back_is_laid_beside_what_went_out(fresh) {
        let Given { by, home, tablets, .. } = given(&fresh.store).await;
        let points = |grade| Points::of(ItemKind::Tablet, [(ConditionPoint::Screen, grade)]);
        let along = Accessories::counted([(Accessory::Charger, 1), (Accessory::Cover, 1)]);
        let item = HandedOver::seen(tablets[0], Grade::New, points(Grade::New), along);
        let out = order(1, home, vec![item], Besides::default());
        fresh.store.hand_over(&out, by, start()).await.unwrap();
        let counted = Accessories::counted([(Accessory::Charger, 1)]);
        let outcome = Outcome::Returned(Grade::Good);
        let back = BroughtBack::seen(tablets[0], outcome, points(Grade::Damaged), counted);
        let back = TakeBack::new(Uuid::from_u128(2), id(1), [back]).unwrap();
        fresh.store.take_back(&back, by, start()).await.unwrap();
        let sign = Sign {
            form: Uuid::from_u128(3),
            hand_over: id(1),
            side: Side::In,
            signature: Signature { manner: Manner::OnPaper, read_in: None, interpreter: false },
        };
        fresh.store.sign(&sign, by, start()).await.unwrap();

        let loan = fresh.store.loan(id(1), by).await.unwrap().unwrap();
        let line = &loan.lines[0];
        let compared = [(ConditionPoint::Screen, Some(Grade::New), Some(Grade::Damaged))];
        assert_eq!(line.compared(), compared);
        assert_eq!(line.grade_in, Some(Grade::Damaged));
        let back: Vec<_> = line.along.iter().map(|along| (along.accessory, along.back)).collect();
        assert_eq!(back, [(Accessory::Charger, Some(1)), (Accessory::Cover, Some(0))]);
        assert_eq!(state(&fresh.store, tablets[0], by).await, ItemState::Repair);
        let lines = fresh.store.journal_of(id(1).into(), by).await.unwrap();
        let facts = &lines.iter().find(|line| line.verb == "take_back").unwrap().facts;
        assert!(facts.contains(r#""missing":{"cover":1}"#), "{facts}");
        let sides = fresh.store.signatures(id(1), by).await.unwrap();
        assert_eq!(sides.iter().map(|one| one.side).collect::<Vec<_>>(), [Side::In]);
    }
}

on_both! {
    async fn another_cite_sees_and_takes_nothing(fresh) {
        let Given { by, home, tablets, .. } = given(&fresh.store).await;
        let pens = pencils(&fresh.store, 1, 30, by).await;
        let item = HandedOver::plain(tablets[0], Grade::New);
        let out = order(1, home, vec![item], Besides { signature: Some(signed()), ..some(pens, 1) });
        fresh.store.hand_over(&out, by, start()).await.unwrap();
        let other = seated(&fresh.store, 1, Seat::TownAgent).await;
        let theirs = in_need(&fresh.store, 9, other).await;
        assert!(fresh.store.gift(id(1), other).await.unwrap().is_none());
        assert!(fresh.store.signatures(id(1), other).await.unwrap().is_empty());
        assert!(fresh.store.supplies(other).await.unwrap().is_empty());
        let taken = order(2, theirs, vec![], some(pens, 1));
        let refused = fresh.store.hand_over(&taken, other, start()).await;
        match refused {
            Err(VerbError::Refused(HandOverRefused::Parts { supplies, .. })) => {
                assert_eq!((&supplies[0].label, supplies[0].on_hand), (&None, 0));
            }
            other => panic!("{other:?}"),
        }
        let lot = fresh.store.supplies(by).await.unwrap()[0].lots[0].id;
        let count = CountSupply { form: Uuid::from_u128(5), lot, found: 0 };
        assert!(fresh.store.count_supply(&count, other, start()).await.is_err());
        fresh.store.count_supply(&count, by, start()).await.unwrap();
        assert_eq!(left(&fresh.store, by).await, 0);
        let search = ItemSearch::default();
        assert_eq!(fresh.store.find_items(&search, 0, 9, other).await.unwrap().1, 0);
    }
}
