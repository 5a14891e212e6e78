//! What is out of the ordinary in a month: payments after their day, goods that came to a school outside the
//! convention.

use domain::fund::{ConventionKind, ConventionState};
use domain::ids::{AgreementId, CommitmentId, ConventionId, DeliveryId, SchoolId, SettlementId};
use domain::{Euros, Seat};
use jiff::SignedDuration;
use jiff::civil::{Date, date};
use store::testing::builders::cites::{seated, start};
use store::testing::builders::fund::{
    People, agreed_line, day, invoice, order, order_payment, people, settle,
};
use store::testing::builders::households::school;
use store::{
    CertifyDelivery, NewConvention, NoteDelivery, OrderPayment, OutOfOrdinary, Pay, School, Settle,
    Store, on_both,
};
use uuid::Uuid;

const fn id(n: u128) -> Uuid {
    Uuid::from_u128(8_600_000 + n)
}

/// An order of 100 € invoiced on the first day, whose goods come to a school and are certified on another.
async fn ordered(
    store: &Store,
    people: &People,
    agreement: AgreementId,
    number: u128,
    (school, on): (SchoolId, Date),
) {
    let by = people.principal;
    let now = start();
    store.commit(&order(agreement, number, 10_000), by, now).await.unwrap();
    let note = NoteDelivery {
        id: DeliveryId(id(number + 1)),
        commitment: CommitmentId(Uuid::from_u128(number)),
        number: format!("BL-{number}"),
        on: day(),
        school: Some(school),
        remark: String::new(),
        units: Vec::new(),
        today: on,
    };
    store.note_delivery(&note, by, now).await.unwrap();
    let certify = CertifyDelivery { form: id(number + 2), delivery: note.id, on };
    store.certify_delivery(&certify, by, now).await.unwrap();
    let paper = invoice(number + 3, number, 10_000);
    store.note_invoice(&paper, by, now).await.unwrap();
    store.settle(&Settle { on, ..settle(number + 4, number + 3) }, by, now).await.unwrap();
    let ordered = OrderPayment { on, ..order_payment(number + 5, number + 4) };
    store.order_payment(&ordered, by, now).await.unwrap();
    let debt = SettlementId(Uuid::from_u128(number + 4));
    let pay = Pay {
        form: id(number + 6),
        settlement: debt,
        reference: format!("V-{number}"),
        on: date(2026, 10, 10),
    };
    store.pay(&pay, people.accountant, now).await.unwrap();
}

on_both! {
    async fn a_late_payment_and_a_school_outside_the_convention_are_told(fresh) {
        let store = &fresh.store;
        let people = people(store).await;
        let (_, agreement) = agreed_line(store, &people, 100_000, 80_000).await;
        let agent = seated(store, 0, Seat::TownAgent).await;
        let covered = school(store, agent).await;
        let outside = School { id: SchoolId(id(70)), name: "École du Port".into(), uai: None, commune: "Lyon".into() };
        store.create_school(&outside, agent, start()).await.unwrap();
        let convention = NewConvention {
            id: ConventionId(id(71)),
            kind: ConventionKind::Pooling,
            title: "Mutualisation".into(),
            number: String::new(),
            schools: vec![covered],
            state: ConventionState::Signed,
            on: day(),
        };
        store.note_convention(&convention, people.principal, start()).await.unwrap();
        // Invoiced on 1 September, paid on 10 October: due on 1 October, or thirty days after the service.
        ordered(store, &people, agreement, 100, (covered, day())).await;
        ordered(store, &people, agreement, 120, (outside.id, date(2026, 9, 20))).await;
        let cite = people.principal.cite;
        let acts = store.fund_ledger(cite, start() + SignedDuration::from_hours(24 * 300)).await.unwrap();
        let found = store.fund_exceptions(cite, &[], &acts).await.unwrap();
        let told: Vec<_> = found.iter().map(|one| (one.number.as_str(), one.why.clone(), one.amount)).collect();
        let expected = [
            ("BL-120", OutOfOrdinary::OutsideConvention("École du Port".into()), Euros::from_cents(0)),
            ("F-103", OutOfOrdinary::LatePayment(9), Euros::from_cents(10_000)),
        ];
        assert_eq!(told, expected);
    }
}
