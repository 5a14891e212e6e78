//! Not a cent is lost or made between one year and the next.

use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::Euros;
use crate::fund::{Amount, LineCents, LineSums};
use crate::ids::FundLineId;

fn euros(cents: i64) -> Euros {
    Euros::from_cents(cents)
}

fn amount(cents: i64) -> Amount {
    Amount::from_cents(cents).unwrap()
}

fn id(n: u128) -> FundLineId {
    FundLineId(Uuid::from_u128(n))
}

fn act() -> Act {
    Act::new("DBM 3", date(2026, 12, 18)).unwrap()
}

fn line(n: u128, fiscal_year: i16, origin: &str) -> LineOrigin {
    LineOrigin { id: id(n), fiscal_year, origin: origin.to_owned() }
}

/// Line `n` of 2026 to line `to` of 2027.
fn carried(n: u128, to: u128, cents: i64) -> CarryOver {
    CarryOver::new(&line(n, 2026, "P147"), &line(to, 2027, "P147"), amount(cents), act()).unwrap()
}

fn repaid(n: u128, cents: i64) -> Repayment {
    Repayment { from: id(n), amount: amount(cents), act: act() }
}

fn left(cents: i64) -> Remainder {
    Remainder::new(euros(cents), Euros::ZERO).unwrap()
}

#[test]
fn a_line_with_commitments_or_below_nothing_is_not_closed() {
    let sums = |notified, open, settled| {
        LineSums::new(LineCents { notified, open, settled, ..LineCents::default() }).unwrap()
    };
    let reserved = NotClosable::StillReserved { open: euros(1) };
    assert_eq!(Remainder::of(sums(1_000, 1, 500)), Err(reserved));
    let below = NotClosable::BelowNothing { available: euros(-1) };
    assert_eq!(Remainder::of(sums(499, 0, 500)), Err(below));
    assert_eq!(Remainder::of(sums(1_000, 0, 500)), Ok(left(500)));
    assert_eq!(Remainder::of(sums(500, 0, 500)), Ok(left(0)));
}

#[test]
fn every_cent_leaves_and_no_other() {
    let close = |carried, repaid| ClosingPlan::new(id(1), left(1_000), carried, repaid).map(drop);
    assert_eq!(close(vec![carried(1, 11, 700)], vec![repaid(1, 300)]), Ok(()));
    assert_eq!(close(vec![carried(1, 11, 1_000)], vec![]), Ok(()));
    assert_eq!(close(vec![], vec![repaid(1, 1_000)]), Ok(()));
    let not_all =
        |leaving| ClosingRefused::NotAllOfIt { available: euros(1_000), leaving: euros(leaving) };
    assert_eq!(close(vec![carried(1, 11, 700)], vec![repaid(1, 299)]), Err(not_all(999)));
    assert_eq!(close(vec![carried(1, 11, 700)], vec![repaid(1, 301)]), Err(not_all(1_001)));
    assert_eq!(close(vec![], vec![]), Err(not_all(0)));
    let other = ClosingRefused::OtherLine { line: id(2) };
    assert_eq!(close(vec![carried(2, 11, 1_000)], vec![]), Err(other));
    assert_eq!(close(vec![], vec![repaid(2, 1_000)]), Err(other));
    let large = vec![repaid(1, i64::MAX), repaid(1, 1)];
    assert_eq!(close(vec![], large), Err(ClosingRefused::TooLarge));
    assert!(ClosingPlan::new(id(1), left(0), vec![], vec![]).is_ok());
}

#[test]
fn money_is_carried_to_the_next_years_line_of_its_origin() {
    let carry = |from, to| CarryOver::new(&from, &to, amount(1), act()).map(drop);
    let from = || line(1, 2026, "P147");
    assert_eq!(carry(from(), line(2, 2027, "P147")), Ok(()));
    assert_eq!(carry(from(), line(1, 2027, "P147")), Err(CarryOverRefused::SameLine));
    let not_next = |to| CarryOverRefused::NotNextYear { from: 2026, to };
    assert_eq!(carry(from(), line(2, 2026, "P147")), Err(not_next(2026)));
    assert_eq!(carry(from(), line(2, 2028, "P147")), Err(not_next(2028)));
    let (p147, p230) = ("P147".to_owned(), "P230".to_owned());
    let other = CarryOverRefused::OtherOrigin { from: p147, to: p230 };
    assert_eq!(carry(from(), line(2, 2027, "P230")), Err(other));
    assert_eq!(Act::new(" ", date(2026, 12, 18)), Err(ActFault::NoNumber));
    assert_eq!(Act::new(&"x".repeat(61), date(2026, 12, 18)), Err(ActFault::TooLong));
    let kept = serde_json::to_string(&act()).unwrap();
    assert_eq!(serde_json::from_str::<Act>(&kept).unwrap(), act());
    assert!(serde_json::from_str::<Act>(r#"{"number":"","on":"2026-12-18"}"#).is_err());
}

#[test]
fn a_line_is_closed_once_and_not_while_it_receives() {
    let plan = |n, to| ClosingPlan::new(id(n), left(5), vec![carried(n, to, 5)], vec![]).unwrap();
    let twice = YearEndRefused::LineTwice { line: id(1) };
    assert_eq!(YearEnd::new(vec![plan(1, 11), plan(1, 12)]), Err(twice));
    let receives = YearEndRefused::ReceivesAndCloses { line: id(2) };
    assert_eq!(YearEnd::new(vec![plan(1, 2), plan(2, 12)]), Err(receives));
    let end = YearEnd::new(vec![plan(2, 11), plan(1, 11)]).unwrap();
    assert_eq!(end.carried_in().into_iter().collect::<Vec<_>>(), [(id(11), euros(10))]);
    assert_eq!(end.plans().map(ClosingPlan::line).collect::<Vec<_>>(), [id(1), id(2)]);
    let large = |n| ClosingPlan::new(id(n), left(i64::MAX), vec![], vec![repaid(n, i64::MAX)]);
    let too_large = YearEnd::new(vec![large(1).unwrap(), large(2).unwrap()]);
    assert_eq!(too_large, Err(YearEndRefused::TooLarge));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Over any lines: what was notified is what was spent, what the next year received and what went
    /// back; and a cent more or less on any movement is refused.
    #[test]
    fn the_sum_before_is_the_sum_after(
        lines in prop::collection::vec((0..=99_999_999_999_900_i64, 0..=100_u8, 0..=100_u8, 0..3_u8), 1..12),
    ) {
        let part = |whole: i64, percent: u8| whole / 100 * i64::from(percent);
        let mut plans = Vec::new();
        let (mut notified, mut settled) = (0_i64, 0_i64);
        for (n, (whole, spent, kept, to)) in (1..).zip(lines) {
            let spent = part(whole, spent);
            let sums = LineSums::new(LineCents { notified: whole, settled: spent, ..LineCents::default() }).unwrap();
            let remainder = Remainder::of(sums).unwrap();
            notified += whole;
            settled += spent;
            let kept = part(whole - spent, kept);
            let given = whole - spent - kept;
            let movements = |kept: i64, given: i64| (
                (kept > 0).then(|| carried(n, 100 + u128::from(to), kept)).into_iter().collect::<Vec<_>>(),
                (given > 0).then(|| repaid(n, given)).into_iter().collect::<Vec<_>>(),
            );
            for (kept, given) in [(kept + 1, given), (kept, given + 1), (kept - 1, given), (kept, given - 1)] {
                let (carried, repaid) = movements(kept, given);
                if kept >= 0 && given >= 0 {
                    prop_assert!(ClosingPlan::new(id(n), remainder, carried, repaid).is_err());
                }
            }
            let (carried, repaid) = movements(kept, given);
            plans.push(ClosingPlan::new(id(n), remainder, carried, repaid).unwrap());
        }
        let mut reversed = plans.clone();
        reversed.reverse();
        let end = YearEnd::new(plans).unwrap();
        prop_assert_eq!(&YearEnd::new(reversed).unwrap(), &end);
        let received: i64 = end.carried_in().values().map(|sum| sum.cents()).sum();
        let totals = end.totals();
        prop_assert_eq!(totals.carried.cents(), received);
        prop_assert_eq!(totals.available.cents(), received + totals.repaid.cents());
        prop_assert_eq!(notified, settled + received + totals.repaid.cents());
    }
}
