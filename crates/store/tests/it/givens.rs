//! What several tests of the database itself stand on.

use domain::ids::{CommitmentId, HouseholdId, PlanId, SettlementId};
use store::testing::builders::cites::start;
use store::testing::builders::fund::{People, agreed_line, amount, day, order};
use store::testing::builders::rounds::round;
use store::testing::builders::stock::hand_over;
use store::{AdoptPlan, By, Settle, Store};
use uuid::Uuid;

/// A round over what there is: its plan 81 001 adopted, a twin of it left aside, and what was set aside
/// for this family handed over.
pub async fn adopted(store: &Store, first: HouseholdId, by: By) {
    let round = round(store, 1, by).await;
    let base = store.situation(round, by).await.unwrap().unwrap();
    let content = allocation::plan(&base.situation, &base.policy).unwrap();
    for plan in [81_001, 81_002] {
        let plan = PlanId(Uuid::from_u128(plan));
        store.keep_plan(plan, &base, &content, by, start()).await.unwrap();
    }
    let adopt = AdoptPlan { form: Uuid::from_u128(82_001), plan: PlanId(Uuid::from_u128(81_001)) };
    store.adopt_plan(&adopt, by, start()).await.unwrap();
    let kept = store.reservations_of(first, by).await.unwrap().remove(0);
    store.lend(&hand_over(1, first, &[kept.item]), by, start()).await.unwrap();
}

/// The order BC-8001 of 40 € on an agreed line, 10 € of it settled.
pub async fn settled(store: &Store, people: &People) -> SettlementId {
    let (_, agreement) = agreed_line(store, people, 10_000, 5_000).await;
    store.commit(&order(agreement, 8_001, 4_000), people.principal, start()).await.unwrap();
    let settle = Settle {
        id: SettlementId(Uuid::from_u128(8_002)),
        commitment: CommitmentId(Uuid::from_u128(8_001)),
        invoice: "F-1".into(),
        amount: amount(1_000),
        on: day(),
    };
    store.settle(&settle, people.principal, start()).await.unwrap();
    settle.id
}
