//! An order, its deliveries and its invoices, right and wrong.

use proptest::prelude::*;

use super::*;

fn euros(cents: i64) -> Euros {
    Euros::from_cents(cents)
}

fn rate(hundredths: u16) -> VatRate {
    VatRate::from_hundredths(hundredths).unwrap()
}

/// Ten tablets at 150 €, then four books at 12 €.
fn order() -> [OrderLine; 2] {
    [
        OrderLine::at_unit_price(1, 10, rate(2_000), euros(15_000)).unwrap(),
        OrderLine::at_unit_price(2, 4, rate(550), euros(1_200)).unwrap(),
    ]
}

fn came(line: u32, units: i32) -> ReceivedPart {
    ReceivedPart { line, units }
}

fn billed(line: u32, units: i32, hundredths: u16, net: i64) -> InvoicePart {
    let rate = rate(hundredths);
    InvoicePart { line: Some(line), units, rate, amount: Taxed::of_net(euros(net), rate).unwrap() }
}

fn stranger(hundredths: u16, net: i64) -> InvoicePart {
    InvoicePart { line: None, ..billed(0, 1, hundredths, net) }
}

fn differences(received: &[ReceivedPart], invoices: &[Vec<InvoicePart>]) -> Vec<MatchDifference> {
    three_way(&order(), received, invoices).unwrap().differences().to_vec()
}

#[test]
fn what_came_in_parts_and_is_invoiced_in_parts_matches() {
    let received = [came(1, 6), came(2, 4), came(1, 4)];
    let invoices = [
        vec![billed(1, 6, 2_000, 90_000)],
        vec![billed(1, 4, 2_000, 60_000), billed(2, 4, 550, 4_800)],
    ];
    let matched = three_way(&order(), &received, &invoices).unwrap();
    assert!(matched.is_complete(), "{:?}", matched.differences());
    assert!(matched.settles_without_remark(0) && matched.settles_without_remark(1));
    let tablets = matched.lines()[0];
    assert_eq!(tablets.ordered, tablets.received);
    assert_eq!(tablets.received, tablets.invoiced);
    assert_eq!(tablets.invoiced.amount.gross(), euros(180_000));
}

#[test]
fn what_is_missing_is_waited_for_and_is_no_remark() {
    let invoices = [vec![billed(1, 2, 2_000, 30_000)]];
    let matched = three_way(&order(), &[came(1, 3)], &invoices).unwrap();
    assert_eq!(
        matched.differences(),
        [
            MatchDifference::NotReceivedYet { line: 1, units: 7 },
            MatchDifference::NotInvoicedYet { line: 1, units: 1 },
            MatchDifference::NotReceivedYet { line: 2, units: 4 },
        ]
    );
    assert!(matched.settles_without_remark(0) && !matched.is_complete());
}

#[test]
fn too_many_received_or_invoiced() {
    let all = [came(1, 11), came(2, 3), came(9, 2)];
    let invoices = [vec![billed(1, 11, 2_000, 165_000)], vec![billed(2, 4, 550, 4_800)]];
    let matched = three_way(&order(), &all, &invoices).unwrap();
    assert_eq!(
        matched.differences(),
        [
            MatchDifference::ReceivedMoreThanOrdered { line: 1, ordered: 10, received: 11 },
            MatchDifference::InvoicedMoreThanOrdered { line: 1, ordered: 10, invoiced: 11 },
            MatchDifference::InvoicedMoreThanReceived { line: 2, received: 3, invoiced: 4 },
            MatchDifference::NotReceivedYet { line: 2, units: 1 },
            MatchDifference::ReceivedNotOrdered { line: 9, received: 2 },
        ]
    );
    let remarks: Vec<_> = matched.remarks_on(1).copied().collect();
    assert_eq!(
        remarks,
        [MatchDifference::InvoicedMoreThanReceived { line: 2, received: 3, invoiced: 4 }]
    );
    // One tablet too many that nobody invoices is no remark on the invoice.
    let gift = three_way(&order(), &[came(1, 11)], &[vec![billed(1, 10, 2_000, 150_000)]]).unwrap();
    assert!(gift.settles_without_remark(0));
}

#[test]
fn another_price_is_told_until_a_credit_note_puts_it_right() {
    let received = [came(1, 10), came(2, 4)];
    let books = billed(2, 4, 550, 4_800);
    let dear = vec![billed(1, 10, 2_000, 150_001), books];
    let differs = MatchDifference::UnitPriceDiffers {
        line: 1,
        ordered: euros(150_000),
        invoiced: euros(150_001),
        units: 10,
    };
    assert_eq!(differences(&received, std::slice::from_ref(&dear)), [differs]);
    let reduction = vec![billed(1, 0, 2_000, -1)];
    assert_eq!(differences(&received, &[dear, reduction]), []);
}

#[test]
fn another_rate_is_told_until_a_credit_note_takes_it_back() {
    let received = [came(2, 4)];
    let wrong = vec![billed(2, 4, 2_000, 4_800)];
    let matched = three_way(&order()[1..], &received, std::slice::from_ref(&wrong)).unwrap();
    let amount = Taxed::of_net(euros(4_800), rate(2_000)).unwrap();
    let differs = MatchDifference::VatRateDiffers {
        line: 2,
        ordered: rate(550),
        invoiced: rate(2_000),
        amount,
    };
    assert_eq!(matched.differences(), [differs]);
    assert!(!matched.settles_without_remark(0));
    let taken_back = vec![billed(2, -4, 2_000, -4_800)];
    let again = vec![billed(2, 4, 550, 4_800)];
    let matched = three_way(&order()[1..], &received, &[wrong, taken_back, again]).unwrap();
    assert!(matched.is_complete(), "{:?}", matched.differences());
}

#[test]
fn what_was_never_ordered_is_told_until_it_is_taken_back() {
    let order = &order()[..1];
    let received = [came(1, 10)];
    let tablets = billed(1, 10, 2_000, 150_000);
    let unknown = InvoicePart { line: Some(7), ..stranger(2_000, 500) };
    let invoices = [vec![tablets, stranger(2_000, 990)], vec![unknown]];
    let matched = three_way(order, &received, &invoices).unwrap();
    let told = |invoice, position, net| MatchDifference::InvoicedNotOrdered {
        invoice,
        position,
        amount: Taxed::of_net(euros(net), rate(2_000)).unwrap(),
    };
    assert_eq!(matched.differences(), [told(0, 1, 990), told(1, 0, 500)]);
    assert!(!matched.settles_without_remark(0) && !matched.settles_without_remark(1));
    let [first, second] = invoices;
    let credit = vec![stranger(2_000, -990)];
    let matched = three_way(order, &received, &[first, second, credit]).unwrap();
    assert_eq!(matched.differences(), [told(1, 0, 500)]);
}

#[test]
fn what_is_sent_back_and_credited_is_to_come_again() {
    let received = [came(1, 10), came(1, -2), came(2, 4)];
    let books = billed(2, 4, 550, 4_800);
    let invoices = [vec![billed(1, 10, 2_000, 150_000), books]];
    let more = MatchDifference::InvoicedMoreThanReceived { line: 1, received: 8, invoiced: 10 };
    let missing = MatchDifference::NotReceivedYet { line: 1, units: 2 };
    assert_eq!(differences(&received, &invoices), [more, missing]);
    let [invoice] = invoices;
    let credit = vec![billed(1, -2, 2_000, -30_000)];
    assert_eq!(differences(&received, &[invoice, credit]), [missing]);
    let alone = vec![billed(1, -1, 2_000, -15_000)];
    let credited = MatchDifference::CreditedMoreThanInvoiced { line: 1, units: 1 };
    assert!(differences(&received, &[alone]).contains(&credited));
}

#[test]
fn a_price_that_is_no_whole_cent_may_be_rounded_on_each_invoice() {
    // Three for 10,00 €: 3,33 € each on three invoices is a cent short of the order, and as ordered.
    let amount = Taxed::of_net(euros(1_000), rate(2_000)).unwrap();
    let order = [OrderLine::new(1, 3, rate(2_000), amount).unwrap()];
    let each = |net| vec![billed(1, 1, 2_000, net)];
    let matched = three_way(&order, &[came(1, 3)], &[each(333), each(333), each(333)]).unwrap();
    assert!(matched.is_complete(), "{:?}", matched.differences());
    let matched = three_way(&order, &[came(1, 3)], &[each(335), each(335), each(335)]).unwrap();
    assert!(!matched.is_complete());
}

#[test]
fn an_order_that_makes_no_sense_is_refused() {
    let line = |quantity, unit| OrderLine::at_unit_price(1, quantity, rate(2_000), euros(unit));
    assert_eq!(line(0, 100), Err(OrderLineFault::NoQuantity));
    assert_eq!(line(1, -100), Err(OrderLineFault::Negative));
    let too_large = OrderLineFault::Tax(TaxFault::TooLarge);
    assert_eq!(line(2, i64::MAX), Err(too_large));
    assert_eq!(line(2, Euros::MOST_CENTS), Err(too_large));
    let twice = [order()[0], order()[0]];
    assert_eq!(three_way(&twice, &[], &[]), Err(MatchRefused::LineTwice { line: 1 }));
    let dear = [line(1, 500_000_000_000).unwrap()];
    let received = [came(1, i32::MAX)];
    assert_eq!(three_way(&dear, &received, &[]), Err(MatchRefused::TooLarge { line: 1 }));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// However an order comes and is invoiced in parts, it matches once all of it has; a unit left out
    /// anywhere is told.
    #[test]
    fn parts_of_an_order_match(
        unit in 0..100_000_i64,
        deliveries in prop::collection::vec(1..50_i32, 1..6),
        papers in prop::collection::vec(1..50_i32, 1..6),
    ) {
        let total = deliveries.iter().sum::<i32>().max(papers.iter().sum());
        let closed = |mut parts: Vec<i32>| {
            parts.push(total - parts.iter().sum::<i32>());
            parts
        };
        let quantity = u32::try_from(total).unwrap();
        let order = [OrderLine::at_unit_price(1, quantity, rate(2_000), euros(unit)).unwrap()];
        let received: Vec<_> = closed(deliveries).into_iter().map(|units| came(1, units)).collect();
        let invoices: Vec<_> = closed(papers)
            .into_iter()
            .map(|units| vec![billed(1, units, 2_000, unit * i64::from(units))])
            .collect();
        let matched = three_way(&order, &received, &invoices).unwrap();
        prop_assert!(matched.is_complete(), "{:?}", matched.differences());
        prop_assert!((0..invoices.len()).all(|invoice| matched.settles_without_remark(invoice)));
        let late = three_way(&order, &received[1..], &invoices).unwrap();
        prop_assert!(!late.settles_without_remark(0));
        let waiting = three_way(&order, &received, &invoices[1..]).unwrap();
        let missing = MatchDifference::NotInvoicedYet { line: 1, units: invoices[0][0].units.into() };
        prop_assert_eq!(waiting.differences(), [missing]);
    }
}
