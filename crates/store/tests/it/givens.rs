//! What several tests of the database itself stand on.

use domain::ids::{HouseholdId, PlanId, SettlementId};
use store::testing::builders::cites::start;
use store::testing::builders::fund::{
    People, agreed_line, came, invoice, order, order_payment, settle,
};
use store::testing::builders::rounds::round;
use store::testing::builders::stock::hand_over;
use store::{AdoptPlan, By, NoteInvoice, Store};
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

/// The order BC-8001 of 40 € on an agreed line, 10 € of it settled, its payment ordered.
pub async fn settled(store: &Store, people: &People) -> SettlementId {
    let (_, agreement) = agreed_line(store, people, 10_000, 5_000).await;
    store.commit(&order(agreement, 8_001, 4_000), people.principal, start()).await.unwrap();
    came(store, people, 8_001).await;
    let paper = NoteInvoice { number: "F-1".into(), ..invoice(8_014, 8_001, 1_000) };
    store.note_invoice(&paper, people.principal, start()).await.unwrap();
    store.settle(&settle(8_002, 8_014), people.principal, start()).await.unwrap();
    store.order_payment(&order_payment(8_015, 8_002), people.principal, start()).await.unwrap();
    SettlementId(Uuid::from_u128(8_002))
}
