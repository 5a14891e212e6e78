//! Allocation meets money: adopting sets it aside and asks, an order takes it, a refusal lets it go and says
//! who waits again.

mod closed;

use std::collections::BTreeSet;

use domain::delivery::{Origin, Terms};
use domain::fund::{AgreementState, Answer, CommitRefused as Rule, LineCents};
use domain::ids::{AgreementId, CommitmentId, FundLineId, NeedId, PlanId, RepaymentId, RoundId};
use domain::people::equipment::NeedState;
use jiff::SignedDuration;
use store::testing::Fresh;
use store::testing::builders::cites::start;
use store::testing::builders::fund::{People, amount, answering, day, order, people};
use store::testing::builders::rounds;
use store::testing::builders::stock::{delivery, hand_over, tablet, terms};
use store::{
    AdoptPlan, AdoptRefused, Behind, By, CancelCommitment, Claim, Commit, CommitRefused,
    ForgetHousehold, GiveUpPurchase, GiveUpRefused, PlanPurchase, Repay, Store, VerbError,
    WithdrawAgreement, on_both,
};
use uuid::Uuid;

use crate::round_money::{given, money};

/// What stands once a plan is kept that buys two tablets of 150 € on a line of 1 000 €.
struct Buying {
    people: People,
    agent: By,
    line: FundLineId,
    plan: PlanId,
}

const fn adopt(form: u128, plan: PlanId) -> AdoptPlan {
    AdoptPlan { form: Uuid::from_u128(98_100 + form), plan }
}

/// Keeps the plan of a round as it stands.
async fn keep(store: &Store, round: RoundId, id: u128, by: By) -> PlanId {
    let base = store.situation(round, by).await.unwrap().unwrap();
    let plan = allocation::plan(&base.situation, &base.policy).unwrap();
    let kept = PlanId(Uuid::from_u128(id));
    store.keep_plan(kept, &base, &plan, by, start()).await.unwrap();
    kept
}

async fn buying(fresh: &Fresh) -> Buying {
    let (agent, principal, round, line) = given(fresh).await;
    let store = &fresh.store;
    store.set_round_money(&money(1, round, line, 40_000), principal, start()).await.unwrap();
    let plan = keep(store, round, 98_001, agent).await;
    Buying { people: people(store).await, agent, line, plan }
}

/// The same, adopted; and its one request.
async fn adopted(fresh: &Fresh) -> (Buying, AgreementId) {
    let buying = buying(fresh).await;
    fresh.store.adopt_plan(&adopt(1, buying.plan), buying.agent, start()).await.unwrap();
    let requests = fresh.store.plan_requests(buying.plan, buying.agent).await.unwrap();
    let [(_, request)] = &requests[..] else { panic!("{requests:?}") };
    let id = request.id;
    (buying, id)
}

impl Buying {
    async fn sums(&self, store: &Store) -> LineCents {
        let lines = store.fund_lines(self.agent).await.unwrap();
        lines.iter().find(|line| line.id == self.line).unwrap().sums.cents()
    }

    async fn bought(&self, store: &Store, request: AgreementId) -> PlanPurchase {
        store.plan_purchase(request, self.agent).await.unwrap().unwrap()
    }

    async fn agree(&self, store: &Store, request: AgreementId) {
        let seats = [self.people.principal, self.people.copilot, self.people.delegate];
        for (nth, by) in seats.into_iter().enumerate() {
            let answer = answering(98_200 + nth as u128, request, Answer::Yes);
            store.answer_agreement(&answer, by, start()).await.unwrap();
        }
    }

    /// Gives so much back to the funder: once for each amount.
    async fn repay(&self, store: &Store, cents: i64) {
        let id = RepaymentId(Uuid::from_u128(98_300_000 + cents.unsigned_abs() as u128));
        let (line, reference) = (self.line, format!("OR-{cents}"));
        let back = Repay { id, line, amount: amount(cents), reference, on: day() };
        store.repay(&back, self.people.principal, start()).await.unwrap();
    }

    /// The needs that a round opened now would freeze; it is given up at once.
    async fn counted(&self, store: &Store, n: u32) -> BTreeSet<NeedId> {
        let round = rounds::round(store, n, self.agent).await;
        let needs = store.round(round, self.agent).await.unwrap().unwrap().needs;
        let base = store.situation(round, self.agent).await.unwrap().unwrap();
        assert_eq!(base.situation.needs().len(), needs.len());
        store.abandon_round(round, self.agent, start()).await.unwrap();
        needs.into_iter().collect()
    }
}

fn needs(bought: &PlanPurchase, claim: Claim) -> BTreeSet<NeedId> {
    bought.behind.iter().filter(|one| one.claim == claim).map(|one| one.need).collect()
}

/// An order of so many cents under a request.
fn ordered(request: AgreementId, cents: i64) -> Commit {
    order(request, 98_400, cents)
}

const ORDER: CommitmentId = CommitmentId(Uuid::from_u128(98_400));

on_both! {
    async fn adopting_sets_the_money_aside_and_asks_with_the_families_behind(fresh) {
        let (t, request) = adopted(&fresh).await;
        let store = &fresh.store;
        assert_eq!(store.reservations(None, 0, 50, t.agent).await.unwrap().1, 2);
        let sums = t.sums(store).await;
        assert_eq!((sums.reserved, sums.open, sums.available()), (30_000, 0, 70_000));
        let asked = store.agreement(request, t.people.delegate).await.unwrap().unwrap();
        assert_eq!((asked.state, asked.line, asked.reserved.cents()), (AgreementState::Asked, t.line, 30_000));
        assert_eq!((asked.purpose.as_str(), asked.amount.cents()), ("2 × Tablette 1", 30_000));
        assert!(asked.question.deadline.is_some(), "the rule that lets the principal decide needs one");
        let bought = t.bought(store, request).await;
        assert_eq!((bought.plan, bought.units, bought.behind.len()), (t.plan, 2, 2));
        assert!(bought.behind[0].rank < bought.behind[1].rank);
        // Nothing meets them yet, and no other round counts them.
        assert_eq!(store.waiting_list(0, 50, t.agent).await.unwrap().1, 8);
        let counted = t.counted(store, 2).await;
        assert_eq!(counted.len(), 6);
        assert!(counted.is_disjoint(&needs(&bought, Claim::Waiting)));
        // The same click again is the same adoption.
        store.adopt_plan(&adopt(1, t.plan), t.agent, start()).await.unwrap();
        assert_eq!(t.sums(store).await, sums);
        let then = store.fund_line_at(t.line, start() - SignedDuration::from_secs(1), t.agent).await.unwrap();
        assert_eq!(then.unwrap().cents(), LineCents::default(), "read from the journal as it was");
        assert_eq!(store.fund_line_at(t.line, start(), t.agent).await.unwrap().unwrap().cents(), sums);
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_line_with_too_little_refuses_the_whole_adoption(fresh) {
        let t = buying(&fresh).await;
        let store = &fresh.store;
        t.repay(store, 70_001).await;
        let short = store.adopt_plan(&adopt(1, t.plan), t.agent, start()).await;
        let Err(VerbError::Refused(AdoptRefused::Short { line, needed, available })) = short else {
            panic!("{short:?}")
        };
        assert_eq!((line.as_str(), needed.cents(), available.cents()), ("Politique de la ville", 30_000, 29_999));
        assert_eq!(store.reservations(None, 0, 50, t.agent).await.unwrap().1, 0);
        assert_eq!(store.agreements(t.agent).await.unwrap().len(), 1, "the one that was there");
        assert_eq!(t.sums(store).await.reserved, 0);
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_refusal_lets_the_money_go_and_says_who_waits_again(fresh) {
        let (t, request) = adopted(&fresh).await;
        let store = &fresh.store;
        let behind = needs(&t.bought(store, request).await, Claim::Waiting);
        let no = answering(98_210, request, Answer::No);
        store.answer_agreement(&no, t.people.delegate, start()).await.unwrap();
        assert_eq!(t.sums(store).await, LineCents { notified: 100_000, ..LineCents::default() });
        let bought = t.bought(store, request).await;
        assert_eq!(needs(&bought, Claim::Released), behind);
        assert!(bought.behind.iter().all(Behind::waits_again));
        let told = store.journal_of(request.into(), t.agent).await.unwrap().pop().unwrap();
        assert!(behind.iter().all(|need| told.facts.contains(&need.to_string())), "{}", told.facts);
        let counted = t.counted(store, 2).await;
        assert!(counted.is_superset(&behind));
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn the_principal_takes_the_question_back_and_it_may_be_bought_anew(fresh) {
        let (t, request) = adopted(&fresh).await;
        let store = &fresh.store;
        let back = WithdrawAgreement { form: Uuid::from_u128(98_211), agreement: request };
        store.withdraw_agreement(&back, t.people.principal, start()).await.unwrap();
        assert_eq!(t.sums(store).await.reserved, 0);
        // The same families are behind the next round's purchase.
        let round = rounds::round(store, 2, t.agent).await;
        store.set_round_money(&money(2, round, t.line, 40_000), t.people.principal, start()).await.unwrap();
        let plan = keep(store, round, 98_002, t.agent).await;
        store.adopt_plan(&adopt(2, plan), t.agent, start()).await.unwrap();
        assert_eq!(t.sums(store).await.reserved, 30_000);
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn the_order_takes_what_was_set_aside_for_it(fresh) {
        let (t, request) = adopted(&fresh).await;
        let store = &fresh.store;
        let early = store.commit(&ordered(request, 30_000), t.people.principal, start()).await;
        assert!(matches!(early, Err(VerbError::Refused(CommitRefused::Rule(Rule::NotAgreed)))), "{early:?}");
        t.agree(store, request).await;
        assert_eq!(t.sums(store).await.reserved, 30_000);
        // Nothing else is left on the line: what was set aside is enough, and cheaper lets the rest go.
        t.repay(store, 70_000).await;
        store.commit(&ordered(request, 29_000), t.people.principal, start()).await.unwrap();
        let sums = t.sums(store).await;
        assert_eq!((sums.reserved, sums.open, sums.available()), (0, 29_000, 1_000));
        assert_eq!(needs(&t.bought(store, request).await, Claim::Waiting).len(), 2);
        assert_eq!(t.counted(store, 2).await.len(), 6, "ordered: still under way");
        assert_eq!(store.check().await.unwrap(), []);
        // Cancelled before anything came.
        let cancel = CancelCommitment { form: Uuid::from_u128(98_212), commitment: ORDER };
        store.cancel_commitment(&cancel, t.people.principal, start()).await.unwrap();
        let sums = t.sums(store).await;
        assert_eq!((sums.reserved, sums.open, sums.available()), (0, 0, 30_000));
        assert_eq!(needs(&t.bought(store, request).await, Claim::Released).len(), 2);
        assert_eq!(t.counted(store, 3).await.len(), 8);
        // What is available is all there is for another order, under the same agreement.
        t.repay(store, 1_000).await;
        let again = Commit { order_number: "BC-2".into(), ..order(request, 98_401, 30_000) };
        let short = store.commit(&again, t.people.principal, start()).await;
        let Err(VerbError::Refused(CommitRefused::Rule(Rule::Short { available }))) = short else {
            panic!("{short:?}")
        };
        assert_eq!(available.cents(), 29_000);
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn what_came_is_handed_over_first_come_by_rank(fresh) {
        let (t, request) = adopted(&fresh).await;
        let store = &fresh.store;
        t.agree(store, request).await;
        store.commit(&ordered(request, 30_000), t.people.principal, start()).await.unwrap();
        let behind = t.bought(store, request).await.behind;
        let terms = Terms { origin: Origin::Fund { commitment: ORDER }, ..terms() };
        let one = delivery(9, vec![tablet(501)], terms.clone());
        store.receive(&one, t.agent, start()).await.unwrap();
        let bought = t.bought(store, request).await;
        assert_eq!(bought.behind[0].claim, Claim::Arrived, "the first by rank");
        assert_eq!(bought.behind[1].claim, Claim::Waiting);
        assert!(bought.behind[0].may_be_handed_over());
        assert_eq!(t.counted(store, 2).await.len(), 7, "met from the stock from now on");
        let lend = hand_over(98_500, behind[0].household, &[tablet(501).id]);
        store.lend(&lend, t.agent, start()).await.unwrap();
        let bought = t.bought(store, request).await;
        assert_eq!(bought.behind[0].state, NeedState::Served);
        // The rest of the order is cancelled: only who got nothing waits again.
        let cancel = CancelCommitment { form: Uuid::from_u128(98_213), commitment: ORDER };
        store.cancel_commitment(&cancel, t.people.principal, start()).await.unwrap();
        let bought = t.bought(store, request).await;
        assert_eq!((bought.behind[0].claim, bought.behind[1].claim), (Claim::Arrived, Claim::Released));
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn only_the_principal_gives_up_what_is_agreed_and_not_ordered(fresh) {
        let (t, request) = adopted(&fresh).await;
        let store = &fresh.store;
        let give_up = |form: u128, by: By| async move {
            let order = GiveUpPurchase { form: Uuid::from_u128(98_600 + form), agreement: request };
            match store.give_up_purchase(&order, by, start()).await {
                Ok(()) => None,
                Err(VerbError::Refused(why)) => Some(why),
                Err(other) => panic!("{other:?}"),
            }
        };
        assert_eq!(give_up(1, t.people.copilot).await, Some(GiveUpRefused::NotYourSeat));
        assert_eq!(give_up(2, t.people.principal).await, Some(GiveUpRefused::NotAgreed));
        t.agree(store, request).await;
        assert_eq!(give_up(3, t.people.principal).await, None);
        let sums = t.sums(store).await;
        assert_eq!((sums.reserved, sums.available()), (0, 100_000));
        assert_eq!(needs(&t.bought(store, request).await, Claim::Released).len(), 2);
        assert_eq!(give_up(3, t.people.principal).await, None, "the same click");
        assert_eq!(give_up(4, t.people.principal).await, Some(GiveUpRefused::NothingHeld));
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_forgotten_family_leaves_the_count_and_no_name(fresh) {
        let (t, request) = adopted(&fresh).await;
        let store = &fresh.store;
        let first = t.bought(store, request).await.behind.remove(0);
        let order = ForgetHousehold { form: Uuid::from_u128(98_700), household: first.household };
        store.forget_household(&order, t.agent, start()).await.unwrap();
        let bought = t.bought(store, request).await;
        assert_eq!((bought.behind.len(), bought.behind[0].label.as_str()), (2, ""));
        assert_eq!(bought.behind[0].state, NeedState::Withdrawn);
        let no = answering(98_210, request, Answer::No);
        store.answer_agreement(&no, t.people.delegate, start()).await.unwrap();
        let again: Vec<bool> =
            t.bought(store, request).await.behind.iter().map(Behind::waits_again).collect();
        assert_eq!(again, [false, true]);
        assert_eq!(store.check().await.unwrap(), []);
    }
}
