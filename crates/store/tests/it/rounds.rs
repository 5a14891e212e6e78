//! Rounds, plans, adoption, reservations.

use domain::Seat;
use domain::allocation::Plan;
use domain::ids::{PlanId, RoundId};
use domain::people::equipment::{Connection, Equipment, NeedState};
use domain::stock::{ItemKind, Level, Restriction};
use jiff::civil::date;
use store::testing::Fresh;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::{home, in_need};
use store::testing::builders::rounds::{rename_households, round, shelf};
use store::{
    AdoptPlan, AdoptRefused, Base, By, KeepPlanRefused, LineFilter, OpenRound, OpenRoundRefused,
    RecordNeeds, ReleaseRefused, ReleaseReservation, RoundState, Search, Store, VerbError, on_both,
};
use uuid::Uuid;

/// Five families with nothing, three tablets, one 4G key; a round over them and its base.
async fn scarce(fresh: &Fresh) -> (By, RoundId, Base) {
    let store = &fresh.store;
    let by = seated(store, 0, Seat::TownAgent).await;
    for n in 1..=5 {
        in_need(store, n, by).await;
    }
    let open = Restriction::default();
    shelf(store, 1, ItemKind::Tablet, 3, &open, by).await;
    shelf(store, 2, ItemKind::Hotspot, 1, &open, by).await;
    let round = round(store, 1, by).await;
    let base = store.situation(round, by).await.unwrap().unwrap();
    (by, round, base)
}

fn plan(base: &Base) -> Plan {
    allocation::plan(&base.situation, &base.policy).unwrap()
}

fn plan_id(n: u128) -> PlanId {
    PlanId(Uuid::from_u128(81_000 + n))
}

fn adopt(n: u128) -> AdoptPlan {
    AdoptPlan { form: Uuid::from_u128(82_000 + n), plan: plan_id(n) }
}

async fn keep(store: &Store, n: u128, base: &Base, by: By) {
    store.keep_plan(plan_id(n), base, &plan(base), by, start()).await.unwrap();
}

on_both! {
    async fn adopting_reserves_exactly_the_plans_units(fresh) {
        let (by, round, base) = scarce(&fresh).await;
        keep(&fresh.store, 1, &base, by).await;
        fresh.store.adopt_plan(&adopt(1), by, start()).await.unwrap();

        let kept = fresh.store.plan(plan_id(1), by).await.unwrap().unwrap();
        let (held, total) = fresh.store.reservations(None, 0, 50, by).await.unwrap();
        assert_eq!((total, kept.plan.assignments.len()), (4, 4));
        for one in &held {
            let told = kept.plan.explain(&one.need.to_string()).unwrap();
            assert_eq!(told.given[0].kind, one.kind.code());
            assert_eq!(i64::from(told.line.rank.position), one.rank);
        }
        let mut tags: Vec<_> =
            held.iter().filter(|one| one.kind == ItemKind::Tablet).map(|one| &one.tag).collect();
        let in_rank_order = tags.clone();
        tags.sort();
        assert_eq!(tags, in_rank_order, "the lowest tag goes to the best placed");
        let (_, units) = fresh.store.supply_and_demand(by).await.unwrap();
        assert_eq!((units[&ItemKind::Tablet], units[&ItemKind::Hotspot]), (0, 0));
        let (waiting, total) = fresh.store.waiting_list(0, 50, by).await.unwrap();
        assert_eq!(total, 6);
        assert!(waiting.iter().all(|one| one.rank.is_some()));
        assert!(waiting.is_sorted_by_key(|one| one.rank.unwrap().position));
        let state = fresh.store.round(round, by).await.unwrap().unwrap().state;
        assert_eq!(state, RoundState::Adopted);
        let lines = fresh.store.journal_of(plan_id(1).0, by).await.unwrap();
        let verbs: Vec<_> = lines.iter().map(|line| line.verb.as_str()).collect();
        assert_eq!(verbs, ["keep_plan", "adopt_plan"]);
    }
}

on_both! {
    async fn a_plan_is_adopted_once(fresh) {
        let (by, _, base) = scarce(&fresh).await;
        keep(&fresh.store, 1, &base, by).await;
        keep(&fresh.store, 2, &base, by).await;
        fresh.store.adopt_plan(&adopt(1), by, start()).await.unwrap();
        fresh.store.adopt_plan(&adopt(1), by, start()).await.expect("the same form answers the same");
        let again = AdoptPlan { form: Uuid::from_u128(1), ..adopt(1) };
        let refused = fresh.store.adopt_plan(&again, by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(AdoptRefused::AlreadyAdopted))), "{refused:?}");
        let refused = fresh.store.adopt_plan(&adopt(2), by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(AdoptRefused::RoundClosed(_)))), "{refused:?}");
        let refused = fresh.store.keep_plan(plan_id(3), &base, &plan(&base), by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(KeepPlanRefused::RoundClosed))), "{refused:?}");
        assert_eq!(fresh.store.reservations(None, 0, 50, by).await.unwrap().1, 4);
    }
}

async fn is_stale(store: &Store, n: u128, by: By) -> bool {
    match store.adopt_plan(&adopt(n), by, start()).await {
        Ok(()) => false,
        Err(VerbError::Refused(AdoptRefused::StalePlan(_))) => {
            assert_eq!(store.reservations(None, 0, 1, by).await.unwrap().1, 0, "nothing half done");
            true
        }
        Err(other) => panic!("{other:?}"),
    }
}

on_both! {
    async fn a_plan_is_stale_when_stock_has_moved(fresh) {
        let (by, round, base) = scarce(&fresh).await;
        keep(&fresh.store, 1, &base, by).await;
        shelf(&fresh.store, 3, ItemKind::Tablet, 1, &Restriction::default(), by).await;
        assert!(is_stale(&fresh.store, 1, by).await);
        let base = fresh.store.situation(round, by).await.unwrap().unwrap();
        keep(&fresh.store, 2, &base, by).await;
        assert!(!is_stale(&fresh.store, 2, by).await);
        assert_eq!(fresh.store.reservations(None, 0, 50, by).await.unwrap().1, 5);
    }
}

on_both! {
    async fn a_plan_is_stale_when_a_need_has_moved_and_not_when_one_came_after_the_freeze(fresh) {
        let (by, _, base) = scarce(&fresh).await;
        keep(&fresh.store, 1, &base, by).await;
        let family = fresh.store.waiting_list(0, 1, by).await.unwrap().0[0].household;
        let met = RecordNeeds {
            form: Uuid::from_u128(83_000),
            household: family,
            state: home(Equipment::Enough, Connection::None),
        };
        fresh.store.record_needs(&met, by, start(), date(2026, 9, 2)).await.unwrap();
        assert!(is_stale(&fresh.store, 1, by).await);
        let base = fresh.store.situation(base.round.id, by).await.unwrap().unwrap();
        keep(&fresh.store, 2, &base, by).await;
        in_need(&fresh.store, 6, by).await;
        assert!(!is_stale(&fresh.store, 2, by).await, "a later need waits for the next round");
        let (waiting, _) = fresh.store.waiting_list(0, 50, by).await.unwrap();
        assert_eq!(waiting.iter().filter(|one| one.rank.is_none()).count(), 2);
    }
}

on_both! {
    async fn a_released_unit_goes_back_and_its_need_is_open_again(fresh) {
        let (by, _, base) = scarce(&fresh).await;
        keep(&fresh.store, 1, &base, by).await;
        fresh.store.adopt_plan(&adopt(1), by, start()).await.unwrap();
        let (held, _) = fresh.store.reservations(None, 0, 50, by).await.unwrap();
        let one = held.iter().find(|one| one.kind == ItemKind::Tablet).unwrap();
        let order = ReleaseReservation { form: Uuid::from_u128(84_000), reservation: one.id };
        fresh.store.release_reservation(&order, by, start()).await.unwrap();
        fresh.store.release_reservation(&order, by, start()).await.expect("the same form");
        let twice = ReleaseReservation { form: Uuid::from_u128(84_001), ..order };
        let refused = fresh.store.release_reservation(&twice, by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(ReleaseRefused::NotHeld))), "{refused:?}");
        assert_eq!(fresh.store.supply_and_demand(by).await.unwrap().1[&ItemKind::Tablet], 1);
        let home = fresh.store.household(one.household, by).await.unwrap().unwrap();
        let need = home.needs.iter().find(|need| need.id == one.need).unwrap();
        assert_eq!(need.state, NeedState::Open);
        let next = round(&fresh.store, 2, by).await;
        assert_eq!(fresh.store.situation(next, by).await.unwrap().unwrap().situation.needs().len(), 7);
    }
}

on_both! {
    async fn an_altered_plan_is_refused_by_the_audit(fresh) {
        let (by, _, base) = scarce(&fresh).await;
        let honest = plan(&base);
        let mut altered = honest.clone();
        let unmet = altered.unmet().find(|line| {
            base.situation.needs().iter().any(|need| need.need == line.need && need.asks[0].wants("tablet"))
        });
        let favoured = unmet.unwrap().need.clone();
        let given = altered.assignments.iter_mut().find(|given| given.kind == "tablet").unwrap();
        given.need = favoured;
        fresh.store.keep_plan(plan_id(1), &base, &altered, by, start()).await.unwrap();
        let refused = fresh.store.adopt_plan(&adopt(1), by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(AdoptRefused::AuditFailed(_)))), "{refused:?}");
        assert_eq!(fresh.store.reservations(None, 0, 50, by).await.unwrap().1, 0);
    }
}

on_both! {
    async fn the_same_situation_has_the_same_digest(fresh) {
        let (by, round, base) = scarce(&fresh).await;
        let again = fresh.store.situation(round, by).await.unwrap().unwrap();
        assert_eq!(base.digest().unwrap(), again.digest().unwrap());
        assert_eq!(plan(&base).digest, plan(&again).digest);
        keep(&fresh.store, 1, &base, by).await;
        let kept = fresh.store.plan(plan_id(1), by).await.unwrap().unwrap();
        assert_eq!(kept.plan, plan(&base), "read back as it was kept");
        assert_eq!((&kept.situation, &kept.scores), (&base.situation, &base.scores));
    }
}

on_both! {
    async fn renaming_households_changes_nothing(fresh) {
        let (by, round, base) = scarce(&fresh).await;
        rename_households(&fresh.store, "Zzz").await;
        let again = fresh.store.situation(round, by).await.unwrap().unwrap();
        assert_eq!(plan(&base), plan(&again));
        assert_eq!(base.digest().unwrap(), again.digest().unwrap());
        let found = fresh.store.find_households(Search::default(), 0, 9, by).await.unwrap().0;
        assert!(found.iter().all(|home| home.label == "Zzz"), "they were renamed");
    }
}

on_both! {
    async fn one_round_is_open_at_a_time_and_the_seed_is_drawn_once(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let order = OpenRound { id: RoundId(Uuid::from_u128(85_000)), name: "Rentrée".into() };
        let refused = fresh.store.open_round(&order, || 7, by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(OpenRoundRefused::NoPolicy))), "{refused:?}");
        in_need(&fresh.store, 1, by).await;
        let first = round(&fresh.store, 1, by).await;
        let refused = fresh.store.open_round(&order, || panic!("drawn"), by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(OpenRoundRefused::AnotherOpen(id))) if id == first));
        fresh.store.abandon_round(first, by, start()).await.unwrap();
        fresh.store.open_round(&order, || 7, by, start()).await.unwrap();
        fresh.store.open_round(&order, || 8, by, start()).await.expect("the same form");
        assert_eq!(fresh.store.round(order.id, by).await.unwrap().unwrap().seed, 7);
    }
}

on_both! {
    async fn a_restricted_lot_keeps_its_rule(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        in_need(&fresh.store, 1, by).await;
        let older = Restriction { levels: vec![Level::College, Level::Lycee], ..Restriction::default() };
        shelf(&fresh.store, 1, ItemKind::Laptop, 2, &older, by).await;
        let round = round(&fresh.store, 1, by).await;
        let base = fresh.store.situation(round, by).await.unwrap().unwrap();
        assert_eq!(plan(&base).assignments, [], "a CE1 pupil gets nothing kept for collège and lycée");
    }
}

on_both! {
    async fn another_cite_sees_and_adopts_nothing(fresh) {
        let (by, round, base) = scarce(&fresh).await;
        keep(&fresh.store, 1, &base, by).await;
        let stranger = seated(&fresh.store, 1, Seat::TownAgent).await;
        assert_eq!(fresh.store.plan(plan_id(1), stranger).await.unwrap(), None);
        assert_eq!(fresh.store.situation(round, stranger).await.unwrap(), None);
        assert_eq!(fresh.store.rounds(0, 50, stranger).await.unwrap().1, 0);
        let refused = fresh.store.adopt_plan(&adopt(1), stranger, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(AdoptRefused::Unknown))), "{refused:?}");
        fresh.store.adopt_plan(&adopt(1), by, start()).await.unwrap();
        assert_eq!(fresh.store.reservations(None, 0, 50, stranger).await.unwrap().1, 0);
        let (held, _) = fresh.store.reservations(None, 0, 1, by).await.unwrap();
        let order = ReleaseReservation { form: Uuid::from_u128(86_000), reservation: held[0].id };
        let refused = fresh.store.release_reservation(&order, stranger, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(ReleaseRefused::Unknown))), "{refused:?}");
    }
}

on_both! {
    async fn lines_are_searched_filtered_and_in_rank_order(fresh) {
        let (by, _, base) = scarce(&fresh).await;
        keep(&fresh.store, 1, &base, by).await;
        let kept = fresh.store.plan(plan_id(1), by).await.unwrap().unwrap();
        let (all, total) =
            fresh.store.plan_lines(&kept, LineFilter::default(), 0, 50, by).await.unwrap();
        assert_eq!(total, 10);
        assert!(all.is_sorted_by_key(|line| line.rank.position));
        let served = LineFilter { served: Some(true), text: "" };
        assert_eq!(fresh.store.plan_lines(&kept, served, 0, 2, by).await.unwrap().1, 4);
        let one = LineFilter { served: None, text: "essai3" };
        let (found, total) = fresh.store.plan_lines(&kept, one, 0, 50, by).await.unwrap();
        assert_eq!(total, 2);
        assert!(found.iter().all(|line| line.label == "Essai3"));
        let nobody = LineFilter { served: None, text: "?" };
        assert_eq!(fresh.store.plan_lines(&kept, nobody, 0, 50, by).await.unwrap().1, 0);
    }
}

on_both! {
    async fn what_is_passed_on_goes_down_the_rank(fresh) {
        let (by, _, base) = scarce(&fresh).await;
        keep(&fresh.store, 1, &base, by).await;
        fresh.store.adopt_plan(&adopt(1), by, start()).await.unwrap();
        let (held, _) = fresh.store.reservations(None, 0, 50, by).await.unwrap();
        let tablets: Vec<_> = held.iter().filter(|one| one.kind == ItemKind::Tablet).collect();
        let mut next = Vec::new();
        for (form, one) in (1..).zip(&tablets[..2]) {
            let order = ReleaseReservation { form: Uuid::from_u128(83_000 + form), reservation: one.id };
            fresh.store.pass_on(&order, by, start()).await.unwrap();
            let now = fresh.store.reservation_of(one.item, by).await.unwrap().unwrap();
            assert_ne!(now.household, one.household);
            next.push(now.rank);
        }
        // Two families wait for a tablet: the better placed is served first, both behind those of the plan.
        assert!(next[0] < next[1], "{next:?}");
        assert!(tablets.iter().all(|one| one.rank < next[0]), "{next:?}");
        assert_eq!(fresh.store.check().await.unwrap(), []);
    }
}
