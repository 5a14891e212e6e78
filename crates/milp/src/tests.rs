//! Small programs whose answers are known.

use crate::{End, Highs, Program, Sense, Solver, Work};

/// A knapsack whose relaxation is not whole: 3 × 5 and 2 × 4 into 7.
fn knapsack() -> Program {
    let mut program = Program::new(Sense::Most);
    let (a, b) = (program.column(0, 9, true), program.column(0, 9, true));
    program.row(None, Some(7), vec![(a, 3), (b, 2)]);
    program.aim(Sense::Most, [(a, 500), (b, 300)]);
    program
}

#[test]
fn the_best_whole_numbers_and_the_relaxation_are_found() {
    let program = knapsack();
    let answer = Highs.solve(&program, None, Work::UNLIMITED).unwrap();
    assert_eq!((answer.end, answer.limit), (End::Best, Some(1100)));
    assert_eq!(answer.values.unwrap(), [1.0, 2.0]);
    assert_eq!((program.value(&[1, 2]), program.holds(&[1, 2])), (1100, true));
    assert!(!program.holds(&[2, 1]) && !program.holds(&[-1, 2]));
    let relaxed = Highs.relax(&program).unwrap().unwrap();
    assert!((relaxed.value - 3500.0 / 3.0).abs() < 1e-6);
    assert!((relaxed.multipliers[0] - 500.0 / 3.0).abs() < 1e-6);
}

#[test]
fn what_is_impossible_is_told() {
    let mut program = knapsack();
    program.row(Some(8), None, vec![(0, 1), (1, 1)]);
    let answer = Highs.solve(&program, None, Work::UNLIMITED).unwrap();
    assert_eq!((answer.end, answer.values), (End::Impossible, None));
    assert_eq!(Highs.relax(&program).unwrap(), None);
}

#[test]
fn a_start_is_kept_when_the_search_may_not_begin() {
    let program = knapsack();
    let answer = Highs.solve(&program, Some(&[0, 3]), Work::nodes(0)).unwrap();
    assert!(program.value(&answer.values.unwrap().map_whole()) >= 900);
}

/// Two funds, of 10¹² cents and of 7 002, and things at prices from one cent to all of it, some of them only
/// together: the best that is found is the best of all.
#[test]
fn what_is_a_million_million_apart_is_told_apart() {
    const FUND: i64 = 999_999_999_999;
    let prices = [1, 7_001, FUND / 3 + 1, FUND - 7_001, FUND];
    for at in 0..125 {
        let prices = [at % 5, at / 5 % 5, at / 25].map(|at: usize| prices[at]);
        let mut program = Program::new(Sense::Most);
        let columns = [3, 2, 1, 4].map(|most| program.column(0, most, true));
        let paid = || columns.into_iter().zip(prices);
        program.row(None, Some(FUND), paid().collect());
        program.row(None, Some(7_002), paid().take(2).chain([(columns[3], 7_001)]).collect());
        program.row(Some(0), None, vec![(columns[2], -1), (columns[0], 1), (columns[3], 1)]);
        program
            .aim(Sense::Most, [(columns[0], 2), (columns[1], 3), (columns[2], 4), (columns[3], 3)]);
        let all = (0..120).map(|at| [at % 4, at / 4 % 3, at / 12 % 2, at / 24]);
        let best = all.filter(|values| program.holds(values)).map(|values| program.value(&values));
        let best = best.max().unwrap();
        let answer = Highs.solve(&program, Some(&[0; 4]), Work::UNLIMITED).unwrap();
        let values = answer.values.unwrap().map_whole();
        assert!(program.holds(&values), "{prices:?}: {values:?}");
        let found = (program.value(&values), answer.limit.map(i128::from));
        assert_eq!(found, (best, Some(best)), "{prices:?}");
    }
}

/// Rows in digits are kept by the same whole values as the rows: tried on all of them.
#[test]
fn digits_say_what_the_row_says() {
    let far = [
        [1, 250_000, -3],
        [-7_001, 999_999_999_999, 12_345_678],
        [5, 99_999_999, 100_000_001],
        [14, 999_999_999_999, -7_000_021],
    ];
    let bounds = [
        (None, Some(999_999_999_999)),
        (Some(-20_000), Some(200_000_003)),
        // What no value keeps.
        (None, Some(-9_999_999_999_999)),
    ];
    let mut cut = 0;
    for factors in far {
        for (least, most) in bounds {
            let mut program = Program::new(Sense::Most);
            let columns = [-1, 0, 2].map(|least| program.column(least, least + 3, true));
            program.row(least, most, columns.into_iter().zip(factors).collect());
            let digits = crate::digits::of(&program);
            for at in 0..64 {
                let values = [at % 4 - 1, at / 4 % 4, at / 16 + 2];
                let Some(digits) = &digits else { continue };
                let told = digits.carried(&values);
                assert_eq!(digits.program.holds(&told), program.holds(&values), "{values:?}");
                cut += usize::from(!program.holds(&values));
            }
        }
    }
    assert!(cut > 50, "{cut}");
}

#[test]
fn only_what_is_too_far_apart_is_cut_into_digits() {
    let is_cut_at = |most: i64, factors: [i64; 2], whole: bool| {
        let mut program = Program::new(Sense::Most);
        let terms = factors.map(|factor| (program.column(0, 3, whole), factor));
        program.row(None, Some(most), terms.into());
        crate::digits::of(&program).is_some()
    };
    let is_cut = |factors: [i64; 2], whole| is_cut_at(2 * factors[1], factors, whole);
    assert!(!is_cut([1, 100_000], true) && is_cut([1, 100_001], true));
    assert!(!is_cut([99_999_999, 100_000_000], true) && is_cut([99_999_999, 100_000_001], true));
    // What no value keeps, and what every value keeps, is no sum to be done.
    assert!(
        [-1, -2, 4 * 3 * 100_001].map(|most| is_cut_at(most, [1, 100_001], true)) == [false; 3]
    );
    // Told by their grain these are near; and what need not be whole has no digits.
    assert!(!is_cut([2_000, 200_000_000], true) && !is_cut([1, 100_001], false));
}

trait Whole {
    fn map_whole(&self) -> Vec<i64>;
}

impl Whole for Vec<f64> {
    fn map_whole(&self) -> Vec<i64> {
        self.iter().map(|value| value.round() as i64).collect()
    }
}
