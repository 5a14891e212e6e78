//! The desk judges as the engine does, and the journal says what a hand-over set free.

use domain::Seat;
use domain::allocation::FailedRule;
use domain::ids::{HouseholdId, ItemId, PlanId};
use domain::people::equipment::{Connection, Equipment};
use domain::stock::{ItemKind, LotCondition, Restriction, TransferMode};
use serde_json::Value;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::{family, home, in_need, school};
use store::testing::builders::rounds::{round, shelf};
use store::testing::builders::stock::{TODAY, delivery, hand_over, tablet, terms, wiped};
use store::{
    AdoptPlan, By, ItemRefusal, LendRefused, NewHousehold, RecordNeeds, Store, VerbError, on_both,
};
use uuid::Uuid;

async fn facts(store: &Store, subject: Uuid, verb: &str, by: By) -> Value {
    let lines = store.journal_of(subject, by).await.unwrap();
    let line = lines.into_iter().rev().find(|line| line.verb == verb).unwrap();
    serde_json::from_str(&line.facts).unwrap()
}

/// A family that changes what follows from the builders' usual one.
async fn enter(store: &Store, n: u128, by: By, change: fn(&mut NewHousehold)) -> HouseholdId {
    let school = school(store, by).await;
    let mut new = family(n, school, Equipment::None, Connection::None);
    change(&mut new);
    store.create_household(&new, by, start(), TODAY).await.unwrap();
    new.id
}

async fn why(store: &Store, loan: u128, to: HouseholdId, item: ItemId, by: By) -> ItemRefusal {
    match store.lend(&hand_over(loan, to, &[item]), by, start()).await {
        Err(VerbError::Refused(LendRefused::Items(mut items))) => items.remove(0).why,
        other => panic!("{other:?}"),
    }
}

on_both! {
    async fn the_desk_goes_by_the_engine_s_rules(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        let new_only = enter(store, 1, by, |new| new.state.accepts_refurbished = false).await;
        let no_loan = enter(store, 2, by, |new| new.state.accepts_loan = false).await;
        let plain = in_need(store, 3, by).await;
        let refurbished = domain::delivery::Terms { condition: LotCondition::Refurbished, ..terms() };
        store.receive(&delivery(1, vec![tablet(1)], refurbished), by, start()).await.unwrap();
        let offline = Restriction { refuses: vec!["offline".into()], ..Restriction::default() };
        let kept = domain::delivery::Terms { restriction: offline, ..terms() };
        store.receive(&delivery(2, vec![tablet(2)], kept), by, start()).await.unwrap();
        store.receive(&delivery(3, vec![tablet(3)], terms()), by, start()).await.unwrap();
        // Straight from the maker of refurbished goods, its items wait to be checked first.
        let checked = store::AtDesk { form: Uuid::from_u128(1), item: tablet(1).id, action: domain::item_life::DeskAction::MarkChecked, wipe: Some(wiped()) };
        let _ = store.at_desk(&checked, by, start()).await;
        let refused = why(store, 1, new_only, tablet(1).id, by).await;
        assert_eq!(refused, ItemRefusal::Rule(FailedRule::RefurbishedNotAccepted));
        let refused = why(store, 2, no_loan, tablet(3).id, by).await;
        assert_eq!(refused, ItemRefusal::Rule(FailedRule::LoanNotAccepted));
        let refused = why(store, 3, plain, tablet(2).id, by).await;
        assert_eq!(refused, ItemRefusal::Rule(FailedRule::Refuses { flag: "offline".into() }));
        store.lend(&hand_over(4, plain, &[tablet(3).id]), by, start()).await.unwrap();
    }
}

on_both! {
    async fn a_plan_promises_nothing_that_is_given(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        in_need(store, 1, by).await;
        let gift = domain::delivery::Terms { mode: TransferMode::Gift, ..terms() };
        store.receive(&delivery(1, vec![tablet(1)], gift), by, start()).await.unwrap();
        let round = round(store, 1, by).await;
        let base = store.situation(round, by).await.unwrap().unwrap();
        assert_eq!(base.situation.lots(), []);
    }
}

on_both! {
    async fn a_hand_over_names_what_it_set_free(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        let home = in_need(store, 1, by).await;
        let lot = shelf(store, 1, ItemKind::Tablet, 2, &Restriction::default(), by).await;
        let round = round(store, 1, by).await;
        let base = store.situation(round, by).await.unwrap().unwrap();
        let plan = PlanId(Uuid::from_u128(81_001));
        store.keep_plan(plan, &base, &allocation::plan(&base.situation, &base.policy).unwrap(), by, start()).await.unwrap();
        store.adopt_plan(&AdoptPlan { form: Uuid::from_u128(82_001), plan }, by, start()).await.unwrap();
        let held = store.reservations_of(home, by).await.unwrap().remove(0);
        let other = ItemId(Uuid::from_u128(Uuid::from(lot).as_u128() + 2));
        assert_ne!(held.item, other);
        let order = hand_over(1, home, &[other]);
        store.lend(&order, by, start()).await.unwrap();
        let facts = facts(store, order.loan().into(), "lend", by).await;
        let released = &facts["items"][0]["released"];
        assert_eq!(released["reservation"], held.id.to_string());
        assert_eq!(released["item"], held.item.to_string());
        // The plan set another item aside: it is not behind this loan.
        assert_eq!(store.plan_behind(order.loan(), by).await.unwrap(), None);
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_plan_is_behind_a_loan_by_its_need(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        let home = in_need(store, 1, by).await;
        shelf(store, 1, ItemKind::Tablet, 1, &Restriction::default(), by).await;
        let round = round(store, 1, by).await;
        let base = store.situation(round, by).await.unwrap().unwrap();
        let plan = PlanId(Uuid::from_u128(81_001));
        store.keep_plan(plan, &base, &allocation::plan(&base.situation, &base.policy).unwrap(), by, start()).await.unwrap();
        store.adopt_plan(&AdoptPlan { form: Uuid::from_u128(82_001), plan }, by, start()).await.unwrap();
        let item = store.reservations_of(home, by).await.unwrap().remove(0).item;
        let first = hand_over(1, home, &[item]);
        store.lend(&first, by, start()).await.unwrap();
        assert_eq!(store.plan_behind(first.loan(), by).await.unwrap().unwrap().0, plan);
        // It comes back, and is lent again to the same family: that is no plan's doing.
        let back = store::testing::builders::stock::give_back(2, 1, &[(item, domain::loan::Outcome::Returned(domain::stock::Grade::Good))]);
        store.take_back(&back, by, start()).await.unwrap();
        let checked = store::AtDesk { form: Uuid::from_u128(3), item, action: domain::item_life::DeskAction::MarkChecked, wipe: Some(wiped()) };
        store.at_desk(&checked, by, start()).await.unwrap();
        let second = hand_over(4, home, &[item]);
        store.lend(&second, by, start()).await.unwrap();
        assert_eq!(store.plan_behind(second.loan(), by).await.unwrap(), None);
    }
}

on_both! {
    async fn the_journal_names_the_needs_opened_and_withdrawn(fresh) {
        let store = &fresh.store;
        let by = seated(store, 0, Seat::TownAgent).await;
        let family = in_need(store, 1, by).await;
        let mut needs: Vec<String> =
            store.household(family, by).await.unwrap().unwrap().needs.iter().map(|need| need.id.to_string()).collect();
        needs.sort();
        let listed = |facts: &Value, key: &str| {
            let mut ids: Vec<String> = facts[key].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect();
            ids.sort();
            ids
        };
        let created = facts(store, family.into(), "create_household", by).await;
        assert_eq!(listed(&created, "opened"), needs);
        let order = RecordNeeds { form: Uuid::from_u128(1), household: family, state: home(Equipment::Enough, Connection::Good) };
        store.record_needs(&order, by, start(), TODAY).await.unwrap();
        let recorded = facts(store, family.into(), "record_needs", by).await;
        assert_eq!((listed(&recorded, "withdrawn"), listed(&recorded, "opened")), (needs, vec![]));
    }
}
