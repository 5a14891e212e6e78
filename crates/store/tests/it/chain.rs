//! From an order's lines to its payment: what came in parts, what is invoiced, and what stands in the way.

use domain::Euros;
use domain::fund::{
    Amount, CommitRefused as CommitRule, ComplementRefused as ComplementRule, CreditRefused,
    MatchDifference, OrderLine, SettlementState, Taxed, UnitPrice, VatRate, priced,
};
use domain::ids::{
    CommitmentId, ComplementId, DeliveryId, InvoiceId, LotId, SchoolId, SettlementId,
};
use domain::stock::ItemKind;
use jiff::civil::date;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::fund::{
    People, agreed_line, amount, came, day, invoice, notify, order, order_payment, owed, people,
    settle, supplier,
};
use store::{
    CertifyDelivery, CertifyDeliveryRefused, Commit, CommitRefused, Complement, ComplementRefused,
    DeliveredUnits, InvoicedLine, NoteDelivery, NoteDeliveryRefused, NoteInvoice,
    NoteInvoiceRefused, OrderPaymentRefused, OrderedLine, Pay, PayRefused, RejectPayment,
    SettleRefused, Store, VerbError, on_both,
};
use uuid::Uuid;

const ORDER: u128 = 8_000;

fn rate(hundredths: u16) -> VatRate {
    VatRate::from_hundredths(hundredths).unwrap()
}

/// Ten tablets at 200,00 € and a day of training at 5,5 %: 2 400,00 + 105,50 €.
fn lines() -> Vec<OrderedLine> {
    let prices = [
        UnitPrice { quantity: 10, unit: Euros::from_cents(20_000), rate: rate(2_000) },
        UnitPrice { quantity: 1, unit: Euros::from_cents(10_000), rate: rate(550) },
    ];
    let priced = priced(&prices, None).unwrap();
    let named = [("Tablette", Some(ItemKind::Tablet)), ("Formation", None)];
    let line = |((label, kind), price): ((&str, _), OrderLine)| OrderedLine {
        label: label.into(),
        kind,
        price,
    };
    named.into_iter().zip(priced).map(line).collect()
}

/// 5 000 € on the line, all agreed; the order of [`lines`] committed.
async fn ordered(store: &Store) -> People {
    let people = people(store).await;
    let (_, agreement) = agreed_line(store, &people, 500_000, 500_000).await;
    let order =
        Commit { siret: Some(supplier()), lines: lines(), ..order(agreement, ORDER, 250_550) };
    store.commit(&order, people.principal, start()).await.unwrap();
    people
}

fn delivery(number: u128, units: &[(u32, i32)]) -> NoteDelivery {
    let unit = |(line, units): &(u32, i32)| DeliveredUnits {
        line: *line,
        units: *units,
        lot: Some(LotId(Uuid::from_u128(number * 10 + u128::from(*line)))),
    };
    NoteDelivery {
        id: DeliveryId(Uuid::from_u128(number)),
        commitment: CommitmentId(Uuid::from_u128(ORDER)),
        number: format!("BL-{number}"),
        on: day(),
        school: None,
        remark: String::new(),
        units: units.iter().map(unit).collect(),
        today: day(),
    }
}

fn certify(form: u128, number: u128) -> CertifyDelivery {
    let delivery = DeliveryId(Uuid::from_u128(number));
    CertifyDelivery { form: Uuid::from_u128(form), delivery, on: day() }
}

/// An invoice of units of the tablets' line, at this price each without tax.
fn tablets(number: u128, units: i32, each: i64) -> NoteInvoice {
    let net = Euros::from_cents(i64::from(units) * each);
    let amount = Taxed::of_net(net, rate(2_000)).unwrap();
    let part = domain::fund::InvoicePart { line: Some(1), units, rate: rate(2_000), amount };
    let line = InvoicedLine { label: "Tablette".into(), part };
    NoteInvoice { lines: vec![line], ..invoice(number, ORDER, 1) }
}

async fn available(store: &Store, people: &People) -> i64 {
    let line = store.fund_lines(people.principal).await.unwrap().remove(0);
    let journal = store.fund_line_at(line.id, start(), people.principal).await.unwrap().unwrap();
    assert_eq!(line.sums, journal, "the journal derives the same sums");
    line.sums.available().cents()
}

on_both! {
    async fn what_comes_in_parts_makes_lots_and_never_more_than_was_ordered(fresh) {
        let store = &fresh.store;
        let people = ordered(store).await;
        let agent = seated(store, 0, domain::Seat::TownAgent).await;
        let foreign = seated(store, 1, domain::Seat::TownAgent).await;
        let refused = async |order: &NoteDelivery, by| match store.note_delivery(order, by, start()).await {
            Err(VerbError::Refused(why)) => why,
            other => panic!("{other:?}"),
        };
        use NoteDeliveryRefused as R;
        let first = delivery(8_100, &[(1, 6)]);
        assert_eq!(refused(&first, people.accountant).await, R::NotYourSeat);
        assert_eq!(refused(&first, foreign).await, R::UnknownCommitment);
        assert_eq!(refused(&delivery(8_100, &[]), agent).await, R::Nothing);
        assert_eq!(refused(&delivery(8_100, &[(3, 1)]), agent).await, R::UnknownLine);
        assert_eq!(refused(&delivery(8_100, &[(1, 11)]), agent).await, R::OverOrder { line: 1, left: 10 });
        assert_eq!(refused(&delivery(8_100, &[(1, -1)]), agent).await, R::OverReceived { line: 1 });
        let early = NoteDelivery { on: date(2026, 8, 31), ..first.clone() };
        assert_eq!(refused(&early, agent).await, R::BeforeOrder(day()));
        let late = NoteDelivery { on: date(2026, 9, 2), ..first.clone() };
        assert_eq!(refused(&late, agent).await, R::InFuture);
        let nowhere = NoteDelivery { school: Some(SchoolId(Uuid::from_u128(1))), ..first.clone() };
        assert_eq!(refused(&nowhere, agent).await, R::UnknownSchool);
        store.note_delivery(&first, agent, start()).await.unwrap();
        store.note_delivery(&first, agent, start()).await.unwrap();
        let twin = NoteDelivery { number: "BL-8100".into(), ..delivery(8_101, &[(1, 1)]) };
        assert_eq!(refused(&twin, agent).await, R::NumberTaken);
        assert_eq!(refused(&delivery(8_101, &[(1, 5)]), agent).await, R::OverOrder { line: 1, left: 4 });
        store.note_delivery(&delivery(8_101, &[(1, 4), (2, 1)]), agent, start()).await.unwrap();
        // Two go back to the supplier, and may come again.
        store.note_delivery(&delivery(8_102, &[(1, -2)]), agent, start()).await.unwrap();
        store.note_delivery(&delivery(8_103, &[(1, 2)]), agent, start()).await.unwrap();

        let book = store.commitment(CommitmentId(Uuid::from_u128(ORDER)), agent).await.unwrap().unwrap();
        assert_eq!(book.deliveries.len(), 4);
        // Each delivery of tablets is a lot to scan into; training is none, nor is what goes back.
        assert_eq!(book.lots.len(), 3);
        assert!(book.lots.iter().all(|lot| lot.kind == ItemKind::Tablet && lot.items == 0));
        let first = book.lots.iter().find(|lot| lot.id == LotId(Uuid::from_u128(81_001)));
        assert_eq!(first.map(|lot| lot.label.as_str()), Some("BC-8000-1 Tablette (BL-8100)"));

        let by_agent = store.certify_delivery(&certify(8_110, 8_100), agent, start()).await;
        assert!(matches!(by_agent, Err(VerbError::Refused(CertifyDeliveryRefused::NotYourSeat))));
        store.certify_delivery(&certify(8_110, 8_100), people.principal, start()).await.unwrap();
        let twice = store.certify_delivery(&certify(8_111, 8_100), people.principal, start()).await;
        assert!(matches!(twice, Err(VerbError::Refused(CertifyDeliveryRefused::AlreadyCertified))));
        let stranger = seated(store, 1, domain::Seat::Principal).await;
        let unknown = store.certify_delivery(&certify(8_112, 8_101), stranger, start()).await;
        assert!(matches!(unknown, Err(VerbError::Refused(CertifyDeliveryRefused::Unknown))));
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn an_invoice_is_settled_as_certified_or_with_a_reason(fresh) {
        let store = &fresh.store;
        let people = ordered(store).await;
        let principal = people.principal;
        store.note_delivery(&delivery(8_100, &[(1, 6)]), principal, start()).await.unwrap();
        let paper = tablets(8_200, 6, 20_000);
        store.note_invoice(&paper, principal, start()).await.unwrap();
        // What came is not certified: nothing is owed for it.
        let early = store.settle(&settle(8_300, 8_200), principal, start()).await;
        assert!(matches!(early, Err(VerbError::Refused(SettleRefused::NoServiceDone))), "{early:?}");
        store.certify_delivery(&certify(8_110, 8_100), principal, start()).await.unwrap();
        store.settle(&settle(8_300, 8_200), principal, start()).await.unwrap();
        // Six certified: four more are not, and they are invoiced a euro too dear.
        store.note_invoice(&tablets(8_201, 4, 20_100), principal, start()).await.unwrap();
        let differs = store.settle(&settle(8_301, 8_201), principal, start()).await;
        let Err(VerbError::Refused(SettleRefused::Differs(found))) = differs else { panic!("{differs:?}") };
        assert!(found.contains(&MatchDifference::InvoicedMoreThanReceived { line: 1, received: 6, invoiced: 10 }), "{found:?}");
        assert!(found.iter().any(|one| matches!(one, MatchDifference::UnitPriceDiffers { line: 1, .. })), "{found:?}");
        let said = store::Settle { remark: "Prix convenu au téléphone".into(), ..settle(8_301, 8_201) };
        store.settle(&said, principal, start()).await.unwrap();
        // 1 440,00 + 964,80 € of 2 505,50 €.
        let book = store.commitment(CommitmentId(Uuid::from_u128(ORDER)), principal).await.unwrap().unwrap();
        assert_eq!(book.commitment.money.open_part().cents(), 250_550 - 144_000 - 96_480);
        assert_eq!(book.settlements[1].remark, "Prix convenu au téléphone");
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn an_invoice_that_cannot_be_is_not_noted(fresh) {
        let store = &fresh.store;
        let people = ordered(store).await;
        let refused = async |order: NoteInvoice, by| match store.note_invoice(&order, by, start()).await {
            Err(VerbError::Refused(why)) => why,
            other => panic!("{other:?}"),
        };
        use NoteInvoiceRefused as R;
        let good = invoice(8_200, ORDER, 12_000);
        let foreign = seated(store, 1, domain::Seat::Principal).await;
        assert_eq!(refused(good.clone(), people.accountant).await, R::NotYourSeat);
        assert_eq!(refused(good.clone(), foreign).await, R::UnknownCommitment);
        let other = domain::identifiers::Siret::parse("35600000000048").unwrap();
        assert_eq!(refused(NoteInvoice { siret: other, ..good.clone() }, people.principal).await, R::OtherSupplier);
        let backwards = NoteInvoice { received_on: date(2026, 8, 31), ..good.clone() };
        assert_eq!(refused(backwards, people.principal).await, R::ReceivedBeforeIssued);
        let before = NoteInvoice { issued_on: date(2026, 8, 31), ..good.clone() };
        assert_eq!(refused(before, people.principal).await, R::BeforeOrder(day()));
        let future = NoteInvoice { received_on: date(2026, 9, 2), ..good.clone() };
        assert_eq!(refused(future, people.principal).await, R::InFuture);
        let mut nothing = good.clone();
        nothing.lines[0].part.amount = Taxed::ZERO;
        assert_eq!(refused(nothing, people.principal).await, R::Nothing);
        let mut stray = good.clone();
        stray.lines[0].part.line = Some(9);
        assert_eq!(refused(stray, people.principal).await, R::UnknownLine);
        store.note_invoice(&good, people.principal, start()).await.unwrap();
        let twin = NoteInvoice { id: InvoiceId(Uuid::from_u128(8_201)), ..good };
        assert_eq!(refused(twin, people.principal).await, R::NumberTaken);
    }
}

on_both! {
    async fn a_credit_note_gives_back_and_the_accountant_may_refuse_it(fresh) {
        let store = &fresh.store;
        let people = people(store).await;
        let (line, agreement) = agreed_line(store, &people, 100_000, 200_000).await;
        store.commit(&order(agreement, ORDER, 40_000), people.principal, start()).await.unwrap();
        came(store, &people, ORDER).await;
        owed(store, &people, 8_200, ORDER, 40_000).await;
        assert_eq!(available(store, &people).await, 60_000);
        store.note_invoice(&invoice(8_201, ORDER, -40_001), people.principal, start()).await.unwrap();
        let over = store.settle(&settle(8_301, 8_201), people.principal, start()).await;
        let settled = Euros::from_cents(40_000);
        assert!(matches!(over, Err(VerbError::Refused(SettleRefused::Credit(CreditRefused { settled: left }))) if left == settled), "{over:?}");
        owed(store, &people, 8_202, ORDER, -10_000).await;
        let book = store.commitment(CommitmentId(Uuid::from_u128(ORDER)), people.principal).await.unwrap().unwrap();
        assert_eq!((book.commitment.money.settled.cents(), book.commitment.money.open_part().cents()), (30_000, 10_000));
        let cancel = store::CancelCommitment { form: Uuid::from_u128(8_400), commitment: CommitmentId(Uuid::from_u128(ORDER)) };
        store.cancel_commitment(&cancel, people.principal, start()).await.unwrap();
        assert_eq!(available(store, &people).await, 70_000);
        // Refused by the accountant, it is owed again; not where its money is used since.
        store.order_payment(&order_payment(8_401, 8_202), people.principal, start()).await.unwrap();
        store.commit(&order(agreement, 8_001, 65_000), people.principal, start()).await.unwrap();
        let reject = |form: u128| RejectPayment { form: Uuid::from_u128(form), settlement: SettlementId(Uuid::from_u128(8_202)), reason: "Avoir sans objet".into() };
        let used = store.reject_payment(&reject(8_402), people.accountant, start()).await;
        assert!(matches!(used, Err(VerbError::Refused(PayRefused::CreditUsed))), "{used:?}");
        store.notify(&notify(line, 8_500, 5_000), people.principal, start()).await.unwrap();
        store.reject_payment(&reject(8_403), people.accountant, start()).await.unwrap();
        assert_eq!(available(store, &people).await, 0);
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn an_order_that_costs_more_is_raised_within_its_agreement(fresh) {
        let store = &fresh.store;
        let people = people(store).await;
        let (_, agreement) = agreed_line(store, &people, 100_000, 50_000).await;
        store.commit(&order(agreement, ORDER, 40_000), people.principal, start()).await.unwrap();
        let more = |number: u128, cents| Complement {
            id: ComplementId(Uuid::from_u128(number)),
            commitment: CommitmentId(Uuid::from_u128(ORDER)),
            amount: amount(cents),
            reason: "Port".into(),
            on: day(),
        };
        let over = store.complement(&more(8_100, 10_001), people.principal, start()).await;
        let expected = ComplementRule::Commit(CommitRule::OverAgreement { remainder: Euros::from_cents(10_000) });
        assert!(matches!(over, Err(VerbError::Refused(ComplementRefused::Rule(why))) if why == expected), "{over:?}");
        let other = store.complement(&more(8_100, 1), people.copilot, start()).await;
        assert!(matches!(other, Err(VerbError::Refused(ComplementRefused::NotYourSeat))));
        let foreign = seated(store, 1, domain::Seat::Principal).await;
        let unknown = store.complement(&more(8_101, 1), foreign, start()).await;
        assert!(matches!(unknown, Err(VerbError::Refused(ComplementRefused::UnknownCommitment))));
        store.complement(&more(8_100, 10_000), people.principal, start()).await.unwrap();
        store.complement(&more(8_100, 10_000), people.principal, start()).await.unwrap();
        let book = store.commitment(CommitmentId(Uuid::from_u128(ORDER)), people.delegate).await.unwrap().unwrap();
        assert_eq!((book.commitment.money.amount, book.complements.len()), (Amount::from_cents(50_000).unwrap(), 1));
        assert_eq!(available(store, &people).await, 50_000);
        assert_eq!(store.check().await.unwrap(), []);
    }
}

on_both! {
    async fn a_payment_is_ordered_once_under_a_number_of_its_year(fresh) {
        let store = &fresh.store;
        let people = people(store).await;
        let (_, agreement) = agreed_line(store, &people, 100_000, 100_000).await;
        store.commit(&order(agreement, ORDER, 40_000), people.principal, start()).await.unwrap();
        came(store, &people, ORDER).await;
        for number in [8_200, 8_201, 8_202] {
            owed(store, &people, number, ORDER, 10_000).await;
        }
        let first = order_payment(8_300, 8_200);
        store.order_payment(&first, people.principal, start()).await.unwrap();
        let twice = store.order_payment(&order_payment(8_301, 8_200), people.principal, start()).await;
        assert!(matches!(twice, Err(VerbError::Refused(OrderPaymentRefused::NotSettled))), "{twice:?}");
        let same = store::OrderPayment { number: first.number.clone(), ..order_payment(8_302, 8_201) };
        let taken = store.order_payment(&same, people.principal, start()).await;
        assert!(matches!(taken, Err(VerbError::Refused(OrderPaymentRefused::NumberTaken))), "{taken:?}");
        // The numbers of another year begin again.
        let next = store::OrderPayment { on: date(2027, 1, 8), ..same };
        store.order_payment(&next, people.principal, start()).await.unwrap();
        let foreign = seated(store, 1, domain::Seat::Principal).await;
        let unknown = store.order_payment(&order_payment(8_303, 8_202), foreign, start()).await;
        assert!(matches!(unknown, Err(VerbError::Refused(OrderPaymentRefused::UnknownSettlement))));
        let pay = Pay { form: Uuid::from_u128(8_304), settlement: SettlementId(Uuid::from_u128(8_200)), reference: "V-1".into(), on: day() };
        store.pay(&pay, people.accountant, start()).await.unwrap();
        let states: Vec<_> = store.settlements(people.principal).await.unwrap().iter().map(|one| one.state).collect();
        assert_eq!(states, [SettlementState::Paid, SettlementState::Ordered, SettlementState::Settled]);
    }
}

on_both! {
    async fn lines_come_to_the_order_and_go_to_a_school_of_the_cite(fresh) {
        let store = &fresh.store;
        let people = people(store).await;
        let (_, agreement) = agreed_line(store, &people, 500_000, 500_000).await;
        let off = Commit { lines: lines(), ..order(agreement, ORDER, 250_551) };
        let differs = store.commit(&off, people.principal, start()).await;
        let sum = Euros::from_cents(250_550);
        assert!(matches!(differs, Err(VerbError::Refused(CommitRefused::LinesDiffer { sum: found })) if found == sum), "{differs:?}");
        let elsewhere = Commit { delivered_to: Some(SchoolId(Uuid::from_u128(1))), ..order(agreement, ORDER, 1) };
        let unknown = store.commit(&elsewhere, people.principal, start()).await;
        assert!(matches!(unknown, Err(VerbError::Refused(CommitRefused::UnknownSchool))));
        assert_eq!(available(store, &people).await, 500_000, "nothing was committed");
    }
}
