//! Rows whose terms are too far apart for floating point, written digit by digit.
//!
//! A solver takes what is within a millionth of a whole number for whole. Of a price of 10¹² cents that
//! millionth pays for a hundred things of 7 001: the solver then finds what no fund pays for, and nothing
//! else. So a row Σ a·x ≤ b of such terms becomes a row for each digit of its numbers, in base 4096, and
//! what is carried from one digit to the next is a column of its own, as in sums on paper. The same whole
//! values keep the digits as keep the row.

use crate::{Column, Program, Row, gcd};

/// How many times the smallest term the greatest may be for both to be left as they are: a millionth of the
/// greatest is then at most a tenth of the smallest.
const FAR: i128 = 100_000;

/// No greater term is left as it is: a millionth of it is then a hundred units.
const GREATEST: i128 = 100_000_000;

/// What a digit counts up to: a hundred terms, each a millionth off, are off by less than a half together.
const BASE: i128 = 4_096;

/// A program whose rows floating point can hold; the columns of the original come first.
pub(crate) struct Digits {
    pub program: Program,
    /// Each column that carries, and the row of the digit it carries from, in the order of the digits.
    carries: Vec<(u32, usize)>,
}

/// The same program with every far row in digits; none if no row is far.
pub(crate) fn of(program: &Program) -> Option<Digits> {
    let sides = |row: &Row| [Side::most(program, row), Side::least(program, row)];
    let far = |row: &Row| {
        let may_be = row.terms.iter().any(|(_, factor)| i128::from(factor.abs()) > FAR);
        may_be && sides(row).into_iter().flatten().any(|side| side.is_far())
    };
    if !program.rows.iter().any(far) {
        return None;
    }
    let empty = Program { rows: Vec::new(), ..program.clone() };
    let mut digits = Digits { program: empty, carries: Vec::new() };
    for row in &program.rows {
        let [most, least] = sides(row).map(|side| side.filter(Side::is_far));
        let kept = Row {
            least: row.least.filter(|_| least.is_none()),
            most: row.most.filter(|_| most.is_none()),
            terms: row.terms.clone(),
        };
        if kept.least.is_some() || kept.most.is_some() {
            digits.program.rows.push(kept);
        }
        for side in [most, least].into_iter().flatten() {
            digits.add(&side);
        }
    }
    Some(digits)
}

/// One bound of a row, as Σ factor·steps ≤ room over whole steps from nothing up.
struct Side {
    terms: Vec<Term>,
    room: i128,
}

struct Term {
    column: u32,
    factor: i128,
    /// The most steps.
    most: i128,
    /// Where no step is taken, and whether steps lead down from there.
    start: i64,
    is_down: bool,
}

impl Side {
    fn most(program: &Program, row: &Row) -> Option<Self> {
        Self::of(program, row, row.most?, 1)
    }

    fn least(program: &Program, row: &Row) -> Option<Self> {
        Self::of(program, row, row.least?, -1)
    }

    /// None if every value keeps it, no value can, or its values need not be whole.
    fn of(program: &Program, row: &Row, bound: i64, sign: i128) -> Option<Self> {
        let mut side = Self { terms: Vec::new(), room: sign * i128::from(bound) };
        for &(column, factor) in &row.terms {
            let Column { least, most, whole, .. } = program.columns[column as usize];
            let factor = sign * i128::from(factor);
            let (start, is_down) = if factor < 0 { (most, true) } else { (least, false) };
            side.room -= factor * i128::from(start);
            let most = i128::from(most) - i128::from(least);
            if factor == 0 || most == 0 {
                continue;
            }
            if !whole {
                return None;
            }
            let factor = factor.abs();
            side.terms.push(Term { column, factor, most, start, is_down });
        }
        let all: i128 = side.terms.iter().map(|term| term.factor * term.most).sum();
        if side.room < 0 || side.room >= all {
            return None;
        }
        // One step that alone is too much is no better for being more than that.
        let too_much = side.room + 1;
        side.terms.iter_mut().for_each(|term| term.factor = term.factor.min(too_much));
        let grain = side.terms.iter().fold(0, |grain, term| gcd(grain, term.factor as i64));
        side.terms.iter_mut().for_each(|term| term.factor /= i128::from(grain));
        side.room /= i128::from(grain);
        Some(side)
    }

    fn is_far(&self) -> bool {
        let factors = || self.terms.iter().map(|term| term.factor);
        let (least, most) = (factors().min().unwrap_or(0), factors().max().unwrap_or(0));
        most > GREATEST || most > FAR * least
    }
}

impl Digits {
    fn add(&mut self, side: &Side) {
        let (mut unit, mut carried) = (1, None);
        loop {
            // Nothing is greater than what there is room for, by one.
            let is_last = side.room + 1 < unit * BASE;
            let digit = |number: i128| if is_last { number / unit } else { number / unit % BASE };
            let mut terms: Vec<(u32, i64)> = Vec::new();
            let mut most = digit(side.room);
            for term in &side.terms {
                let (factor, start) = (digit(term.factor), i128::from(term.start));
                let factor = if term.is_down { -factor } else { factor };
                most += factor * start;
                if factor != 0 {
                    terms.push((term.column, factor as i64));
                }
            }
            terms.extend(carried.map(|column| (column, 1)));
            unit *= BASE;
            if !is_last {
                let below = side.terms.iter().map(|term| term.factor % unit * term.most);
                let carry = below.sum::<i128>() / unit + 1;
                let column = self.program.column(0, carry as i64, true);
                terms.push((column, -BASE as i64));
                self.carries.push((column, self.program.rows.len()));
                carried = Some(column);
            }
            self.program.row(None, Some(most as i64), terms);
            if is_last {
                return;
            }
        }
    }

    /// Values of the original, with what they carry.
    pub fn carried(&self, values: &[i64]) -> Vec<i64> {
        let mut values = values.to_vec();
        values.resize(self.program.columns.len(), 0);
        for &(column, row) in &self.carries {
            let row = &self.program.rows[row];
            let terms = row.terms.iter().filter(|(of, _)| *of != column);
            let sum: i128 = terms
                .map(|&(of, factor)| i128::from(factor) * i128::from(values[of as usize]))
                .sum();
            let over = (sum - i128::from(row.most.unwrap_or(i64::MAX))).max(0);
            values[column as usize] = ((over + BASE - 1) / BASE) as i64;
        }
        values
    }
}
