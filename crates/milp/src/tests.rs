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

trait Whole {
    fn map_whole(&self) -> Vec<i64>;
}

impl Whole for Vec<f64> {
    fn map_whole(&self) -> Vec<i64> {
        self.iter().map(|value| value.round() as i64).collect()
    }
}
