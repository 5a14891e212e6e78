//! Rounds, done to the store and to the model.

use domain::ids::{PlanId, RoundId};
use jiff::Timestamp;
use store::testing::builders::rounds::policy;
use store::{AdoptPlan, OpenRound};
use uuid::Uuid;

use super::super::acts::Act;
use super::{World, done};

impl World {
    fn round_id(&self, n: u32) -> RoundId {
        RoundId(Uuid::from_u128((u128::from(self.n) + 1) << 64 | u128::from(n)))
    }

    pub(super) async fn propose(&mut self, form: u128, times: u8, now: Timestamp) {
        let Some((n, _)) = self.model.round.clone() else { return };
        let base = self.store.situation(self.round_id(n), self.by).await.unwrap().unwrap();
        let plan = allocation::plan(&base.situation, &base.policy).unwrap();
        let id = PlanId(Uuid::from_u128(form));
        for _ in 0..times {
            self.store.keep_plan(id, &base, &plan, self.by, now).await.unwrap();
        }
        self.model.proposals.push((id, n, self.model.ground().unwrap()));
    }

    pub(super) async fn round(&mut self, act: &Act, form: u128, times: u8, now: Timestamp) {
        let (store, by) = (self.store.clone(), self.by);
        match act {
            Act::OpenRound => {
                policy(&store, by).await;
                self.rounds += 1;
                let order =
                    OpenRound { id: self.round_id(self.rounds), name: format!("Tour {form}") };
                let may = self.model.open_round(self.rounds);
                self.count("open_round", may);
                for _ in 0..times {
                    let seed = u32::try_from(form).unwrap();
                    assert_eq!(done(store.open_round(&order, || seed, by, now).await), may);
                }
            }
            Act::AbandonRound => {
                if let Some((n, _)) = self.model.round.take() {
                    store.abandon_round(self.round_id(n), by, now).await.unwrap();
                }
            }
            Act::Adopt(pick) => {
                // Mostly the latest: an old one is nearly always refused.
                let last = self.model.proposals.len();
                let Some(back) = (pick % 4).checked_rem(last) else { return };
                let at = last - 1 - back;
                let may = self.model.may_adopt(at);
                self.count("adopt", may);
                let plan = self.model.proposals[at].0;
                let order = AdoptPlan { form: Uuid::from_u128(form), plan };
                for _ in 0..times {
                    assert_eq!(done(store.adopt_plan(&order, by, now).await), may, "{plan}");
                }
                if may {
                    self.adopted(plan).await;
                }
            }
            _ => {}
        }
    }

    async fn adopted(&mut self, plan: PlanId) {
        let kept = self.store.plan(plan, self.by).await.unwrap().unwrap();
        let (held, _) = self.store.reservations(None, 0, 1_000, self.by).await.unwrap();
        let made: Vec<_> = held.into_iter().filter(|one| one.plan == plan).collect();
        assert_eq!(made.len(), kept.plan.assignments.len(), "exactly the plan's units");
        self.model.adopt(&made);
    }
}
