//! A top-up and a plan are orders: under an agreement, within the line, once.

use std::collections::BTreeSet;

use domain::fund::{Category, CommitRefused as Rule, LineTerms};
use domain::ids::{AgreementId, CommitmentId, ItemId};
use domain::sim::{EventKind, NotPossible, Plan, SimState, Subscription};
use jiff::civil::{Date, date};
use store::testing::builders::cites::start;
use store::testing::builders::fund::{People, agreed_line, amount, people};
use store::testing::builders::stock::TODAY;
use store::testing::{run_sql, snapshot};
use store::{
    By, CardRefusal, CommitRefused, DescribeSimRefused, Finding, ForSims, OrderForSims,
    OrderForSimsRefused as Why, SetLineTerms, Store, VerbError, on_both,
};
use uuid::Uuid;

use super::{cards, describe, described, note};

fn plan(starts: Date, ends: Date) -> ForSims {
    ForSims::Plan(Plan::new(amount(999), starts, ends).unwrap())
}

fn order(n: u128, agreement: AgreementId, what: ForSims, cards: &[ItemId]) -> OrderForSims {
    OrderForSims {
        id: CommitmentId(Uuid::from_u128(n)),
        agreement,
        supplier: "Orange".into(),
        purpose: "Forfaits".into(),
        order_number: format!("BC-{n}"),
        what,
        cards: cards.iter().copied().collect(),
        on: TODAY,
    }
}

async fn available(store: &Store, people: &People) -> i64 {
    let line = store.fund_lines(people.principal).await.unwrap().remove(0);
    let told = store.fund_line_at(line.id, start(), people.principal).await.unwrap().unwrap();
    assert_eq!(line.sums, told, "the journal derives the same sums");
    line.sums.available().cents()
}

fn why<T: std::fmt::Debug>(done: Result<T, VerbError<Why>>) -> Why {
    match done {
        Err(VerbError::Refused(why)) => why,
        other => panic!("{other:?}"),
    }
}

on_both! {
    async fn a_plan_commits_every_month_to_its_end(fresh) {
        let store = &fresh.store;
        let (by, items) = cards(store, 3).await;
        describe(store, 1, &items[..1], by).await;
        let people = people(store).await;
        // 3 lines, September 2026 to June 2027: 10 months at 9,99 €.
        let (_, agreement) = agreed_line(store, &people, 100_000, 100_000).await;
        let order = order(50, agreement, plan(date(2026, 9, 15), date(2027, 6, 30)), &items);
        store.order_for_sims(&order, people.principal, start()).await.unwrap();
        store.order_for_sims(&order, people.principal, start()).await.expect("the same form is one order");
        assert_eq!(available(store, &people).await, 100_000 - 3 * 10 * 999);
        let book = store.commitment(order.id, people.principal).await.unwrap().unwrap();
        assert_eq!((book.commitment.money.amount.cents(), book.commitment.order_number.as_str()), (29_970, "BC-50"));
        for item in &items {
            let file = store.sim(*item, by).await.unwrap().unwrap();
            assert_eq!(file.sim.commitment, Some(order.id));
            assert_eq!(file.sim.valid_until, Some(date(2027, 6, 30)));
            assert_eq!(file.steps[0].kind, EventKind::Subscribed);
            assert_eq!(file.steps[0].amount.map(domain::Euros::cents), Some(9_990));
        }
        let lines = store.journal_of(order.id.into(), people.principal).await.unwrap();
        assert!(lines[0].facts.contains(r#""years":[{"cents":11988,"months":4,"year":2026},{"cents":17982,"months":6,"year":2027}]"#), "{}", lines[0].facts);
        // The plan runs: no second one for the same months, and no hand writes it over.
        let twice = OrderForSims { id: CommitmentId(Uuid::from_u128(51)), order_number: "BC-51".into(), ..order.clone() };
        let Why::Cards(refused) = why(store.order_for_sims(&twice, people.principal, start()).await) else { panic!() };
        assert_eq!(refused.len(), 3);
        assert!(refused.iter().all(|(_, why)| *why == CardRefusal::HasPlan(date(2027, 6, 30))));
        let by_hand = store.describe_sim(&described(60, items[0]), by, start(), TODAY).await;
        assert!(matches!(by_hand, Err(VerbError::Refused(DescribeSimRefused::PlanOnFund))));
        let over = store.describe_sim(&described(61, items[0]), by, start(), date(2027, 7, 1)).await;
        over.expect("once the plan is over the card is free for another");
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn nothing_is_ordered_without_seat_agreement_or_money(fresh) {
        let store = &fresh.store;
        let (by, items) = cards(store, 3).await;
        describe(store, 1, &items[..2], by).await;
        let people = people(store).await;
        let (line, agreement) = agreed_line(store, &people, 5_000, 4_000).await;
        note(store, 20, items[0], (EventKind::Activated, TODAY), by).await.unwrap();
        let before = snapshot(store).await;
        let top_up = |n, cents, cards: &[ItemId]| order(n, agreement, ForSims::TopUp(amount(cents)), cards);
        let ask = async |order: OrderForSims, by: By| why(store.order_for_sims(&order, by, start()).await);
        assert_eq!(ask(top_up(30, 100, &items[..1]), by).await, Why::NotYourSeat);
        assert_eq!(ask(top_up(31, 100, &[]), people.principal).await, Why::OutOfRange);
        let refused = ask(top_up(32, 100, &items), people.principal).await;
        let Why::Cards(refused) = refused else { panic!("{refused:?}") };
        let refused: BTreeSet<String> = refused.iter().map(|(_, why)| format!("{why:?}")).collect();
        let wanted = [CardRefusal::Rule(NotPossible::NotActivated), CardRefusal::NotDescribed];
        assert_eq!(refused, wanted.iter().map(|why| format!("{why:?}")).collect());
        let stranger = ItemId(Uuid::from_u128(1));
        assert_eq!(ask(top_up(33, 100, &[stranger]), people.principal).await, Why::Cards(vec![(None, CardRefusal::Unknown)]));
        let over = ask(top_up(34, 4_001, &items[..1]), people.principal).await;
        assert!(matches!(over, Why::Commit(CommitRefused::Rule(Rule::OverAgreement { .. }))), "{over:?}");
        let other = AgreementId(Uuid::from_u128(1));
        let unknown = order(35, other, ForSims::TopUp(amount(100)), &items[..1]);
        assert_eq!(ask(unknown, people.principal).await, Why::Commit(CommitRefused::UnknownAgreement));
        assert_eq!(snapshot(store).await, before, "nothing is half done");
        let terms = LineTerms { categories: vec![Category::Equipment], ..LineTerms::default() };
        let terms = SetLineTerms { form: Uuid::from_u128(36), line, terms };
        store.set_line_terms(&terms, people.principal, start()).await.unwrap();
        assert_eq!(ask(top_up(37, 100, &items[..1]), people.principal).await, Why::OtherCategory);
        assert_eq!(available(store, &people).await, 5_000);
    }
}

on_both! {
    async fn two_top_ups_at_once_do_not_overdraw_the_line(fresh) {
        let (by, items) = cards(&fresh.store, 2).await;
        describe(&fresh.store, 1, &items, by).await;
        for (form, item) in (20..).zip(&items) {
            note(&fresh.store, form, *item, (EventKind::Activated, TODAY), by).await.unwrap();
        }
        let people = people(&fresh.store).await;
        let (_, agreement) = agreed_line(&fresh.store, &people, 1_500, 10_000).await;
        let tasks: Vec<_> = (0..8).map(|n| {
            let (store, items) = (fresh.store.clone(), items.clone());
            tokio::spawn(async move {
                let card = [items[n % 2]];
                let order = order(100 + n as u128, agreement, ForSims::TopUp(amount(1_000)), &card);
                store.order_for_sims(&order, people.principal, start()).await
            })
        }).collect();
        let mut done = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(()) => done += 1,
                Err(VerbError::Refused(Why::Commit(CommitRefused::Rule(Rule::Short { available })))) => assert_eq!(available.cents(), 500),
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!((done, available(&fresh.store, &people).await), (1, 500));
        assert_eq!(fresh.store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn the_check_sees_a_line_and_an_order_that_were_tampered_with(fresh) {
        let store = &fresh.store;
        let (by, items) = cards(store, 1).await;
        describe(store, 1, &items, by).await;
        note(store, 20, items[0], (EventKind::Activated, TODAY), by).await.unwrap();
        let people = people(store).await;
        let (_, agreement) = agreed_line(store, &people, 5_000, 4_000).await;
        let order = order(30, agreement, ForSims::TopUp(amount(1_000)), &items);
        store.order_for_sims(&order, people.principal, start()).await.unwrap();
        let file = store.sim(items[0], by).await.unwrap().unwrap();
        assert_eq!((file.sim.state, file.sim.valid_until), (SimState::Active, Some(date(2026, 10, 1))));
        assert!(matches!(file.sim.subscription, Subscription::Prepaid(_)));
        run_sql(&fresh.url, "UPDATE sims SET valid_until = '2030-01-01'").await;
        run_sql(&fresh.url, "UPDATE sim_events SET amount_cents = 999 WHERE commitment_id IS NOT NULL").await;
        let found = store.check().await.unwrap();
        assert!(found.iter().any(|one| matches!(one, Finding::SimLife { .. })), "{found:?}");
        assert!(found.contains(&Finding::SimOrder { order: "BC-30".into(), kept: 1_000, derived: 999 }), "{found:?}");
    }
}
