//! Adopted plans among the random acts: money set aside, asked for, ordered, refused or given up.

use domain::fund::{AgreementState, Answer, CommitRefused};
use domain::ids::{AgreementId, FundLineId, PlanId, RoundId};
use store::testing::builders::cites::start;
use store::testing::builders::fund::{amount, answering, came, order};
use store::testing::builders::households::in_need;
use store::testing::builders::rounds::policy;
use store::{
    AdoptPlan, AdoptRefused, By, CommitRefused as Refused, GiveUpPurchase, OpenRound, Store,
    VerbError,
};

use super::{Order, Run};
use crate::round_money::{money, tablet};

/// A plan that waits to be adopted.
pub struct Proposed {
    round: RoundId,
    plan: PlanId,
    cost: i64,
    /// The most that the round may spend, and what that was when it was proposed.
    most: i64,
    then: i64,
}

/// A request that a plan made.
#[derive(Clone, Copy)]
pub struct Purchase {
    agreement: AgreementId,
    amount: i64,
    pub held: i64,
    pub state: AgreementState,
}

/// Twelve families, and something to buy for them.
pub async fn wanting(store: &Store, agent: By) {
    for n in 1..=12 {
        in_need(store, n, agent).await;
    }
    store.offer_item(&tablet(1, 7_777), agent, start()).await.unwrap();
    policy(store, agent).await;
}

impl Run<'_> {
    pub async fn plan(&mut self, line: FundLineId) {
        match self.model.proposed.take() {
            None => self.propose(line).await,
            Some(proposed) => self.adopt(proposed).await,
        }
    }

    async fn propose(&mut self, line: FundLineId) {
        let most = self.model.available().min(50_000);
        if most <= 0 {
            return;
        }
        let (round, plan) = (RoundId(self.id(21)), PlanId(self.id(22)));
        let open = OpenRound { id: round, name: format!("Tour {}", self.step) };
        self.store.open_round(&open, || 1, self.agent, self.now).await.unwrap();
        let opened = money(2_000_000 + self.step, round, line, most);
        self.store.set_round_money(&opened, self.people.principal, self.now).await.unwrap();
        let base = self.store.situation(round, self.agent).await.unwrap().unwrap();
        let content = allocation::plan(&base.situation, &base.policy).unwrap();
        self.store.keep_plan(plan, &base, &content, self.agent, self.now).await.unwrap();
        let cost = content.cost_cents.cast_signed();
        self.model.proposed = Some(Proposed { round, plan, cost, most, then: most });
    }

    async fn adopt(&mut self, Proposed { round, plan, cost, most, then }: Proposed) {
        let available = self.model.available();
        let stale = available.min(most).max(0) != then;
        let form = AdoptPlan { form: self.id(23), plan };
        match self.store.adopt_plan(&form, self.agent, self.now).await {
            Ok(()) => assert!(cost <= available.max(0) && !stale, "{}", self.step),
            Err(VerbError::Refused(AdoptRefused::Short { .. })) => {
                assert!(cost > available, "{}", self.step);
                self.model.short += 1;
                return self.store.abandon_round(round, self.agent, self.now).await.unwrap();
            }
            Err(VerbError::Refused(AdoptRefused::StalePlan(_))) => {
                assert!(stale && (cost == 0 || cost <= available), "{}", self.step);
                return self.store.abandon_round(round, self.agent, self.now).await.unwrap();
            }
            Err(other) => panic!("{}: {other:?}", self.step),
        }
        for (_, request) in self.store.plan_requests(plan, self.agent).await.unwrap() {
            let cents = request.amount.cents();
            let state = AgreementState::Asked;
            let purchase = Purchase { agreement: request.id, amount: cents, held: cents, state };
            self.model.purchases.push(purchase);
        }
    }

    /// Answers a request, orders what is agreed, or gives it up.
    pub async fn purchase(&mut self, cents: i64) {
        let at = self.dice.below(self.model.purchases.len());
        let Purchase { agreement, amount: whole, held, state } = self.model.purchases[at];
        let says = self.dice.below(3);
        match state {
            AgreementState::Asked if says == 0 => {
                let no = answering(700_000 + self.step, agreement, Answer::No);
                self.store.answer_agreement(&no, self.people.delegate, self.now).await.unwrap();
                (self.model.purchases[at].held, self.model.purchases[at].state) =
                    (0, AgreementState::Refused);
            }
            AgreementState::Asked => {
                let seats = [self.people.principal, self.people.copilot, self.people.delegate];
                for (nth, by) in seats.into_iter().enumerate() {
                    let yes = 800_000 + self.step * 3 + nth as u128;
                    let yes = answering(yes, agreement, Answer::Yes);
                    self.store.answer_agreement(&yes, by, self.now).await.unwrap();
                }
                self.model.purchases[at].state = AgreementState::Agreed;
            }
            AgreementState::Agreed if held > 0 && says == 0 => {
                let form = GiveUpPurchase { form: self.id(24), agreement };
                let by = self.people.principal;
                self.store.give_up_purchase(&form, by, self.now).await.unwrap();
                self.model.purchases[at].held = 0;
            }
            AgreementState::Agreed if held > 0 => self.take(at, whole.min(cents * 3)).await,
            _ => {}
        }
    }

    /// The first order under a request takes what it holds.
    async fn take(&mut self, at: usize, cents: i64) {
        let Purchase { agreement, held, .. } = self.model.purchases[at];
        let number = Self::order_id(self.model.orders.len());
        let new = order(agreement, number, cents);
        let done = self.store.commit(&new, self.people.principal, self.now).await;
        let fits = cents <= self.model.available() + held;
        assert_eq!(done.is_ok(), fits, "{}: {done:?}", self.step);
        match done {
            Ok(()) => {
                came(self.store, &self.people, number).await;
                self.model.orders.push(Order {
                    amount: amount(cents).cents(),
                    settled: 0,
                    gone: false,
                });
                self.model.purchases[at].held = 0;
            }
            Err(VerbError::Refused(Refused::Rule(CommitRefused::Short { .. }))) => {}
            Err(other) => panic!("{}: {other:?}", self.step),
        }
    }
}
