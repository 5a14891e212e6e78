//! Bags: packed, carried, handed over against a code, brought back; nothing lent on the way.

use domain::Seat;
use domain::condition::{Accessories, Accessory, ConditionPoint, Points};
use domain::ids::{
    DeliveryRoundId, HouseholdId, ItemId, LoanId, LotId, ParcelId, PlanId, RelayPointId,
};
use domain::loan::{HandedOver, Lend};
use domain::parcel::{Channel, MOST_WRONG, PackParcel, ParcelAct, ParcelState, PickupCode, Way};
use domain::people::equipment::NeedState;
use domain::stock::{Grade, ItemKind, ItemState, Restriction};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::in_need;
use store::testing::builders::rounds::{round, shelf};
use store::testing::builders::stock::{DUE, TODAY, hand_over};
use store::{
    AdoptPlan, AtRelay, By, CarryParcel, CarryRefused, ForgetHousehold, ForgetRefused, HeldRelay,
    ItemRefusal, LendRefused, OpenRelay, OpenRelayRefused, PackRefused, ParcelFilter, PlanDelivery,
    PlanDeliveryRefused, RelayActRefused, RelayRefused, ReleaseRefused, ReleaseReservation,
    StopRefusal, Store, VerbError, on_both,
};
use uuid::Uuid;

const RELAY: RelayPointId = RelayPointId(Uuid::from_u128(9_100));
const SECRET: [u8; 32] = [7; 32];
const KEPT: Date = date(2026, 9, 11);

fn code(n: u8) -> PickupCode {
    PickupCode::drawn([0, 0, 0, 0, 0, 0, 0, n])
}

fn bakery() -> OpenRelay<'static> {
    OpenRelay {
        id: RELAY,
        name: "Boulangerie du Parc",
        address: "3 rue du Parc",
        hours: "du mardi au samedi, 7 h à 19 h",
        phone: Some("01 60 00 00 00"),
        act: "convention du 2 septembre",
        keep_days: 10,
        token_hash: SECRET,
    }
}

/// An agent, a family in need, three tablets and a bakery.
async fn given(store: &Store) -> (By, HouseholdId, Vec<ItemId>) {
    let by = seated(store, 0, Seat::TownAgent).await;
    let home = in_need(store, 1, by).await;
    let lot = shelf(store, 1, ItemKind::Tablet, 3, &Restriction::default(), by).await;
    assert!(store.open_relay(&bakery(), by, start()).await.unwrap());
    (by, home, (1..=3).map(|n| unit(lot, n)).collect())
}

fn unit(lot: LotId, n: u128) -> ItemId {
    ItemId(Uuid::from_u128(Uuid::from(lot).as_u128() + n))
}

fn pack(n: u128, home: HouseholdId, items: &[ItemId], way: Way) -> PackParcel {
    let seen = Points::of(ItemKind::Tablet, [(ConditionPoint::Screen, Grade::Worn)]);
    let along = Accessories::counted([(Accessory::Charger, 1)]);
    let line = |item: &ItemId| HandedOver::seen(*item, Grade::New, seen.clone(), along.clone());
    let items = items.iter().map(line).collect();
    let lend = Lend::new(LoanId(Uuid::from_u128(n)), home, items, DUE, TODAY).unwrap();
    PackParcel::new(lend, way, format!("S-{n}")).unwrap()
}

const fn by_relay(code: PickupCode) -> Way {
    Way::Relay { point: RELAY, code, keep_until: KEPT }
}

fn id(n: u128) -> ParcelId {
    ParcelId(Uuid::from_u128(n))
}

fn form(n: u128) -> Uuid {
    Uuid::from_u128(770_000 + n)
}

async fn held(store: &Store) -> HeldRelay {
    store.held_relay(SECRET, start()).await.unwrap().unwrap()
}

async fn take_in(store: &Store, n: u128) {
    let act = AtRelay::TakeIn(vec![id(n)]);
    store.act_at_relay((form(500 + n), SECRET), &act, TODAY, start()).await.unwrap();
}

async fn carry(
    store: &Store,
    (n, bag, act): (u128, u128, ParcelAct),
    tracking: Option<&str>,
    by: By,
) -> Result<(), VerbError<CarryRefused>> {
    let order = CarryParcel { form: form(n), parcel: id(bag), act, tracking };
    store.carry_parcel(&order, TODAY, by, start()).await
}

/// A round over all that is there, its plan adopted.
async fn adopt(store: &Store, by: By) {
    let round = round(store, 1, by).await;
    let base = store.situation(round, by).await.unwrap().unwrap();
    let plan = allocation::plan(&base.situation, &base.policy).unwrap();
    let id = PlanId(Uuid::from_u128(81_001));
    store.keep_plan(id, &base, &plan, by, start()).await.unwrap();
    store.adopt_plan(&AdoptPlan { form: form(900), plan: id }, by, start()).await.unwrap();
}

async fn state(store: &Store, item: ItemId, by: By) -> ItemState {
    store.item(item, by).await.unwrap().unwrap().item.state
}

async fn need(store: &Store, home: HouseholdId, by: By) -> NeedState {
    let home = store.household(home, by).await.unwrap().unwrap();
    home.needs.iter().find(|need| need.kind.code() == "device").unwrap().state
}

on_both! {
    async fn a_bag_waits_at_the_bakery_and_is_lent_against_its_code(fresh) {
        let store = &fresh.store;
        let (by, home, tablets) = given(store).await;
        let order = pack(1, home, &tablets[..1], by_relay(code(42)));
        store.pack_parcel(&order, by, start()).await.unwrap();
        let again = pack(1, home, &tablets[..1], by_relay(code(43)));
        store.pack_parcel(&again, by, start()).await.expect("the same form, whatever code was drawn");
        assert_eq!(store.parcel_code(id(1), by).await.unwrap(), Some(code(42)));
        assert_eq!(state(store, tablets[0], by).await, ItemState::Reserved);
        assert_eq!(need(store, home, by).await, NeedState::Reserved);
        assert_eq!(store.loan(LoanId(id(1).0), by).await.unwrap(), None, "nothing is lent on the way");
        assert_eq!(store.check().await.unwrap(), []);

        let relay = held(store).await;
        let bags = store.bags_at(&relay).await.unwrap();
        assert_eq!((bags[0].number, bags[0].seal.as_str()), (1, "S-1"));
        assert_eq!(bags[0].state, ParcelState::Prepared);
        let early = store.bag_of_code(SECRET, code(42), start()).await;
        assert!(matches!(early, Err(VerbError::Refused(RelayActRefused::WrongCode))), "not here yet");
        take_in(store, 1).await;
        let found = store.bag_of_code(SECRET, code(42), start()).await.unwrap();
        assert_eq!((found.id, found.state), (id(1), ParcelState::AtRelay));

        let hand = AtRelay::HandOver(code(42).digits());
        store.act_at_relay((form(1), SECRET), &hand, TODAY, start()).await.unwrap();
        store.act_at_relay((form(1), SECRET), &hand, TODAY, start()).await.expect("the same tap");
        let loan = store.loan(LoanId(id(1).0), by).await.unwrap().unwrap();
        assert_eq!((loan.household, loan.lent_on, loan.due_on), (home, TODAY, DUE));
        assert_eq!(loan.lines[0].grade_out, Grade::Worn, "as it was packed");
        assert_eq!(loan.lines[0].along.len(), 1);
        assert_eq!(state(store, tablets[0], by).await, ItemState::Lent);
        assert_eq!(need(store, home, by).await, NeedState::Served);
        assert_eq!(store.parcel_code(id(1), by).await.unwrap(), None, "a code ends with its bag");
        let used = store.act_at_relay((form(2), SECRET), &hand, TODAY, start()).await;
        assert!(matches!(used, Err(VerbError::Refused(RelayActRefused::WrongCode))), "{used:?}");
        let lines = store.journal_of(RELAY.0, by).await.unwrap();
        assert!(lines.iter().all(|line| !line.facts.contains("000042")), "no code in the journal");
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn what_nobody_came_for_is_free_again_and_so_is_the_need(fresh) {
        let store = &fresh.store;
        let (by, home, tablets) = given(store).await;
        store.pack_parcel(&pack(1, home, &tablets[..1], by_relay(code(1))), by, start()).await.unwrap();
        take_in(store, 1).await;
        let unclaimed = ParcelFilter::ToComeBack(KEPT);
        assert_eq!(store.parcels(unclaimed, 0, 9, by).await.unwrap().1, 0, "its last day");
        let unclaimed = ParcelFilter::ToComeBack(KEPT.tomorrow().unwrap());
        assert_eq!(store.parcels(unclaimed, 0, 9, by).await.unwrap().1, 1);
        let back = AtRelay::GiveBack(vec![id(1)]);
        store.act_at_relay((form(1), SECRET), &back, KEPT, start()).await.unwrap();
        assert_eq!(state(store, tablets[0], by).await, ItemState::Reserved, "until the bag is opened");
        carry(store, (2, 1, ParcelAct::TakeBack), None, by).await.unwrap();
        assert_eq!(state(store, tablets[0], by).await, ItemState::Available);
        assert_eq!(need(store, home, by).await, NeedState::Open);
        let late = carry(store, (3, 1, ParcelAct::Collect), None, by).await;
        assert!(matches!(late, Err(VerbError::Refused(CarryRefused::NotNow(ParcelState::Back)))));
        assert_eq!(store.loan(LoanId(id(1).0), by).await.unwrap(), None);
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn what_is_in_a_bag_goes_nowhere_else(fresh) {
        let store = &fresh.store;
        let (by, home, tablets) = given(store).await;
        let other = in_need(store, 2, by).await;
        store.pack_parcel(&pack(1, home, &tablets[..1], by_relay(code(1))), by, start()).await.unwrap();
        for family in [home, other] {
            let refused = store.lend(&hand_over(9, family, &tablets[..1]), by, start()).await;
            match refused {
                Err(VerbError::Refused(LendRefused::Items(items))) => {
                    assert_eq!(items[0].why, ItemRefusal::Packed { number: 1 });
                }
                told => panic!("{told:?}"),
            }
        }
        let twice = pack(2, other, &tablets[..2], Way::Post);
        match store.pack_parcel(&twice, by, start()).await {
            Err(VerbError::Refused(PackRefused::Items(items))) => assert_eq!(items.len(), 1),
            told => panic!("{told:?}"),
        }
        assert_eq!(state(store, tablets[1], by).await, ItemState::Available, "whole or not at all");
        let forget = ForgetHousehold { form: form(1), household: home };
        let refused = store.forget_household(&forget, by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(ForgetRefused::Packed))), "{refused:?}");
        let ended = store.end_relay(form(2), RELAY, by, start()).await;
        assert!(matches!(ended, Err(VerbError::Refused(RelayRefused::HasBags))), "{ended:?}");
        let same = pack(3, other, &tablets[1..2], by_relay(code(1)));
        let refused = store.pack_parcel(&same, by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(PackRefused::CodeTaken))), "{refused:?}");
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_plans_reservation_travels_with_its_bag(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        store.open_relay(&bakery(), by, start()).await.unwrap();
        in_need(store, 1, by).await;
        in_need(store, 2, by).await;
        shelf(store, 1, ItemKind::Tablet, 3, &Restriction::default(), by).await;
        adopt(store, by).await;
        let (waiting, _) = store.reservations(None, 0, 9, by).await.unwrap();
        let reserved = waiting.first().expect("the plan set something aside").clone();
        let order = pack(1, reserved.household, &[reserved.item], by_relay(code(1)));
        store.pack_parcel(&order, by, start()).await.unwrap();
        let (queue, _) = store.queue(None, 0, 9, by).await.unwrap();
        let mine = queue.iter().find(|one| one.household == reserved.household).unwrap();
        assert_eq!(mine.held[0].bag, Some(1), "the desk is told that it is on its way");
        let release = ReleaseReservation { form: form(1), reservation: reserved.id };
        for passed in [
            store.release_reservation(&release, by, start()).await,
            store.pass_on(&ReleaseReservation { form: form(2), ..release }, by, start()).await,
        ] {
            let number = 1;
            assert!(
                matches!(passed, Err(VerbError::Refused(ReleaseRefused::Packed { number: n })) if n == number),
                "{passed:?}"
            );
        }
        let plan: Option<(PlanId, _)> = store.plan_behind(LoanId(id(1).0), by).await.unwrap();
        assert_eq!(plan.map(|(plan, _)| plan), Some(reserved.plan), "the agreement names its plan beforehand");
        carry(store, (3, 1, ParcelAct::TakeBack), None, by).await.unwrap();
        assert_eq!(state(store, reserved.item, by).await, ItemState::Reserved, "still the family's");
        let order = pack(2, reserved.household, &[reserved.item], Way::Round);
        store.pack_parcel(&order, by, start()).await.unwrap();
        carry(store, (4, 2, ParcelAct::Send), None, by).await.unwrap();
        carry(store, (5, 2, ParcelAct::Collect), None, by).await.unwrap();
        assert_eq!(store.reservations_of(reserved.household, by).await.unwrap(), []);
        assert_eq!(state(store, reserved.item, by).await, ItemState::Lent);
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn many_taps_at_once_lend_a_bag_once(fresh) {
        let store = &fresh.store;
        let (by, home, tablets) = given(store).await;
        store.pack_parcel(&pack(1, home, &tablets[..2], by_relay(code(5))), by, start()).await.unwrap();
        take_in(store, 1).await;
        let taps = (0..12_u128).map(|n| {
            let store = store.clone();
            tokio::spawn(async move {
                if n % 3 == 0 {
                    let order = CarryParcel { form: form(n), parcel: id(1), act: ParcelAct::TakeBack, tracking: None };
                    store.carry_parcel(&order, TODAY, by, start()).await.is_ok()
                } else {
                    let hand = AtRelay::HandOver(code(5).digits());
                    store.act_at_relay((form(n), SECRET), &hand, TODAY, start()).await.is_ok()
                }
            })
        });
        let mut done = 0;
        for tap in taps.collect::<Vec<_>>() {
            done += usize::from(tap.await.unwrap());
        }
        assert_eq!(done, 1, "one of them ends the bag");
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn wrong_codes_are_counted_and_then_one_waits(fresh) {
        let store = &fresh.store;
        let (by, home, tablets) = given(store).await;
        store.pack_parcel(&pack(1, home, &tablets[..1], by_relay(code(5))), by, start()).await.unwrap();
        take_in(store, 1).await;
        // Looked up or handed over at once: a guess is a guess.
        for n in 0..MOST_WRONG {
            let guess = code(100 + n);
            let wrong = if n % 2 == 0 {
                store.bag_of_code(SECRET, guess, start()).await.map(|_| ())
            } else {
                let hand = AtRelay::HandOver(guess.digits());
                store.act_at_relay((form(50 + u128::from(n)), SECRET), &hand, TODAY, start()).await
            };
            assert!(matches!(wrong, Err(VerbError::Refused(RelayActRefused::WrongCode))), "{wrong:?}");
        }
        assert!(held(store).await.is_locked);
        let right = store.bag_of_code(SECRET, code(5), start()).await;
        assert!(matches!(right, Err(VerbError::Refused(RelayActRefused::Locked))), "{right:?}");
        let hand = AtRelay::HandOver(code(5).digits());
        let refused = store.act_at_relay((form(1), SECRET), &hand, TODAY, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(RelayActRefused::Locked))), "{refused:?}");
        let later = start().checked_add(16.minutes()).unwrap();
        assert_eq!(store.bag_of_code(SECRET, code(5), later).await.unwrap().id, id(1));
    }
}

on_both! {
    async fn an_address_that_was_given_anew_or_ended_leads_nowhere(fresh) {
        let store = &fresh.store;
        let (by, ..) = given(store).await;
        let twin = OpenRelay { id: RelayPointId(Uuid::from_u128(9_101)), token_hash: [8; 32], ..bakery() };
        let refused = store.open_relay(&twin, by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(OpenRelayRefused::NameTaken))), "{refused:?}");
        assert!(store.renew_relay(form(1), RELAY, [9; 32], by, start()).await.unwrap());
        assert_eq!(store.held_relay(SECRET, start()).await.unwrap(), None);
        let away = AtRelay::Away(Some(KEPT));
        let refused = store.act_at_relay((form(2), SECRET), &away, TODAY, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(RelayActRefused::Closed))), "{refused:?}");
        store.act_at_relay((form(2), [9; 32]), &away, TODAY, start()).await.unwrap();
        assert_eq!(store.relay(RELAY, by).await.unwrap().unwrap().away_until, Some(KEPT));
        store.end_relay(form(3), RELAY, by, start()).await.unwrap();
        assert_eq!(store.held_relay([9; 32], start()).await.unwrap(), None);
        let stranger = seated(store, 1, Seat::TownAgent).await;
        assert_eq!(store.relays(stranger).await.unwrap(), []);
        assert_eq!(store.relay(RELAY, stranger).await.unwrap(), None);
    }
}

on_both! {
    async fn a_round_brings_bags_home_and_to_the_bakery_and_the_post_has_a_number(fresh) {
        let store = &fresh.store;
        let (by, home, tablets) = given(store).await;
        let ways = [by_relay(code(5)), Way::Round, Way::Post];
        for ((n, tablet), way) in (1..).zip(&tablets).zip(ways) {
            store.pack_parcel(&pack(n, home, &[*tablet], way), by, start()).await.unwrap();
        }
        let round = DeliveryRoundId(Uuid::from_u128(9_200));
        let plan = |parcels: &'static [ParcelId]| PlanDelivery { id: round, on: TODAY, courier: "Navette", parcels };
        const ALL: &[ParcelId] = &[ParcelId(Uuid::from_u128(2)), ParcelId(Uuid::from_u128(1)), ParcelId(Uuid::from_u128(3))];
        match store.plan_delivery(&plan(ALL), by, start()).await {
            Err(VerbError::Refused(PlanDeliveryRefused::Stops(stops))) => {
                assert_eq!((stops.len(), stops[0].number, stops[0].why), (1, Some(3), StopRefusal::ByPost));
            }
            told => panic!("{told:?}"),
        }
        assert_eq!(store.parcels(ParcelFilter::Ready, 0, 9, by).await.unwrap().1, 2);
        store.plan_delivery(&plan(&ALL[..2]), by, start()).await.unwrap();
        assert_eq!(store.parcels(ParcelFilter::Ready, 0, 9, by).await.unwrap().1, 0);
        store.begin_delivery(form(1), round, TODAY, by, start()).await.unwrap();
        let (told, stops) = store.delivery(round, by).await.unwrap().unwrap();
        assert!(told.has_begun);
        assert_eq!(stops.iter().map(|stop| stop.number).collect::<Vec<_>>(), [2, 1]);
        assert!(stops.iter().all(|stop| stop.state == ParcelState::OnTheWay));
        carry(store, (2, 2, ParcelAct::Collect), None, by).await.unwrap();
        carry(store, (3, 1, ParcelAct::Arrive), None, by).await.unwrap();
        let (told, _) = store.delivery(round, by).await.unwrap().unwrap();
        assert_eq!(told.bags, (2, 2));

        let blank = carry(store, (4, 3, ParcelAct::Send), Some(" "), by).await;
        assert!(matches!(blank, Err(VerbError::Refused(CarryRefused::NoTracking))), "{blank:?}");
        carry(store, (5, 3, ParcelAct::Send), Some("6A 000 123"), by).await.unwrap();
        carry(store, (6, 3, ParcelAct::Collect), None, by).await.unwrap();
        let posted = store.parcel(id(3), by).await.unwrap().unwrap();
        assert_eq!((posted.channel, posted.tracking.as_deref()), (Channel::Post, Some("6A 000 123")));
        assert_eq!(store.parcels(ParcelFilter::Of(home), 0, 9, by).await.unwrap().1, 3);
        let stranger = seated(store, 1, Seat::TownAgent).await;
        assert_eq!(store.parcel(id(3), stranger).await.unwrap(), None);
        assert_eq!(store.parcel_code(id(1), stranger).await.unwrap(), None);
        assert_eq!(store.check().await.unwrap(), []);
    }
}
