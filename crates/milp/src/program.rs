//! A program of whole numbers.

/// What is wanted of the objective.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// The least.
    Least,
    /// The most.
    Most,
}

/// A value to be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The least it may be.
    pub least: i64,
    /// The most it may be.
    pub most: i64,
    /// What one unit adds to the objective.
    pub worth: i64,
    /// Whether it must be whole. What need not be must come out whole by itself (a flow between whole
    /// numbers does): [`Program::holds`] knows whole numbers only.
    pub whole: bool,
}

/// A sum of columns that must stay between two bounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The least it may be; none: no limit.
    pub least: Option<i64>,
    /// The most it may be; none: no limit.
    pub most: Option<i64>,
    /// Columns, each at most once, and what one unit of each adds.
    pub terms: Vec<(u32, i64)>,
}

/// Columns, rows, and what is best.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// What is wanted of the objective.
    pub sense: Sense,
    /// The values to be chosen.
    pub columns: Vec<Column>,
    /// What they must satisfy.
    pub rows: Vec<Row>,
}

impl Program {
    /// A program without columns or rows.
    #[must_use]
    pub const fn new(sense: Sense) -> Self {
        Self { sense, columns: Vec::new(), rows: Vec::new() }
    }

    /// Adds a column and answers its number.
    pub fn column(&mut self, least: i64, most: i64, whole: bool) -> u32 {
        self.columns.push(Column { least, most, worth: 0, whole });
        self.columns.len() as u32 - 1
    }

    /// Adds a row and answers its number.
    pub fn row(&mut self, least: Option<i64>, most: Option<i64>, terms: Vec<(u32, i64)>) -> usize {
        self.rows.push(Row { least, most, terms });
        self.rows.len() - 1
    }

    /// Replaces the objective: what is wanted, and the columns that count.
    pub fn aim(&mut self, sense: Sense, worths: impl IntoIterator<Item = (u32, i64)>) {
        self.sense = sense;
        self.columns.iter_mut().for_each(|column| column.worth = 0);
        for (column, worth) in worths {
            self.columns[column as usize].worth = worth;
        }
    }

    /// The objective of some values.
    #[must_use]
    pub fn value(&self, values: &[i64]) -> i128 {
        let terms = self.columns.iter().zip(values);
        terms.map(|(column, value)| i128::from(column.worth) * i128::from(*value)).sum()
    }

    /// Whether values keep all bounds and rows, exactly.
    #[must_use]
    pub fn holds(&self, values: &[i64]) -> bool {
        let within =
            |(column, value): (&Column, &i64)| (column.least..=column.most).contains(value);
        values.len() == self.columns.len()
            && self.columns.iter().zip(values).all(within)
            && self.keeps_rows(values)
    }

    /// Whether values keep all rows, exactly, whatever the bounds of the columns.
    #[must_use]
    pub fn keeps_rows(&self, values: &[i64]) -> bool {
        let keeps = |row: &Row| {
            let sum: i128 = row
                .terms
                .iter()
                .map(|&(column, factor)| i128::from(factor) * i128::from(values[column as usize]))
                .sum();
            row.least.is_none_or(|least| sum >= least.into())
                && row.most.is_none_or(|most| sum <= most.into())
        };
        self.rows.iter().all(keeps)
    }

    /// The greatest number that divides every worth; 1 for an objective of nothing.
    #[must_use]
    pub fn grain(&self) -> i64 {
        let worths = self.columns.iter().map(|column| column.worth.abs());
        worths.fold(0, gcd).max(1)
    }
}

/// The greatest number that divides both; of nothing and a number, the number.
#[must_use]
pub const fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
