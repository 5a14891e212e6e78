//! Rounds, plans and what the desk does meanwhile.

use domain::Seat;
use domain::ids::{ItemId, LotId, PlanId, PolicyId, RoundId};
use domain::people::equipment::{Connection, Equipment};
use domain::scoring::RuleSet;
use domain::stock::{ItemKind, Restriction};
use store::testing::Fresh;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::households::{home, in_need};
use store::testing::builders::rounds::{policy, round, shelf};
use store::testing::builders::stock::{TODAY, hand_over};
use store::{
    AdoptPlan, AdoptRefused, By, ItemRefusal, LendRefused, NewPolicy, OpenRound, OpenRoundRefused,
    PublishRefused, RecordNeeds, RecordNeedsRefused, ReleaseRefused, ReleaseReservation, Store,
    VerbError, on_both,
};
use uuid::Uuid;

use super::{at_once, in_order, outcomes};

/// Two families, `tablets` tablets, a plan kept for them.
async fn proposed(fresh: &Fresh, tablets: u128) -> (By, LotId) {
    let store = &fresh.store;
    let by = seated(store, 0, Seat::TownAgent).await;
    for n in 1..=2 {
        in_need(store, n, by).await;
    }
    let lot = shelf(store, 1, ItemKind::Tablet, tablets, &Restriction::default(), by).await;
    let round = round(store, 1, by).await;
    let base = store.situation(round, by).await.unwrap().unwrap();
    let content = allocation::plan(&base.situation, &base.policy).unwrap();
    for plan in 0..8 {
        store.keep_plan(plan_id(plan), &base, &content, by, start()).await.unwrap();
    }
    (by, lot)
}

fn plan_id(n: u128) -> PlanId {
    PlanId(Uuid::from_u128(81_000 + n))
}

fn adopt(form: u128, plan: u128) -> AdoptPlan {
    AdoptPlan { form: Uuid::from_u128(82_000 + form), plan: plan_id(plan) }
}

async fn held(store: &Store, by: By) -> u64 {
    store.reservations(None, 0, 1, by).await.unwrap().1
}

on_both! {
    async fn one_of_eight_adoptions_is_done(fresh) {
        let (by, _) = proposed(&fresh, 2).await;
        // Four plans, each by two forms.
        let tasks = at_once(&fresh.store, 8, |store, n| async move {
            store.adopt_plan(&adopt(n, n / 2), by, start()).await
        });
        let (done, refused) = outcomes(tasks).await;
        assert_eq!((done.len(), refused.len()), (1, 7));
        let same = refused.iter().filter(|why| **why == AdoptRefused::AlreadyAdopted).count();
        let other = refused.iter().filter(|why| matches!(why, AdoptRefused::RoundClosed(_))).count();
        assert_eq!((same, other), (1, 6), "{refused:?}");
        assert_eq!(held(&fresh.store, by).await, 2);
        in_order(&fresh.store).await;
    }
}

on_both! {
    async fn one_of_eight_rounds_opens(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        in_need(&fresh.store, 1, by).await;
        policy(&fresh.store, by).await;
        let tasks = at_once(&fresh.store, 8, |store, n| async move {
            let order = OpenRound { id: RoundId(Uuid::from_u128(85_000 + n)), name: format!("Tour {n}") };
            store.open_round(&order, || 7, by, start()).await
        });
        let (done, refused) = outcomes(tasks).await;
        assert_eq!((done.len(), refused.len()), (1, 7));
        assert!(refused.iter().all(|why| matches!(why, OpenRoundRefused::AnotherOpen(_))), "{refused:?}");
        in_order(&fresh.store).await;
    }
}

on_both! {
    async fn a_hand_over_and_an_adoption_do_not_share_a_unit(fresh) {
        let (by, lot) = proposed(&fresh, 1).await;
        let stranger = in_need(&fresh.store, 9, by).await;
        let only = ItemId(Uuid::from_u128(Uuid::from(lot).as_u128() + 1));
        let adopting = at_once(&fresh.store, 1, |store, n| async move { store.adopt_plan(&adopt(n, 0), by, start()).await });
        let lending = at_once(&fresh.store, 1, |store, _| async move {
            store.lend(&hand_over(1, stranger, &[only]), by, start()).await
        });
        let ((adopted, stale), (lent, reserved)) = (outcomes(adopting).await, outcomes(lending).await);
        assert_eq!((adopted.len() + lent.len(), held(&fresh.store, by).await), (1, adopted.len() as u64));
        assert!(stale.iter().all(|why| matches!(why, AdoptRefused::StalePlan(_))), "{stale:?}");
        for why in reserved {
            let LendRefused::Items(items) = why else { panic!("{why:?}") };
            assert!(matches!(items[0].why, ItemRefusal::State(_)), "{items:?}");
        }
        in_order(&fresh.store).await;
    }
}

on_both! {
    async fn a_hand_over_and_a_release_meet_in_one_order(fresh) {
        let (by, _) = proposed(&fresh, 2).await;
        fresh.store.adopt_plan(&adopt(0, 0), by, start()).await.unwrap();
        let kept = fresh.store.reservations(None, 0, 9, by).await.unwrap().0.remove(0);
        let (home, item, reservation) = (kept.household, kept.item, kept.id);
        let lending = at_once(&fresh.store, 1, |store, _| async move {
            store.lend(&hand_over(1, home, &[item]), by, start()).await
        });
        let releasing = at_once(&fresh.store, 5, |store, n| async move {
            let order = ReleaseReservation { form: Uuid::from_u128(86_000 + n), reservation };
            store.release_reservation(&order, by, start()).await
        });
        let (lent, refused) = outcomes(lending).await;
        let (released, late) = outcomes(releasing).await;
        // Lent first, the release comes too late; released first, the item is lent from the shelf.
        assert_eq!((lent.len(), refused.len()), (1, 0));
        assert!(released.len() <= 1 && late.iter().all(|why| *why == ReleaseRefused::NotHeld), "{late:?}");
        assert_eq!(held(&fresh.store, by).await, 1);
        in_order(&fresh.store).await;
    }
}

on_both! {
    async fn an_adoption_and_a_withdrawn_need_meet_in_one_order(fresh) {
        let (by, _) = proposed(&fresh, 2).await;
        let family = domain::ids::HouseholdId(Uuid::from_u128(70_001));
        let adopting = at_once(&fresh.store, 1, |store, n| async move { store.adopt_plan(&adopt(n, 0), by, start()).await });
        let recording = at_once(&fresh.store, 1, |store, n| async move {
            let state = home(Equipment::Enough, Connection::Good);
            let order = RecordNeeds { form: Uuid::from_u128(87_000 + n), household: family, state };
            store.record_needs(&order, by, start(), TODAY).await
        });
        let (adopted, stale) = outcomes(adopting).await;
        let (recorded, reserved) = outcomes(recording).await;
        assert_eq!(adopted.len() + recorded.len(), 1);
        assert!(stale.iter().all(|why| matches!(why, AdoptRefused::StalePlan(_))), "{stale:?}");
        assert!(reserved.iter().all(|why| matches!(why, RecordNeedsRefused::Reserved(_))), "{reserved:?}");
        in_order(&fresh.store).await;
    }
}

on_both! {
    async fn of_two_rule_sets_one_is_next(fresh) {
        let by = seated(&fresh.store, 0, Seat::TownAgent).await;
        let tasks = at_once(&fresh.store, 6, |store, n| async move {
            let id = PolicyId(Uuid::from_u128(88_000 + n));
            store.publish_policy(&NewPolicy { id, after: 0, rules: RuleSet::starting() }, by, start()).await
        });
        let (done, refused) = outcomes(tasks).await;
        assert_eq!((done.len(), refused.len()), (1, 5));
        assert!(refused.iter().all(|why| *why == PublishRefused::Overtaken { version: 1 }), "{refused:?}");
        assert_eq!(fresh.store.policies(0, 9, by).await.unwrap().1, 1);
        in_order(&fresh.store).await;
    }
}

on_both! {
    async fn a_round_s_name_is_taken_once(fresh) {
        let (by, _) = proposed(&fresh, 1).await;
        let first = fresh.store.rounds(0, 1, by).await.unwrap().0.remove(0);
        fresh.store.abandon_round(first.id, by, start()).await.unwrap();
        let twin = OpenRound { id: RoundId(Uuid::from_u128(85_000)), name: first.name };
        let refused = fresh.store.open_round(&twin, || 7, by, start()).await;
        assert!(matches!(refused, Err(VerbError::Refused(OpenRoundRefused::NameTaken))), "{refused:?}");
    }
}
