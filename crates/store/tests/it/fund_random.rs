//! Random sequences of everything that moves money: no cent is made or lost, nothing is overdrawn, and the
//! figures of every past instant are read again from the journal as they were.

mod lines;
mod plans;

use domain::Seat;
use domain::fund::{AgreementState, LineCents, SettlementState};
use domain::ids::{AgreementId, CommitmentId, ComplementId, FundLineId, SettlementId};
use jiff::{SignedDuration, Timestamp};
use store::testing::builders::cites::{seated, start};
use store::testing::builders::fund::{
    People, agreed_line, amount, came, day, invoice, order, order_payment, people, settle,
};
use store::{By, CancelCommitment, Complement, Pay, RejectPayment, Store, figures_after, on_both};
use uuid::Uuid;

use plans::{Proposed, Purchase, wanting};

/// Acts of one sequence.
const ACTS: u128 = 300;

/// A small generator, so that a failing run can be run again.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next()).unwrap() % most
    }
}

#[derive(Clone, Copy)]
struct Order {
    amount: i64,
    settled: i64,
    gone: bool,
}

#[derive(Clone, Copy)]
struct Debt {
    order: usize,
    /// Below zero for a credit note.
    amount: i64,
    state: SettlementState,
}

/// What the ledger should hold.
#[derive(Default)]
struct Model {
    line: LineCents,
    next: LineCents,
    orders: Vec<Order>,
    debts: Vec<Debt>,
    proposed: Option<Proposed>,
    purchases: Vec<Purchase>,
    /// Plans refused for a line with too little left.
    short: u32,
}

impl Model {
    /// The sums of the line, from its orders and its requests alone.
    fn sums(&self) -> LineCents {
        let open = self.orders.iter().filter(|one| !one.gone);
        LineCents {
            open: open.map(|one| one.amount - one.settled).sum(),
            settled: self.orders.iter().map(|one| one.settled).sum(),
            reserved: self.purchases.iter().map(|one| one.held).sum(),
            ..self.line
        }
    }

    fn available(&self) -> i64 {
        self.sums().available()
    }

    /// May this much more be owed on an order? That takes it from what is reserved, or from the line where
    /// the order is cancelled.
    fn may_owe_again(&self, at: usize, cents: i64) -> bool {
        let order = self.orders[at];
        let room = order.amount - order.settled >= cents;
        room && (!order.gone || self.available() >= cents)
    }
}

struct Run<'a> {
    store: &'a Store,
    people: People,
    agent: By,
    line: FundLineId,
    agreement: AgreementId,
    model: Model,
    dice: Dice,
    step: u128,
    now: Timestamp,
}

impl Run<'_> {
    fn id(&self, kind: u128) -> Uuid {
        Uuid::from_u128(kind * 100_000 + self.step)
    }

    fn order_id(at: usize) -> u128 {
        1_000_000 + at as u128
    }

    fn debt_id(at: usize) -> u128 {
        2_000_000 + at as u128
    }

    async fn act(&mut self) {
        let cents = i64::try_from(self.dice.next() % 30_000).unwrap() + 1;
        let order = self.dice.below(self.model.orders.len().max(1));
        let debt = self.dice.below(self.model.debts.len().max(1));
        match self.dice.next() % 17 {
            0 | 1 => self.commit(cents).await,
            2 | 3 if !self.model.orders.is_empty() => self.settle(order, cents).await,
            4 if !self.model.orders.is_empty() => self.settle(order, -cents).await,
            5 if !self.model.orders.is_empty() => self.cancel(order).await,
            6 if !self.model.orders.is_empty() => self.complement(order, cents).await,
            7 if !self.model.debts.is_empty() => self.pay(debt).await,
            8 if !self.model.debts.is_empty() => self.reject(debt).await,
            9 => self.carry(cents).await,
            10 => self.repay(cents).await,
            11..=13 => self.plan(self.line).await,
            14 | 15 if !self.model.purchases.is_empty() => self.purchase(cents).await,
            _ => self.notify(if cents % 3 == 0 { -cents } else { cents }).await,
        }
    }

    async fn commit(&mut self, cents: i64) {
        let number = Self::order_id(self.model.orders.len());
        let fits = cents <= self.model.available();
        let new = order(self.agreement, number, cents);
        let done = self.store.commit(&new, self.people.principal, self.now).await;
        assert_eq!(done.is_ok(), fits, "{}: {done:?}", self.step);
        if fits {
            came(self.store, &self.people, number).await;
            self.model.orders.push(Order { amount: cents, settled: 0, gone: false });
        }
    }

    /// Settles an invoice, or a credit note below zero.
    async fn settle(&mut self, at: usize, cents: i64) {
        let order = self.model.orders[at];
        let fits = if cents < 0 {
            -cents <= order.settled
        } else {
            !order.gone && cents <= order.amount - order.settled
        };
        let (paper, number) = (3_000_000 + self.step, Self::debt_id(self.model.debts.len()));
        let new = invoice(paper, Self::order_id(at), cents);
        self.store.note_invoice(&new, self.people.principal, self.now).await.unwrap();
        let done = self.store.settle(&settle(number, paper), self.people.principal, self.now).await;
        assert_eq!(done.is_ok(), fits, "{}: {done:?}", self.step);
        if fits {
            self.model.orders[at].settled += cents;
            let state = SettlementState::Settled;
            self.model.debts.push(Debt { order: at, amount: cents, state });
        }
    }

    async fn cancel(&mut self, at: usize) {
        let order = self.model.orders[at];
        let commitment = CommitmentId(Uuid::from_u128(Self::order_id(at)));
        let form = CancelCommitment { form: self.id(4), commitment };
        let done = self.store.cancel_commitment(&form, self.people.principal, self.now).await;
        let fits = !order.gone && order.settled < order.amount;
        assert_eq!(done.is_ok(), fits, "{}: {done:?}", self.step);
        if let Ok(released) = done {
            assert_eq!(released.cents(), order.amount - order.settled, "{}", self.step);
            self.model.orders[at].gone = true;
        }
    }

    async fn complement(&mut self, at: usize, cents: i64) {
        let fits = !self.model.orders[at].gone && cents <= self.model.available();
        let new = Complement {
            id: ComplementId(self.id(5)),
            commitment: CommitmentId(Uuid::from_u128(Self::order_id(at))),
            amount: amount(cents),
            reason: "Port".into(),
            on: day(),
        };
        let done = self.store.complement(&new, self.people.principal, self.now).await;
        assert_eq!(done.is_ok(), fits, "{}: {done:?}", self.step);
        if fits {
            self.model.orders[at].amount += cents;
        }
    }

    /// Orders the payment, and the next time pays it.
    async fn pay(&mut self, at: usize) {
        let debt = self.model.debts[at];
        let settlement = SettlementId(Uuid::from_u128(Self::debt_id(at)));
        if debt.state == SettlementState::Settled {
            let form = order_payment(600_000 + self.step, Self::debt_id(at));
            self.store.order_payment(&form, self.people.principal, self.now).await.unwrap();
            self.model.debts[at].state = SettlementState::Ordered;
            return;
        }
        let form = Pay { form: self.id(7), settlement, reference: "V".into(), on: day() };
        let done = self.store.pay(&form, self.people.accountant, self.now).await;
        let fits = debt.state == SettlementState::Ordered;
        assert_eq!(done.is_ok(), fits, "{}: {done:?}", self.step);
        if fits {
            self.model.debts[at].state = SettlementState::Paid;
        }
    }

    async fn reject(&mut self, at: usize) {
        let debt = self.model.debts[at];
        let settlement = SettlementId(Uuid::from_u128(Self::debt_id(at)));
        let form = RejectPayment { form: self.id(8), settlement, reason: "Pièce".into() };
        let done = self.store.reject_payment(&form, self.people.accountant, self.now).await;
        let ordered = debt.state == SettlementState::Ordered;
        let room = debt.amount > 0 || self.model.may_owe_again(debt.order, -debt.amount);
        assert_eq!(done.is_ok(), ordered && room, "{}: {done:?}", self.step);
        if done.is_ok() {
            self.model.debts[at].state = SettlementState::Rejected;
            let order = &mut self.model.orders[debt.order];
            order.settled -= debt.amount;
            // Owed whole again, a cancelled order is closed: what is rejected after is reserved for it.
            order.gone &= order.settled < order.amount;
        }
    }
}

on_both! {
    async fn no_cent_is_made_or_lost_and_the_past_is_read_again(fresh) {
        let store = &fresh.store;
        let people = people(store).await;
        let (line, agreement) = agreed_line(store, &people, 100_000, 99_000_000).await;
        let agent = seated(store, 0, Seat::TownAgent).await;
        wanting(store, agent).await;
        let model = Model { line: LineCents { notified: 100_000, ..LineCents::default() }, ..Model::default() };
        let mut run = Run { store, people, agent, line, agreement, model, dice: Dice(20_261_130), step: 0, now: start() };
        let mut past: Vec<(Timestamp, LineCents)> = Vec::new();
        for step in 0..ACTS {
            run.step = step;
            run.now = start() + SignedDuration::from_mins(i64::try_from(step).unwrap());
            run.act().await;
            let lines = store.fund_lines(people.principal).await.unwrap();
            let kept = |year: i16| lines.iter().find(|line| line.fiscal_year == year);
            let shown = kept(2026).unwrap().sums;
            assert_eq!(shown.cents(), run.model.sums(), "step {step}");
            let next = kept(2027).map(|line| line.sums.cents()).unwrap_or_default();
            assert_eq!(next, run.model.next, "step {step}");
            // What is notified is somewhere: available, reserved, spent, given back or gone to the next year.
            let sums = run.model.sums();
            let everywhere = shown.available().cents() + sums.reserved + sums.open + sums.settled + sums.repaid + next.carried_in;
            assert_eq!(everywhere, sums.notified, "step {step}");
            past.push((run.now, shown.cents()));
        }
        for (then, cents) in past {
            let again = store.fund_line_at(line, then, people.delegate).await.unwrap().unwrap();
            assert_eq!(again.cents(), cents, "at {then}");
            // What statements and pictures are made of says the same.
            let acts = store.fund_ledger(people.delegate.cite, then).await.unwrap();
            assert_eq!(figures_after(&acts).unwrap()[&line].sums, cents, "at {then}");
        }
        let everything = [SettlementState::Paid, SettlementState::Rejected, SettlementState::Ordered];
        for state in everything {
            assert!(run.model.debts.iter().any(|debt| debt.state == state), "{state} never happened");
        }
        assert!(run.model.debts.iter().any(|debt| debt.amount < 0), "no credit note");
        assert!(run.model.orders.iter().any(|order| order.gone), "no cancellation");
        assert!(run.model.next.carried_in > 0 && run.model.line.repaid > 0, "nothing went on or back");
        let purchases = &run.model.purchases;
        assert!(purchases.iter().any(|one| one.state == AgreementState::Refused), "no refusal");
        assert!(purchases.iter().any(|one| one.state == AgreementState::Agreed && one.held == 0), "nothing bought");
        assert!(run.model.short > 0, "every plan had enough");
        assert_eq!(store.check().await.unwrap(), []);
    }
}
