//! The siblings rule in rounds: a household of four may need two devices, the second far behind.

use domain::Seat;
use domain::allocation::{DevicesCounted, Ground, Plan, Reason};
use domain::ids::{HouseholdId, NeedId, PlanId, PolicyId, RoundId};
use domain::people::equipment::{Connection, Equipment, NeedKind, NeedState};
use domain::scoring::{RuleSet, Rules, Siblings};
use domain::stock::{ItemKind, Restriction};
use jiff::civil::date;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::{family, home, in_need, school};
use store::testing::builders::rounds::{round, shelf};
use store::testing::builders::stock::{delivery, hand_over, tablet, terms};
use store::{
    AdoptPlan, Base, By, Given, NewChild, NewPolicy, PinNeed, PinRefused, RecordNeeds, Store,
    VerbError, on_both,
};
use uuid::Uuid;

/// The family `n` with so many children and this equipment.
async fn large(
    store: &Store,
    n: u128,
    children: usize,
    equipment: Equipment,
    by: By,
) -> HouseholdId {
    let mut new = family(n, school(store, by).await, equipment, Connection::Good);
    let one = new.children[0].clone();
    new.children = (0..children)
        .map(|at| NewChild { first_name: format!("Sacha{at}"), ..one.clone() })
        .collect();
    store.create_household(&new, by, start(), date(2026, 9, 1)).await.unwrap();
    new.id
}

async fn base(store: &Store, round: RoundId, by: By) -> Base {
    store.situation(round, by).await.unwrap().unwrap()
}

fn plan(base: &Base) -> Plan {
    let plan = allocation::plan(&base.situation, &base.policy).unwrap();
    audit::audit(&base.situation, &base.policy, &plan).unwrap();
    plan
}

/// The devices that a round asks for a household: which one, and in which tier.
fn asked(base: &Base, home: HouseholdId) -> Vec<(u8, u8)> {
    let needs = base.situation.needs().iter().filter(|need| need.household == home.to_string());
    let mut asked: Vec<_> = needs
        .map(|need| {
            let scored = &base.scores[&NeedId(need.need.parse().unwrap())];
            assert_eq!((scored.tier, scored.circumstances.kind), (need.tier, NeedKind::Device));
            (scored.circumstances.nth, need.tier)
        })
        .collect();
    asked.sort_unstable();
    asked
}

/// Publishes the starting rules with another siblings rule.
async fn publish(store: &Store, after: i64, siblings: Siblings, by: By) {
    let rules = Rules { siblings, ..RuleSet::starting().into() };
    let id = PolicyId(Uuid::from_u128(60_000 + u128::from(after.unsigned_abs())));
    let new = NewPolicy { id, after, rules: RuleSet::new(rules).unwrap() };
    store.publish_policy(&new, by, start()).await.unwrap();
}

async fn adopt(store: &Store, n: u128, base: &Base, by: By) {
    let id = PlanId(Uuid::from_u128(81_000 + n));
    store.keep_plan(id, base, &plan(base), by, start()).await.unwrap();
    let order = AdoptPlan { form: Uuid::from_u128(82_000 + n), plan: id };
    store.adopt_plan(&order, by, start()).await.unwrap();
}

/// The devices a household waits for, in their order.
async fn states(store: &Store, home: HouseholdId, by: By) -> Vec<(u8, NeedState)> {
    let needs = store.household(home, by).await.unwrap().unwrap().needs;
    let mut states: Vec<_> = needs.iter().map(|need| (need.nth, need.state)).collect();
    states.sort_unstable();
    states
}

on_both! {
    async fn every_family_has_its_first_device_before_any_has_its_second(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        let four = large(store, 1, 4, Equipment::None, by).await;
        let mut others = Vec::new();
        for n in 2..=4 {
            others.push(large(store, n, 2, Equipment::SmartphoneOnly, by).await);
        }
        shelf(store, 1, ItemKind::Tablet, 4, &Restriction::default(), by).await;
        let round = round(store, 1, by).await;
        let base = base(store, round, by).await;
        assert_eq!(asked(&base, four), [(1, 2), (2, 6)]);
        assert_eq!(asked(&base, others[0]), [(1, 3)], "two children share one");
        let plan = plan(&base);
        let served: Vec<u8> = plan
            .lines
            .iter()
            .filter(|line| line.reason.is_served())
            .map(|line| base.scores[&NeedId(line.need.parse().unwrap())].circumstances.nth)
            .collect();
        assert_eq!(served, [1, 1, 1, 1], "four tablets, four families");

        adopt(store, 1, &base, by).await;
        assert_eq!(states(store, four, by).await, [(1, NeedState::Reserved), (2, NeedState::Open)]);
        let held = store.reservations_of(four, by).await.unwrap();
        store.lend(&hand_over(1, four, &[held[0].item]), by, start()).await.unwrap();
        assert_eq!(states(store, four, by).await, [(1, NeedState::Served), (2, NeedState::Open)]);
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_family_that_was_lent_one_is_asked_about_the_next(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        let lent: Vec<_> = (1..=3).map(tablet).collect();
        let items: Vec<_> = lent.iter().map(|item| item.id).collect();
        store.receive(&delivery(1, lent, terms()), by, start()).await.unwrap();
        let three = large(store, 1, 3, Equipment::None, by).await;
        let two = large(store, 2, 2, Equipment::None, by).await;
        store.lend(&hand_over(1, three, &items[..1]), by, start()).await.unwrap();
        store.lend(&hand_over(2, two, &items[1..2]), by, start()).await.unwrap();
        in_need(store, 9, by).await;
        let round = round(store, 1, by).await;
        let base = base(store, round, by).await;
        assert_eq!(asked(&base, three), [(2, 6)], "the one lent comes first");
        assert_eq!(asked(&base, two), [], "one is enough for two children");
        assert_eq!(states(store, three, by).await, [(1, NeedState::Served), (2, NeedState::Open)]);
        // What was asked again is not opened twice.
        store.abandon_round(round, by, start()).await.unwrap();
        self::round(store, 2, by).await;
        assert_eq!(states(store, three, by).await, [(1, NeedState::Served), (2, NeedState::Open)]);
    }
}

on_both! {
    async fn what_a_family_was_given_since_the_freeze_is_counted_and_a_person_may_still_decide(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        let lent: Vec<_> = (1..=3).map(tablet).collect();
        let items: Vec<_> = lent.iter().map(|item| item.id).collect();
        let lot = domain::ids::LotId(Uuid::from_u128(9_001));
        store.receive(&delivery(1, lent, terms()), by, start()).await.unwrap();
        let four = large(store, 1, 4, Equipment::None, by).await;
        let round = round(store, 1, by).await;
        let before = base(store, round, by).await;
        assert_eq!(asked(&before, four), [(1, 2), (2, 6)]);
        // One is lent at the desk, another is shared at home: the second need is one too many.
        store.lend(&hand_over(1, four, &items[..1]), by, start()).await.unwrap();
        assert_eq!(states(store, four, by).await, [(1, NeedState::Served), (2, NeedState::Open)]);
        let again = RecordNeeds {
            form: Uuid::from_u128(91),
            household: four,
            state: home(Equipment::Shared, Connection::Good),
        };
        store.record_needs(&again, by, start(), date(2026, 9, 2)).await.unwrap();
        let after = base(store, round, by).await;
        let told = plan(&after);
        let counted =
            DevicesCounted { children: 4, children_per_device: 2, devices_at_most: 2, devices: 2 };
        assert_eq!(told.lines[0].reason, Reason::FratrieDejaServie { counted });
        assert!(told.assignments.is_empty() && told.lines[0].reason.is_set_aside());

        let need = NeedId(told.lines[0].need.parse().unwrap());
        let pin = PinNeed {
            form: Uuid::from_u128(92),
            round,
            need,
            given: Given::Lot(lot),
            ground: Ground::Commission,
        };
        store.pin_need(&pin, by, start()).await.unwrap();
        let decided = base(store, round, by).await;
        assert_eq!(plan(&decided).assignments.len(), 1, "a person's word comes before the rule's");
        store.unpin_need(Uuid::from_u128(93), round, need, by, start()).await.unwrap();

        // Nobody who was set aside has a place in the waiting list.
        let other = in_need(store, 9, by).await;
        adopt(store, 1, &base(store, round, by).await, by).await;
        let (waiting, _) = store.waiting_list(0, 9, by).await.unwrap();
        let place = |home| waiting.iter().position(|one| one.household == home);
        assert!(place(other).is_some() && place(four).is_some());
        assert!(waiting.iter().all(|one| one.rank.is_none()), "{waiting:?}");
    }
}

on_both! {
    async fn a_rule_that_counts_fewer_withdraws_what_another_opened(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        let generous = Siblings { children_per_device: 1, devices_at_most: 3, tiers_lower: 2 };
        publish(store, 0, generous, by).await;
        let five = large(store, 1, 5, Equipment::None, by).await;
        let shared = large(store, 2, 3, Equipment::Shared, by).await;
        let first = round(store, 1, by).await;
        let wide = base(store, first, by).await;
        assert_eq!(asked(&wide, five), [(1, 2), (2, 4), (3, 6)]);
        assert_eq!(asked(&wide, shared), [(1, 4), (2, 6)], "one is at home");
        store.abandon_round(first, by, start()).await.unwrap();

        let narrow = Siblings { children_per_device: 3, devices_at_most: 1, tiers_lower: 1 };
        publish(store, 1, narrow, by).await;
        let second = round(store, 2, by).await;
        let narrow = base(store, second, by).await;
        assert_eq!(asked(&narrow, five), [(1, 2)]);
        assert_eq!(
            states(store, five, by).await,
            [(1, NeedState::Open), (2, NeedState::Withdrawn), (3, NeedState::Withdrawn)]
        );
        // The first need stays for people to see, and says why it is given nothing.
        assert_eq!(asked(&narrow, shared), [(1, 4)]);
        let line = plan(&narrow).lines.into_iter().find(|line| line.reason.is_set_aside());
        assert!(matches!(line.unwrap().reason, Reason::FratrieDejaServie { .. }));

        // Tried and not published: the rules of the first round on the second.
        let tried = RuleSet::new(Rules { siblings: generous, ..RuleSet::starting().into() }).unwrap();
        let (situation, _) = narrow.under(&tried).unwrap();
        assert_eq!((situation.needs().len(), situation.pins().len()), (5, 0));
        let (situation, _) = wide.under(&narrow.rules.rules).unwrap();
        assert_eq!((situation.needs().len(), situation.pins().len()), (5, 4));
    }
}

on_both! {
    async fn a_duplicate_is_of_another_family_and_the_same_kind(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        let four = large(store, 1, 4, Equipment::None, by).await;
        let other = in_need(store, 2, by).await;
        let round = round(store, 1, by).await;
        let base = base(store, round, by).await;
        let of = |home: HouseholdId, kind: NeedKind, nth: u8| {
            let mut needs = base.situation.needs().iter();
            let found = needs.find(|need| {
                let known = &base.scores[&NeedId(need.need.parse().unwrap())].circumstances;
                need.household == home.to_string() && (known.kind, known.nth) == (kind, nth)
            });
            NeedId(found.unwrap().need.parse().unwrap())
        };
        let first = of(four, NeedKind::Device, 1);
        let pin = |form: u128, as_one: NeedId| PinNeed {
            form: Uuid::from_u128(form),
            round,
            need: first,
            given: Given::Duplicate(as_one),
            ground: Ground::Correction,
        };
        for (form, wrong) in [
            (91, of(four, NeedKind::Device, 2)),
            (92, of(other, NeedKind::Connection, 1)),
            (93, first),
            (94, NeedId(Uuid::from_u128(1))),
        ] {
            let refused = store.pin_need(&pin(form, wrong), by, start()).await;
            assert!(
                matches!(refused, Err(VerbError::Refused(PinRefused::Impossible))),
                "{form}: {refused:?}"
            );
        }
        store.pin_need(&pin(95, of(other, NeedKind::Device, 1)), by, start()).await.unwrap();
    }
}
