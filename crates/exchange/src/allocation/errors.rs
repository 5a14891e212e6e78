//! What is wrong in a file: where, what stands there, and what was expected. Codes and data; the
//! wording is the caller's.

use domain::allocation::{Expected, FailedRule, InputError, Table};

use super::file_of;

/// What a cell, a row or a file should have held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// UTF-8 text.
    Utf8,
    /// A header and rows: the file is empty.
    Header,
    /// This column, once.
    Column,
    /// As many cells as the header has.
    Cells {
        /// The header's cells.
        header: usize,
    },
    /// A quotation mark that closes: the rows that follow would be swallowed, and are not read.
    ClosedQuote,
    /// Something: the cell is empty.
    NotEmpty,
    /// Text without separators or control characters.
    PlainText,
    /// A value no other row has; the line of the first row that has it.
    Unique {
        /// The line of the first.
        first_line: u64,
    },
    /// A whole number between two bounds, both included.
    Between {
        /// The least.
        least: u32,
        /// The most.
        most: u64,
    },
    /// One of these words.
    OneOf(Vec<&'static str>),
    /// Alternatives that differ.
    DistinctAlternatives,
    /// A bundle of at most three parts, no kind twice.
    Bundle,
    /// An amount in euros that is not negative, of at most ten digits before the decimal mark.
    Amount,
    /// A sum over the funds that can still be counted in cents.
    CountableSum,
    /// An identifier that this other file has.
    Known {
        /// The file.
        file: &'static str,
    },
    /// Text on one line.
    OneLine,
    /// A decision that the lot or the fund allows for this need: the first rule that fails.
    Allowed {
        /// The rule.
        rule: FailedRule,
    },
    /// A decision that leaves enough for the one on another line.
    RoomBeside {
        /// The line of the other decision.
        other_line: u64,
    },
    /// A decision that there are units, or money, enough for.
    Enough,
    /// TOML.
    Toml,
    /// One of these keys.
    KnownKey(Vec<&'static str>),
    /// The rule `count`: leximin asks for it.
    RuleCount,
    /// A `fairness` that knows this key.
    Fairness,
}

impl Wanted {
    /// Whether decisions by hand contradict a rule or each other: nothing is wrong with the files.
    #[must_use]
    pub const fn is_contradiction(&self) -> bool {
        matches!(self, Self::Allowed { .. } | Self::RoomBeside { .. } | Self::Enough)
    }
}

/// One fault in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadCell {
    /// Which file, by its usual name.
    pub file: &'static str,
    /// The line, from 1, the header's being 1.
    pub line: u64,
    /// The column or key; empty when the fault is the line's or the file's.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What was expected.
    pub wanted: Wanted,
}

/// The faults of a situation, moved from rows to lines.
pub(super) fn at_lines<'a>(
    errors: &[InputError],
    lines: impl Fn(Table) -> &'a [u64],
) -> Vec<BadCell> {
    let place = |error: &InputError| {
        let lines = lines(error.table);
        let line = |row: usize| lines.get(row).copied().unwrap_or_default();
        let wanted = match error.expected {
            Expected::NotEmpty | Expected::SomeAlternative => Wanted::NotEmpty,
            Expected::Unique { first_row } => Wanted::Unique { first_line: line(first_row) },
            Expected::PlainText => Wanted::PlainText,
            Expected::Between { least, most } => Wanted::Between { least, most: most.into() },
            Expected::DistinctAlternatives => Wanted::DistinctAlternatives,
            Expected::Bundle => Wanted::Bundle,
            Expected::Amount => Wanted::Amount,
            Expected::CountableSum => Wanted::CountableSum,
            Expected::Known { table } => Wanted::Known { file: file_of(table) },
            Expected::OneLine => Wanted::OneLine,
            Expected::Allowed { ref rule } => Wanted::Allowed { rule: rule.clone() },
            Expected::RoomBeside { other_row } => {
                Wanted::RoomBeside { other_line: line(other_row) }
            }
            Expected::Enough => Wanted::Enough,
        };
        BadCell {
            file: file_of(error.table),
            line: line(error.row),
            column: error.field.code().to_owned(),
            value: error.value.clone(),
            wanted,
        }
    };
    errors.iter().map(place).collect()
}
