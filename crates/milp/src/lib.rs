//! Mixed-integer programs of whole numbers, behind a trait.
//!
//! A [`Program`] is exact: its coefficients, bounds and the answers' columns are integers, and
//! [`Program::holds`] checks an answer without a tolerance. A [`Solver`] is not: it computes in floating
//! point, so what it finds is checked and what it claims is called a claim. [`Highs`] is the one that is
//! built in; no other crate names it.

mod digits;
mod highs;
mod program;
#[cfg(test)]
mod tests;

pub use highs::Highs;
pub use program::{Column, Program, Row, Sense, gcd};

/// How much a search may work. Nodes are counted the same way on every machine: a search that they end is
/// reproducible, one that the clock ends is not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Work {
    /// The most nodes of the search tree; none: no limit.
    pub nodes: Option<u32>,
    /// The most seconds; none: no limit.
    pub seconds: Option<f64>,
}

impl Work {
    /// Until the end.
    pub const UNLIMITED: Self = Self { nodes: None, seconds: None };

    /// At most so many nodes.
    #[must_use]
    pub const fn nodes(nodes: u32) -> Self {
        Self { nodes: Some(nodes), seconds: None }
    }
}

/// What a search came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The best values found, one for each column; none if there are none, or none was found in time.
    pub values: Option<Vec<f64>>,
    /// The value that no answer passes, by the solver's word; none if it knows none.
    pub limit: Option<i64>,
    /// What ended the search.
    pub end: End,
}

impl Answer {
    /// Whether the values are told to be the best and are not worth what the best is told to be worth.
    fn contradicts_itself(&self, program: &Program) -> bool {
        let (End::Best, Some(values), Some(limit)) = (self.end, &self.values, self.limit) else {
            return false;
        };
        let worth = |(column, value): (&Column, &f64)| column.worth as f64 * value;
        let value: f64 = program.columns.iter().zip(values).map(worth).sum();
        (value - limit as f64).abs() > 0.5 * program.grain() as f64
    }
}

/// What ended a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The values are the best there are, by the solver's word.
    Best,
    /// Nothing satisfies all rows, by the solver's word.
    Impossible,
    /// The limit on nodes.
    Nodes,
    /// The limit on seconds.
    Seconds,
}

/// The best value of a program when no column needs to be whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Relaxation {
    /// The value, in floating point.
    pub value: f64,
    /// One value for each column.
    pub values: Vec<f64>,
    /// What one more unit of each row's bound would add to the value.
    pub multipliers: Vec<f64>,
}

/// The solver failed: not an answer about the program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the solver failed: {what}")]
pub struct SolverFailed {
    /// What it says.
    pub what: String,
}

/// Something that solves programs.
pub trait Solver {
    /// Searches for the best values, from a start if one is known (which must satisfy all rows).
    ///
    /// The same program, start and limit on nodes give the same answer.
    ///
    /// # Errors
    /// [`SolverFailed`].
    fn solve(
        &self,
        program: &Program,
        start: Option<&[i64]>,
        work: Work,
    ) -> Result<Answer, SolverFailed>;

    /// Solves the program without asking for whole numbers; none if even that is impossible.
    ///
    /// # Errors
    /// [`SolverFailed`].
    fn relax(&self, program: &Program) -> Result<Option<Relaxation>, SolverFailed>;
}
