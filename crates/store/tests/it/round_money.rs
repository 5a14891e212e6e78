//! Rounds that buy: the catalogue, the terms of lines, the money of a round, decisions by hand, searches.

use domain::Seat;
use domain::allocation::{Ground, Source};
use domain::fund::{Category, LineTerms, Offered};
use domain::ids::{CatalogueItemId, FundLineId, NeedId, PlanId, RoundId};
use domain::stock::{ItemKind, LotCondition, Restriction};
use jiff::SignedDuration;
use store::testing::Fresh;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::fund::{agreed_line, amount, order, people};
use store::testing::builders::households::in_need;
use store::testing::builders::rounds::{round, shelf};
use store::{
    AdoptPlan, AdoptRefused, BeginSolveRefused, By, ForgetHousehold, Given, KeepPlanRefused,
    OfferItem, OfferItemRefused, PinNeed, PinRefused, SetLineTerms, SetLineTermsRefused,
    SetRoundMoney, SetRoundMoneyRefused, SolveState, VerbError, WithdrawItemRefused, on_both,
};
use uuid::Uuid;

pub fn tablet(n: u128, cents: i64) -> OfferItem {
    let offered = Offered {
        label: format!("Tablette {n}"),
        kind: ItemKind::Tablet,
        category: Category::Equipment,
        condition: LotCondition::New,
        price: amount(cents),
        minimum_order: 0,
    };
    OfferItem { id: CatalogueItemId(Uuid::from_u128(95_000 + n)), offered }
}

pub fn money(form: u128, round: RoundId, line: FundLineId, cents: i64) -> SetRoundMoney {
    let lines = vec![(line, amount(cents))];
    SetRoundMoney { form: Uuid::from_u128(96_000 + form), round, lines }
}

/// Five families with nothing, two tablets, a line of 1 000 €, tablets at 150 € each; a round over them.
pub async fn given(fresh: &Fresh) -> (By, By, RoundId, FundLineId) {
    let store = &fresh.store;
    let people = people(store).await;
    let by = seated(store, 0, Seat::TownAgent).await;
    for n in 1..=5 {
        in_need(store, n, by).await;
    }
    shelf(store, 1, ItemKind::Tablet, 2, &Restriction::default(), by).await;
    let (line, _) = agreed_line(store, &people, 100_000, 50_000).await;
    store.offer_item(&tablet(1, 15_000), by, start()).await.unwrap();
    let round = round(store, 1, by).await;
    (by, people.principal, round, line)
}

/// The needs that a plan serves by buying.
fn bought(plan: &domain::allocation::Plan) -> usize {
    let buys =
        |given: &&domain::allocation::Assignment| matches!(given.source, Source::Purchase { .. });
    plan.assignments.iter().filter(buys).count()
}

on_both! {
    async fn a_round_buys_within_its_money_and_the_lines_terms(fresh) {
        let (by, principal, round, line) = given(&fresh).await;
        let store = &fresh.store;
        let base = store.situation(round, by).await.unwrap().unwrap();
        assert!(base.situation.funds().is_empty() && base.situation.catalogue().is_empty());
        store.set_round_money(&money(1, round, line, 40_000), principal, start()).await.unwrap();
        let base = store.situation(round, by).await.unwrap().unwrap();
        let plan = allocation::plan(&base.situation, &base.policy).unwrap();
        // Two from stock, two of 150 € from 400 €.
        assert_eq!((plan.assignments.len(), bought(&plan), plan.cost_cents), (4, 2, 30_000));

        let terms = LineTerms { categories: vec![Category::Connection], ..LineTerms::default() };
        let order = SetLineTerms { form: Uuid::from_u128(1), line, terms };
        store.set_line_terms(&order, principal, start()).await.unwrap();
        let base = store.situation(round, by).await.unwrap().unwrap();
        let plan = allocation::plan(&base.situation, &base.policy).unwrap();
        assert_eq!(bought(&plan), 0, "the line pays for connections only");
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn money_committed_elsewhere_is_not_spent_twice(fresh) {
        let (by, principal, round, line) = given(&fresh).await;
        let store = &fresh.store;
        store.set_round_money(&money(1, round, line, 60_000), principal, start()).await.unwrap();
        let agreement = domain::ids::AgreementId(Uuid::from_u128(7_002));
        store.commit(&order(agreement, 7_100, 50_000), principal, start()).await.unwrap();
        let base = store.situation(round, by).await.unwrap().unwrap();
        assert_eq!(base.situation.funds()[0].available.cents(), 50_000);
    }
}

on_both! {
    async fn only_the_principal_opens_money_and_no_more_than_there_is(fresh) {
        let (by, principal, round, line) = given(&fresh).await;
        let store = &fresh.store;
        let refused = |outcome: Result<(), VerbError<SetRoundMoneyRefused>>| match outcome {
            Err(VerbError::Refused(why)) => why,
            other => panic!("{other:?}"),
        };
        use SetRoundMoneyRefused as Why;
        let set = |order: SetRoundMoney, by: By| async move { store.set_round_money(&order, by, start()).await };
        assert_eq!(refused(set(money(1, round, line, 1), by).await), Why::NotYourSeat);
        assert_eq!(refused(set(money(2, round, line, 100_001), principal).await), Why::TooMuch(line));
        let nowhere = FundLineId(Uuid::from_u128(1));
        assert_eq!(refused(set(money(3, round, nowhere, 1), principal).await), Why::UnknownLine);
        let unknown = RoundId(Uuid::from_u128(1));
        assert_eq!(refused(set(money(4, unknown, line, 1), principal).await), Why::UnknownRound);
        set(money(5, round, line, 100_000), principal).await.unwrap();
        assert_eq!(store.round_money(round, by).await.unwrap()[0].most, amount(100_000));
        let none = SetRoundMoney { lines: vec![], ..money(6, round, line, 1) };
        set(none, principal).await.unwrap();
        assert_eq!(store.round_money(round, by).await.unwrap(), []);
        store.abandon_round(round, by, start()).await.unwrap();
        assert_eq!(refused(set(money(7, round, line, 1), principal).await), Why::RoundClosed);

        let terms = LineTerms { flexibility: 100, ..LineTerms::default() };
        let order = SetLineTerms { form: Uuid::from_u128(1), line, terms };
        let outcome = store.set_line_terms(&order, principal, start()).await;
        assert!(matches!(outcome, Err(VerbError::Refused(SetLineTermsRefused::Flexibility))), "{outcome:?}");
        let outcome = store.set_line_terms(&order, by, start()).await;
        assert!(matches!(outcome, Err(VerbError::Refused(SetLineTermsRefused::NotYourSeat))), "{outcome:?}");
    }
}

on_both! {
    async fn an_item_is_offered_once_and_withdrawn(fresh) {
        let (by, principal, round, line) = given(&fresh).await;
        let store = &fresh.store;
        store.set_round_money(&money(1, round, line, 40_000), principal, start()).await.unwrap();
        let twin = OfferItem { id: CatalogueItemId(Uuid::from_u128(95_002)), ..tablet(1, 9_000) };
        let outcome = store.offer_item(&twin, by, start()).await;
        assert!(matches!(outcome, Err(VerbError::Refused(OfferItemRefused::LabelTaken))), "{outcome:?}");
        let mut many = tablet(3, 1);
        many.offered.minimum_order = 1_000_001;
        let outcome = store.offer_item(&many, by, start()).await;
        assert!(matches!(outcome, Err(VerbError::Refused(OfferItemRefused::Minimum))), "{outcome:?}");
        let form = Uuid::from_u128(95_100);
        store.withdraw_item(form, tablet(1, 1).id, by, start()).await.unwrap();
        let outcome = store.withdraw_item(Uuid::from_u128(95_101), tablet(1, 1).id, by, start()).await;
        assert!(matches!(outcome, Err(VerbError::Refused(WithdrawItemRefused::Unknown))), "{outcome:?}");
        store.offer_item(&twin, by, start()).await.expect("the name is free again");
        let base = store.situation(round, by).await.unwrap().unwrap();
        let offered: Vec<_> = base.situation.catalogue().iter().map(|item| item.price.cents()).collect();
        assert_eq!(offered, [9_000]);
        assert_eq!(store.catalogue(by).await.unwrap().len(), 2);
    }
}

fn pin(form: u128, round: RoundId, need: NeedId, given: Given) -> PinNeed {
    PinNeed { form: Uuid::from_u128(97_000 + form), round, need, given, ground: Ground::Promised }
}

on_both! {
    async fn a_decision_by_hand_comes_first_and_holds_no_name(fresh) {
        let (by, _, round, _) = given(&fresh).await;
        let store = &fresh.store;
        let base = store.situation(round, by).await.unwrap().unwrap();
        let plan = allocation::plan(&base.situation, &base.policy).unwrap();
        // The least of those who ask for a device.
        let device = |line: &&domain::allocation::NeedLine| {
            base.situation.needs().iter().any(|need| need.need == line.need && need.asks[0].wants("tablet"))
        };
        let last = plan.lines.iter().filter(device).max_by_key(|line| line.rank.position).unwrap();
        assert!(!last.reason.is_served());
        let need: NeedId = last.need.parse().unwrap();
        let lot = base.situation.lots()[0].lot.parse().unwrap();
        store.pin_need(&pin(1, round, need, Given::Lot(lot)), by, start()).await.unwrap();
        let base = store.situation(round, by).await.unwrap().unwrap();
        let plan = allocation::plan(&base.situation, &base.policy).unwrap();
        assert_eq!(plan.given(&need.to_string()).len(), 1);
        let kept = &base.situation.pins()[0];
        assert_eq!((kept.author.as_str(), kept.reason.as_str()), ("town_agent", "promised"));
        // Decided anew, then taken back.
        store.pin_need(&pin(2, round, need, Given::Nothing), by, start()).await.unwrap();
        assert_eq!(store.pins(round, by).await.unwrap()[0].given, Given::Nothing);
        let form = Uuid::from_u128(97_100);
        store.unpin_need(form, round, need, by, start()).await.unwrap();
        let outcome = store.unpin_need(Uuid::from_u128(97_101), round, need, by, start()).await;
        assert!(matches!(outcome, Err(VerbError::Refused(PinRefused::NotPinned))), "{outcome:?}");
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn impossible_decisions_are_refused_and_broken_ones_named(fresh) {
        let (by, _, round, _) = given(&fresh).await;
        let store = &fresh.store;
        let base = store.situation(round, by).await.unwrap().unwrap();
        let lot = base.situation.lots()[0].lot.parse().unwrap();
        let asks = |kind: &str| -> Vec<NeedId> {
            let needs = base.situation.needs().iter().filter(|need| need.asks[0].wants(kind));
            needs.map(|need| need.need.parse().unwrap()).collect()
        };
        let (devices, connections) = (asks("tablet"), asks("hotspot"));
        let outcome = store.pin_need(&pin(1, round, connections[0], Given::Lot(lot)), by, start()).await;
        assert!(matches!(outcome, Err(VerbError::Refused(PinRefused::Impossible))), "{outcome:?}");
        for (n, need) in devices.iter().take(2).enumerate() {
            store.pin_need(&pin(2 + n as u128, round, *need, Given::Lot(lot)), by, start()).await.unwrap();
        }
        let outcome = store.pin_need(&pin(5, round, devices[2], Given::Lot(lot)), by, start()).await;
        assert!(matches!(outcome, Err(VerbError::Refused(PinRefused::Impossible))), "{outcome:?}");
        let stranger = NeedId(Uuid::from_u128(1));
        let outcome = store.pin_need(&pin(6, round, stranger, Given::Nothing), by, start()).await;
        assert!(matches!(outcome, Err(VerbError::Refused(PinRefused::UnknownNeed))), "{outcome:?}");
        assert_eq!(store.pins(round, by).await.unwrap().len(), 2, "nothing half done");

        // One of the two tablets goes elsewhere: one decision no longer holds, and no plan is kept.
        fresh.run("UPDATE items SET state = 'repair' WHERE id = (SELECT id FROM items ORDER BY tag LIMIT 1)").await.unwrap();
        let base = store.situation(round, by).await.unwrap().unwrap();
        assert_eq!(base.broken_pins.len(), 1);
        let plan = allocation::plan(&base.situation, &base.policy).unwrap();
        let outcome = store.keep_plan(PlanId(Uuid::from_u128(1)), &base, &plan, by, start()).await;
        assert!(matches!(outcome, Err(VerbError::Refused(KeepPlanRefused::BrokenDecisions))), "{outcome:?}");
    }
}

on_both! {
    async fn a_plan_made_on_other_money_is_stale(fresh) {
        let (by, principal, round, line) = given(&fresh).await;
        let store = &fresh.store;
        store.set_round_money(&money(1, round, line, 40_000), principal, start()).await.unwrap();
        let base = store.situation(round, by).await.unwrap().unwrap();
        let plan = allocation::plan(&base.situation, &base.policy).unwrap();
        let kept = PlanId(Uuid::from_u128(98_001));
        store.keep_plan(kept, &base, &plan, by, start()).await.unwrap();
        let adopt = AdoptPlan { form: Uuid::from_u128(98_002), plan: kept };
        store.set_round_money(&money(2, round, line, 20_000), principal, start()).await.unwrap();
        let outcome = store.adopt_plan(&adopt, by, start()).await;
        assert!(matches!(outcome, Err(VerbError::Refused(AdoptRefused::StalePlan(_)))), "{outcome:?}");
        store.set_round_money(&money(3, round, line, 40_000), principal, start()).await.unwrap();
        store.adopt_plan(&adopt, by, start()).await.unwrap();
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_forgotten_family_leaves_no_decision_behind(fresh) {
        let (by, _, round, _) = given(&fresh).await;
        let store = &fresh.store;
        let waiting = store.waiting_list(0, 1, by).await.unwrap().0.remove(0);
        store.pin_need(&pin(1, round, waiting.need, Given::Nothing), by, start()).await.unwrap();
        let order = ForgetHousehold { form: Uuid::from_u128(1), household: waiting.household };
        store.forget_household(&order, by, start()).await.unwrap();
        assert_eq!(store.pins(round, by).await.unwrap(), []);
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn one_search_a_round_seen_and_stopped_from_anywhere(fresh) {
        let (by, _, round, _) = given(&fresh).await;
        let store = &fresh.store;
        let plan = |n: u128| PlanId(Uuid::from_u128(99_000 + n));
        assert!(store.begin_solve(plan(1), round, by, start()).await.unwrap());
        assert!(!store.begin_solve(plan(1), round, by, start()).await.unwrap(), "begun already");
        let outcome = store.begin_solve(plan(2), round, by, start()).await;
        assert!(matches!(outcome, Err(VerbError::Refused(BeginSolveRefused::AnotherRuns(other))) if other == plan(1)), "{outcome:?}");
        assert!(store.tell_solve(plan(1), (3, 7), 12, start()).await.unwrap());
        let seen = store.solve_of(round, by, start()).await.unwrap().unwrap();
        assert_eq!((seen.plan, seen.done, seen.steps, seen.served), (plan(1), 3, 7, 12));
        let stranger = seated(store, 1, Seat::TownAgent).await;
        assert!(!store.stop_solve(plan(1), stranger).await.unwrap());
        assert_eq!(store.solve(plan(1), stranger, start()).await.unwrap(), None);
        assert!(store.stop_solve(plan(1), by).await.unwrap());
        assert!(!store.tell_solve(plan(1), (4, 7), 12, start()).await.unwrap(), "told to stop");
        store.end_solve(plan(1), None).await.unwrap();
        assert_eq!(store.solve(plan(1), by, start()).await.unwrap().unwrap().state, SolveState::Kept);

        // A node that goes away leaves no round locked.
        assert!(store.begin_solve(plan(2), round, by, start()).await.unwrap());
        let later = start() + SignedDuration::from_secs(61);
        let seen = store.solve(plan(2), by, later).await.unwrap().unwrap();
        assert_eq!(seen.state, SolveState::Failed);
        assert!(store.begin_solve(plan(3), round, by, later).await.unwrap());
        store.abandon_round(round, by, later).await.unwrap();
        let outcome = store.begin_solve(plan(4), round, by, later).await;
        assert!(matches!(outcome, Err(VerbError::Refused(BeginSolveRefused::RoundClosed))), "{outcome:?}");
    }
}

on_both! {
    async fn a_neighbour_spends_and_decides_nothing_here(fresh) {
        let (by, _, round, line) = given(&fresh).await;
        let store = &fresh.store;
        let agent = seated(store, 1, Seat::TownAgent).await;
        let principal = seated(store, 1, Seat::Principal).await;
        in_need(store, 60, agent).await;
        let theirs = self::round(store, 1, agent).await;
        let outcome = store.set_round_money(&money(1, theirs, line, 1), principal, start()).await;
        assert!(matches!(outcome, Err(VerbError::Refused(SetRoundMoneyRefused::UnknownLine))), "{outcome:?}");
        let outcome = store.set_round_money(&money(2, round, line, 1), principal, start()).await;
        assert!(matches!(outcome, Err(VerbError::Refused(SetRoundMoneyRefused::UnknownRound))), "{outcome:?}");
        let order = SetLineTerms { form: Uuid::from_u128(1), line, terms: LineTerms::default() };
        let outcome = store.set_line_terms(&order, principal, start()).await;
        assert!(matches!(outcome, Err(VerbError::Refused(SetLineTermsRefused::UnknownLine))), "{outcome:?}");
        let outcome = store.withdraw_item(Uuid::from_u128(2), tablet(1, 1).id, agent, start()).await;
        assert!(matches!(outcome, Err(VerbError::Refused(WithdrawItemRefused::Unknown))), "{outcome:?}");
        let need = store.waiting_list(0, 1, by).await.unwrap().0.remove(0).need;
        let outcome = store.pin_need(&pin(3, round, need, Given::Nothing), agent, start()).await;
        assert!(matches!(outcome, Err(VerbError::Refused(PinRefused::UnknownRound))), "{outcome:?}");
        let outcome = store.pin_need(&pin(4, theirs, need, Given::Nothing), agent, start()).await;
        assert!(matches!(outcome, Err(VerbError::Refused(PinRefused::UnknownNeed))), "{outcome:?}");
        assert_eq!((store.pins(round, agent).await.unwrap(), store.round_money(round, agent).await.unwrap()), (vec![], vec![]));
        assert_eq!(store.need_labels(&[need], agent).await.unwrap().len(), 0);
    }
}
