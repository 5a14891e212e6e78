//! Nothing is lost or made by a split.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn euros(cents: i64) -> Euros {
    Euros::from_cents(cents)
}

fn units(count: u32) -> NonZeroU32 {
    NonZeroU32::new(count).unwrap()
}

#[test]
fn the_first_of_equals_take_the_cents_left() {
    assert_eq!(evenly(euros(100), units(3)), [34, 33, 33].map(euros));
    assert_eq!(evenly(euros(-100), units(3)), [-34, -33, -33].map(euros));
    assert_eq!(over_weights(euros(100), &[1, 1, 1]).unwrap(), [34, 33, 33].map(euros));
    // 14,28 · 28,57 · 57,14: the largest remainder is the second's.
    assert_eq!(over_weights(euros(100), &[1, 2, 4]).unwrap(), [14, 29, 57].map(euros));
    assert_eq!(over_weights(euros(2), &[0, 1, 1, 1]).unwrap(), [0, 1, 1, 0].map(euros));
    assert_eq!(over_weights(euros(100), &[0, 0]), Err(SplitRefused::NoWeight));
    assert_eq!(over_weights(euros(100), &[]), Err(SplitRefused::NoWeight));
    let most = over_weights(euros(i64::MIN), &[u64::MAX, u64::MAX]).unwrap();
    assert_eq!(most, [i64::MIN / 2; 2].map(euros));
    assert_eq!(over_weights(euros(i64::MIN), &[7]).unwrap(), [euros(i64::MIN)]);
}

#[test]
fn months_are_counted_whole() {
    let shares = over_months(euros(1_000), date(2026, 11, 30), date(2027, 1, 1)).unwrap();
    let told: Vec<_> = shares.iter().map(|one| (one.year, one.month, one.amount.cents())).collect();
    assert_eq!(told, [(2026, 11, 334), (2026, 12, 333), (2027, 1, 333)]);
    let wrong = over_months(euros(1_000), date(2027, 1, 1), date(2026, 12, 31));
    assert_eq!(wrong, Err(SplitRefused::EndsBeforeStart));
}

#[test]
fn a_hundred_and_fifty_plans_engage_the_years_they_run_in() {
    let monthly = Amount::from_cents(999).unwrap();
    let forecast =
        MonthlyForecast::new(monthly, units(150), date(2026, 9, 15), date(2028, 6, 30)).unwrap();
    assert_eq!(forecast.cost().cents(), 999 * 150 * 22);
    assert_eq!(forecast.months().len(), 22);
    let told = |years: Vec<YearShare>| -> Vec<_> {
        years.iter().map(|one| (one.year, one.months, one.amount.cents() / 149_850)).collect()
    };
    assert_eq!(told(forecast.years()), [(2026, 4, 4), (2027, 12, 12), (2028, 6, 6)]);
    assert_eq!(told(forecast.years_after(date(2027, 10, 1))), [(2027, 2, 2), (2028, 6, 6)]);
    assert_eq!(forecast.years_after(date(2028, 6, 1)), []);
    let fault = |units, to| MonthlyForecast::new(monthly, units, date(2026, 9, 15), to).map(drop);
    let wrong = Err(ForecastFault::Plan(PlanFault::EndsBeforeStart));
    assert_eq!(fault(units(1), date(2026, 9, 14)), wrong);
    assert_eq!(fault(units(u32::MAX), date(2027, 9, 14)), Err(ForecastFault::TooLarge));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// The parts make the whole, and none is a cent or more from its exact share.
    #[test]
    fn the_parts_make_the_whole(total: i64, weights in prop::collection::vec(0..=u64::MAX, 1..20)) {
        let sum: u128 = weights.iter().copied().map(u128::from).sum();
        prop_assume!(sum > 0);
        let parts = over_weights(euros(total), &weights).unwrap();
        let whole: i128 = parts.iter().map(|part| i128::from(part.cents())).sum();
        prop_assert_eq!(whole, i128::from(total));
        for (part, weight) in parts.iter().zip(&weights) {
            let share = u128::from(total.unsigned_abs()) * u128::from(*weight) / sum;
            let part = u128::from(part.cents().unsigned_abs());
            prop_assert!(part == share || part == share + 1 && *weight > 0);
        }
    }

    /// Equal weights are equal parts, whichever way they are asked for; the first are the largest.
    #[test]
    fn equal_parts_are_equal(total: i64, count in 1..60_u32) {
        let parts = evenly(euros(total), units(count));
        prop_assert_eq!(&parts, &over_weights(euros(total), &vec![3; count as usize]).unwrap());
        let size = |part: &Euros| part.cents().unsigned_abs();
        prop_assert!(parts.iter().map(size).is_sorted_by(|a, b| a >= b));
        prop_assert!(size(&parts[0]) - size(&parts[parts.len() - 1]) <= 1);
    }

    /// Months and years of a forecast cost what is committed for it.
    #[test]
    fn months_and_years_make_the_cost(cents in 1..100_000_i64, count in 1..500_u32, start in 0..700_i32, length in 0..900_i32) {
        use jiff::ToSpan as _;
        let from = date(2026, 1, 1).saturating_add(start.days());
        let to = from.saturating_add(length.days());
        let forecast = MonthlyForecast::new(Amount::from_cents(cents).unwrap(), units(count), from, to).unwrap();
        let months = forecast.months();
        prop_assert_eq!(months.iter().map(|one| one.amount.cents()).sum::<i64>(), forecast.cost().cents());
        prop_assert_eq!(by_year(months), forecast.years());
        let spread = over_months(forecast.cost().euros(), from, to).unwrap();
        prop_assert_eq!(by_year(spread), forecast.years());
    }
}
