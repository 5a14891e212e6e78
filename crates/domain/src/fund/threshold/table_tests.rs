//! The table as it stands on the days that matter, and what a town may add.

use super::*;

fn net(cents: i64) -> Amount {
    Amount::from_cents(cents).unwrap()
}

fn in_force_on(day: Date) -> Vec<(ThresholdKind, i64)> {
    let rows = bundled_thresholds();
    in_force(&rows, day).iter().map(|row| (row.kind(), row.net().cents() / 100)).collect()
}

#[test]
fn the_thresholds_of_a_day() {
    use ThresholdKind::{DispensedSupplies, Formalised, WrittenContract};
    for (day, dispensed, formalised) in [
        (date(2020, 5, 11), 40_000, 214_000),
        (date(2025, 12, 31), 40_000, 221_000),
        (date(2026, 1, 1), 40_000, 216_000),
        (date(2026, 3, 31), 40_000, 216_000),
        (date(2026, 4, 1), 60_000, 216_000),
        (date(2027, 12, 31), 60_000, 216_000),
    ] {
        let expected =
            [(WrittenContract, 25_000), (DispensedSupplies, dispensed), (Formalised, formalised)];
        assert_eq!(in_force_on(day), expected, "{day}");
    }
    // Nobody knows the next formalised threshold yet: none is made up.
    assert_eq!(in_force_on(date(2028, 1, 1)).len(), 2);
}

#[test]
fn every_day_since_2020_has_one_row_of_each_kind() {
    let mut day = date(2020, 1, 1);
    while day <= date(2027, 12, 31) {
        for kind in ThresholdKind::ALL {
            let rows = BUNDLED_THRESHOLDS.iter().filter(|row| row.kind == *kind);
            let expected = usize::from(*kind != ThresholdKind::LocalQuotes);
            assert_eq!(rows.filter(|row| row.holds_on(day)).count(), expected, "{kind} on {day}");
        }
        day = day.tomorrow().unwrap();
    }
}

#[test]
fn the_laws_rows_could_have_been_typed() {
    for row in BUNDLED_THRESHOLDS {
        let again = ProcurementThreshold::new(
            row.kind,
            (row.from, row.until),
            net(row.net_cents),
            row.quotes,
            &row.source,
        );
        assert_eq!(again.as_ref(), Ok(row));
        let kept = serde_json::to_string(row).unwrap();
        assert_eq!(serde_json::from_str::<ProcurementThreshold>(&kept).unwrap(), *row);
    }
}

#[test]
fn a_towns_row_makes_sense_or_is_refused() {
    let day = date(2026, 1, 1);
    let row = |kind, until, quotes, source| {
        ProcurementThreshold::new(kind, (day, until), net(100_000), quotes, source).map(drop)
    };
    let act = "délibération du 1er janvier 2026";
    assert_eq!(row(ThresholdKind::LocalQuotes, None, 3, act), Ok(()));
    assert_eq!(row(ThresholdKind::LocalQuotes, None, 0, act), Err(ThresholdFault::NoQuotes));
    let other = Err(ThresholdFault::QuotesOfAnotherKind);
    assert_eq!(row(ThresholdKind::Formalised, None, 3, act), other);
    assert_eq!(row(ThresholdKind::LocalQuotes, None, 3, " "), Err(ThresholdFault::NoSource));
    let before = Some(date(2025, 12, 31));
    let ends = Err(ThresholdFault::EndsBeforeStart);
    assert_eq!(row(ThresholdKind::LocalQuotes, before, 3, act), ends);
    let kept = r#"{"kind":"formalised","from":"2026-01-01","until":null,"net":"0","source":"x"}"#;
    assert!(serde_json::from_str::<ProcurementThreshold>(kept).is_err());
}

#[test]
fn a_later_row_replaces_an_earlier_one_and_numbers_of_quotes_stand_side_by_side() {
    let own = |kind, from, cents, quotes| {
        ProcurementThreshold::new(kind, (from, None), net(cents), quotes, "délibération").unwrap()
    };
    let mut rows = bundled_thresholds();
    rows.push(own(ThresholdKind::LocalQuotes, date(2026, 1, 1), 400_000, 3));
    rows.push(own(ThresholdKind::LocalQuotes, date(2026, 1, 1), 100_000, 2));
    rows.push(own(ThresholdKind::LocalQuotes, date(2026, 9, 1), 500_000, 3));
    rows.push(own(ThresholdKind::DispensedSupplies, date(2027, 1, 1), 7_000_000, 0));
    let on = |day| {
        let found = in_force(&rows, day);
        found.iter().map(|row| (row.quotes(), row.net().cents() / 100)).collect::<Vec<_>>()
    };
    let spring = on(date(2026, 5, 1));
    assert_eq!(spring, [(2, 1_000), (3, 4_000), (0, 25_000), (0, 60_000), (0, 216_000)]);
    let autumn = on(date(2026, 9, 1));
    assert_eq!(autumn, [(2, 1_000), (3, 5_000), (0, 25_000), (0, 60_000), (0, 216_000)]);
    let next = on(date(2027, 1, 1));
    assert_eq!(next, [(2, 1_000), (3, 5_000), (0, 25_000), (0, 70_000), (0, 216_000)]);
    rows.reverse();
    let found = in_force(&rows, date(2027, 1, 1));
    let reversed: Vec<_> =
        found.iter().map(|row| (row.quotes(), row.net().cents() / 100)).collect();
    assert_eq!(reversed, next);
}
