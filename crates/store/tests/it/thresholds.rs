//! The thresholds of purchases: what a year's orders come to without tax, by family.

use domain::Seat;
use domain::fund::{
    Amount, Category, OrderLine, ProcurementThreshold, ThresholdKind, ThresholdLevel, VatRate,
    in_force, split_orders, standing,
};
use domain::ids::LocalThresholdId;
use jiff::civil::date;
use store::testing::builders::cites::{seated, start};
use store::testing::builders::fund::{agreed_line, day, order, people};
use store::{AddThreshold, AddThresholdRefused, CancelCommitment, OrderedLine, VerbError, on_both};
use uuid::Uuid;

on_both! {
    async fn a_year_s_orders_are_counted_without_tax_and_by_family(fresh) {
        let store = &fresh.store;
        let people = people(store).await;
        let by = people.principal;
        let (_, agreement) = agreed_line(store, &people, 9_900_000, 9_900_000).await;
        // 19 000 € of tablets with their tax, in two orders; 1 000 € of plans that say nothing of theirs.
        let rate = VatRate::from_hundredths(2_000).unwrap();
        for number in [1, 2] {
            let price = OrderLine::at_unit_price(1, 100, rate, domain::Euros::from_cents(12_000)).unwrap();
            let mut one = order(agreement, number, 1_440_000);
            one.lines = vec![OrderedLine { label: "Tablette".into(), kind: None, price }];
            one.category = Some(Category::Equipment);
            store.commit(&one, by, start()).await.unwrap();
        }
        let mut plans = order(agreement, 3, 100_000);
        plans.category = Some(Category::Connection);
        store.commit(&plans, by, start()).await.unwrap();
        let mut gone = order(agreement, 4, 500_000);
        gone.category = Some(Category::Equipment);
        store.commit(&gone, by, start()).await.unwrap();
        let cancel = CancelCommitment { form: Uuid::from_u128(5), commitment: gone.id };
        store.cancel_commitment(&cancel, by, start()).await.unwrap();

        let orders = store.counted_orders(2026, people.delegate).await.unwrap();
        let told: Vec<_> = orders.iter().map(|one| (one.order_number.as_str(), one.placed.family.as_str(), one.placed.net.cents(), one.with_tax)).collect();
        let expected = [("BC-1", "equipment", 1_200_000, false), ("BC-2", "equipment", 1_200_000, false), ("BC-3", "connection", 100_000, true)];
        assert_eq!(told, expected, "what was given up is no purchase");
        assert_eq!(store.counted_orders(2025, by).await.unwrap(), []);
        let foreign = seated(store, 1, Seat::Principal).await;
        assert_eq!(store.counted_orders(2026, foreign).await.unwrap(), []);

        // 24 000 € of 25 000: near; and a cité's own rule of 20 000 that two orders get round.
        let rows = store.thresholds(by).await.unwrap();
        let total = domain::Euros::from_cents(2_400_000);
        assert_eq!(standing(total, &in_force(&rows, day()))[0].level, ThresholdLevel::Near);
        let own = ProcurementThreshold::new(ThresholdKind::LocalQuotes, (date(2026, 1, 1), None), Amount::from_cents(2_000_000).unwrap(), 3, "Délibération 12").unwrap();
        let add = |n, threshold| AddThreshold { id: LocalThresholdId(Uuid::from_u128(n)), threshold };
        store.add_threshold(&add(70, own.clone()), by, start()).await.unwrap();
        store.add_threshold(&add(70, own.clone()), by, start()).await.unwrap();
        let rows = store.thresholds(people.copilot).await.unwrap();
        assert_eq!(rows.last(), Some(&own));
        let placed: Vec<_> = orders.iter().map(|one| one.placed.clone()).collect();
        let found = split_orders(&placed, 60, &rows);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].orders.len(), found[0].same_supplier, found[0].threshold), (2, true, &own));
        for other in [people.copilot, people.delegate, people.accountant] {
            let refused = store.add_threshold(&add(71, own.clone()), other, start()).await;
            assert!(matches!(refused, Err(VerbError::Refused(AddThresholdRefused::NotYourSeat))), "{refused:?}");
        }
        assert_eq!(store.thresholds(foreign).await.unwrap().len(), rows.len() - 1, "their own table");
        assert_eq!(store.check().await.unwrap(), []);
    }
}
