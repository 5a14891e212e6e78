//! Money asked for twice at once.

use domain::fund::{CancelRefused, PaymentRefused, SettleRefused as SettleRule};
use domain::ids::{AgreementId, CommitmentId, PlanId, RepaymentId, SettlementId};
use store::testing::Fresh;
use store::testing::builders::cites::start;
use store::testing::builders::fund::{
    People, agreed_line, amount, came, day, invoice, order, order_payment, owed, people, settle,
};
use store::{
    AdoptPlan, AdoptRefused, By, CancelCommitment, CancelCommitmentRefused, Pay, PayRefused,
    RejectPayment, Repay, SettleRefused, on_both,
};
use uuid::Uuid;

use crate::round_money::{given, money};

use super::{at_once, in_order, outcomes};

const ORDER: u128 = 8_000;

/// 1 000 € on the line, 500 € committed.
async fn committed(fresh: &Fresh) -> People {
    let people = people(&fresh.store).await;
    let (_, agreement) = agreed_line(&fresh.store, &people, 100_000, 100_000).await;
    let order = order(agreement, ORDER, 50_000);
    fresh.store.commit(&order, people.principal, start()).await.unwrap();
    came(&fresh.store, &people, ORDER).await;
    people
}

/// Invoices of so many cents each, from 8 500 on.
async fn invoiced(fresh: &Fresh, people: &People, many: u128, cents: i64) {
    for n in 0..many {
        let paper = invoice(8_500 + n, ORDER, cents);
        fresh.store.note_invoice(&paper, people.principal, start()).await.unwrap();
    }
}

async fn available(fresh: &Fresh, people: &People) -> i64 {
    let line = fresh.store.fund_lines(people.principal).await.unwrap().remove(0);
    line.sums.available().cents()
}

on_both! {
    async fn a_settlement_and_a_cancellation_meet_in_one_order(fresh) {
        let people = committed(&fresh).await;
        invoiced(&fresh, &people, 1, 50_000).await;
        let settling = at_once(&fresh.store, 1, |store, n| async move {
            store.settle(&settle(8_100 + n, 8_500 + n), people.principal, start()).await
        });
        let cancelling = at_once(&fresh.store, 5, |store, n| async move {
            let order = CancelCommitment { form: Uuid::from_u128(8_200 + n), commitment: CommitmentId(Uuid::from_u128(ORDER)) };
            store.cancel_commitment(&order, people.principal, start()).await
        });
        let (settled, closed) = outcomes(settling).await;
        let (cancelled, refused) = outcomes(cancelling).await;
        assert_eq!(settled.len() + cancelled.len(), 1, "{closed:?} {refused:?}");
        assert!(closed.iter().all(|why| matches!(why, SettleRefused::Rule(SettleRule::NotOpen))), "{closed:?}");
        assert!(refused.iter().all(|why| matches!(why, CancelCommitmentRefused::Rule(CancelRefused::NotOpen))), "{refused:?}");
        let expected = if settled.is_empty() { 100_000 } else { 50_000 };
        assert_eq!(available(&fresh, &people).await, expected);
        in_order(&fresh.store).await;
    }
}

on_both! {
    async fn settlements_at_once_do_not_exceed_the_order(fresh) {
        let people = committed(&fresh).await;
        invoiced(&fresh, &people, 20, 12_000).await;
        let tasks = at_once(&fresh.store, 20, |store, n| async move {
            store.settle(&settle(8_100 + n, 8_500 + n), people.principal, start()).await
        });
        let (done, refused) = outcomes(tasks).await;
        assert_eq!((done.len(), refused.len()), (4, 16));
        in_order(&fresh.store).await;
    }
}

on_both! {
    async fn a_debt_is_paid_or_sent_back_once(fresh) {
        let people = committed(&fresh).await;
        owed(&fresh.store, &people, 8_100, ORDER, 20_000).await;
        fresh.store.order_payment(&order_payment(8_299, 8_100), people.principal, start()).await.unwrap();
        let settlement = SettlementId(Uuid::from_u128(8_100));
        let paying = at_once(&fresh.store, 5, |store, n| async move {
            let order = Pay { form: Uuid::from_u128(8_300 + n), settlement, reference: format!("DP-{n}"), on: day() };
            store.pay(&order, people.accountant, start()).await
        });
        let rejecting = at_once(&fresh.store, 5, |store, n| async move {
            let order = RejectPayment { form: Uuid::from_u128(8_400 + n), settlement, reason: "Service fait manquant".into() };
            store.reject_payment(&order, people.accountant, start()).await
        });
        let ((paid, late), (rejected, too)) = (outcomes(paying).await, outcomes(rejecting).await);
        assert_eq!(paid.len() + rejected.len(), 1);
        let decided = PayRefused::Rule(PaymentRefused::AlreadyDecided);
        assert!(late.iter().chain(&too).all(|why| *why == decided), "{late:?} {too:?}");
        in_order(&fresh.store).await;
    }
}

/// The plan 98 001 on a line where 500 € are left, and an order of 300 € that waits to be made on it too.
async fn wanted_twice(fresh: &Fresh) -> (By, AgreementId) {
    let (agent, principal, round, line) = given(fresh).await;
    let store = &fresh.store;
    store.set_round_money(&money(1, round, line, 40_000), principal, start()).await.unwrap();
    let base = store.situation(round, agent).await.unwrap().unwrap();
    let plan = allocation::plan(&base.situation, &base.policy).unwrap();
    for id in [98_001, 98_002] {
        let kept = PlanId(Uuid::from_u128(id));
        store.keep_plan(kept, &base, &plan, agent, start()).await.unwrap();
    }
    let id = RepaymentId(Uuid::from_u128(98_003));
    let back = Repay { id, line, amount: amount(50_000), reference: "OR-1".into(), on: day() };
    store.repay(&back, principal, start()).await.unwrap();
    (agent, AgreementId(Uuid::from_u128(7_002)))
}

on_both! {
    async fn an_adoption_and_an_order_on_a_line_with_room_for_one(fresh) {
        let (agent, agreement) = wanted_twice(&fresh).await;
        let people = people(&fresh.store).await;
        let adopting = at_once(&fresh.store, 1, |store, n| async move {
            let order = AdoptPlan { form: Uuid::from_u128(98_100 + n), plan: PlanId(Uuid::from_u128(98_001)) };
            store.adopt_plan(&order, agent, start()).await
        });
        let committing = at_once(&fresh.store, 1, |store, n| async move {
            store.commit(&order(agreement, 98_200 + n, 30_000), people.principal, start()).await
        });
        let ((adopted, short), (committed, none)) = (outcomes(adopting).await, outcomes(committing).await);
        assert_eq!(adopted.len() + committed.len(), 1, "{short:?} {none:?}");
        assert!(short.iter().all(|why| matches!(why, AdoptRefused::Short { .. })), "{short:?}");
        assert_eq!(available(&fresh, &people).await, 20_000);
        in_order(&fresh.store).await;
    }
}

on_both! {
    async fn of_two_plans_adopted_at_once_one_sets_money_aside(fresh) {
        let (agent, _) = wanted_twice(&fresh).await;
        let people = people(&fresh.store).await;
        let adopting = at_once(&fresh.store, 8, |store, n| async move {
            let plan = PlanId(Uuid::from_u128(98_001 + n % 2));
            store.adopt_plan(&AdoptPlan { form: Uuid::from_u128(98_100 + n), plan }, agent, start()).await
        });
        let (adopted, refused) = outcomes(adopting).await;
        assert_eq!((adopted.len(), refused.len()), (1, 7), "{refused:?}");
        assert_eq!(available(&fresh, &people).await, 20_000);
        assert_eq!(fresh.store.agreements(agent).await.unwrap().len(), 2);
        in_order(&fresh.store).await;
    }
}
