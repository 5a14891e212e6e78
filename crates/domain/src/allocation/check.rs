//! What a row must be, and what is said of one that is not: data, no sentence.

use std::collections::BTreeMap;

use serde::Serialize;

use super::situation::{SituationLot, SituationNeed};

/// Characters that separate things in the files, hence never stand inside an id, a kind or a flag.
const SEPARATORS: &[char] = &['|', '>', '+', ',', ';'];

crate::vocabulary! {
    /// Which list a fault is in.
    Table {
        /// The needs.
        Needs = "needs",
        /// The lots.
        Lots = "lots",
    }
}

crate::vocabulary! {
    /// Which field a fault is in, by its column's name.
    Field {
        /// A need's id.
        Need = "need",
        /// A need's household.
        Household = "household",
        /// A need's alternatives.
        Asks = "asks",
        /// A need's tier.
        Tier = "tier",
        /// A need's score.
        Score = "score",
        /// A need's commune.
        Commune = "commune",
        /// A need's school.
        School = "school",
        /// A need's flags.
        Flags = "flags",
        /// A lot's id.
        Lot = "lot",
        /// A lot's kind.
        Kind = "kind",
        /// A lot's units.
        Units = "units",
        /// A lot's communes.
        Communes = "communes",
        /// A lot's required flags.
        Requires = "requires",
        /// A lot's refused flags.
        Refuses = "refuses",
        /// A lot's penalty.
        Penalty = "penalty",
    }
}

/// What a field should have held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Expected {
    /// Something: it is empty.
    NotEmpty,
    /// An id that no other row of the table has; the first row with it is named, from 0.
    Unique {
        /// The first row that holds the same id.
        first_row: usize,
    },
    /// Text without separators, control characters, or spaces at its ends.
    PlainText,
    /// A whole number between two bounds, both included.
    Between {
        /// The least that is allowed.
        least: u32,
        /// The most that is allowed.
        most: u32,
    },
    /// At least one alternative.
    SomeAlternative,
    /// Alternatives that differ.
    DistinctAlternatives,
}

/// One fault of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InputError {
    /// The list.
    pub table: Table,
    /// The row in the order given, from 0.
    pub row: usize,
    /// The field.
    pub field: Field,
    /// What it holds.
    pub value: String,
    /// What it should have held.
    pub expected: Expected,
}

/// Every fault of a situation at once.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} faults in the situation, the first: {:?}", .0.len(), .0.first())]
pub struct InputErrors(pub Vec<InputError>);

/// Collects the faults of one row.
struct Row<'a> {
    table: Table,
    row: usize,
    faults: &'a mut Vec<InputError>,
}

impl Row<'_> {
    fn fault(&mut self, field: Field, value: &str, expected: Expected) {
        let (table, row, value) = (self.table, self.row, value.to_owned());
        self.faults.push(InputError { table, row, field, value, expected });
    }

    /// Text that may be empty.
    fn text(&mut self, field: Field, value: &str) {
        let plain = !value.contains(|c: char| SEPARATORS.contains(&c) || c.is_control());
        if !plain || value.trim() != value {
            self.fault(field, value, Expected::PlainText);
        }
    }

    /// Text that must say something.
    fn name(&mut self, field: Field, value: &str) {
        if value.is_empty() {
            self.fault(field, value, Expected::NotEmpty);
        } else {
            self.text(field, value);
        }
    }

    fn names(&mut self, field: Field, values: &[String]) {
        for value in values {
            self.name(field, value);
        }
    }

    fn number(&mut self, field: Field, value: u32, least: u32, most: u32) {
        if !(least..=most).contains(&value) {
            self.fault(field, &value.to_string(), Expected::Between { least, most });
        }
    }

    fn unique<'a>(&mut self, field: Field, id: &'a str, seen: &mut BTreeMap<&'a str, usize>) {
        let first_row = *seen.entry(id).or_insert(self.row);
        if first_row != self.row && !id.is_empty() {
            self.fault(field, id, Expected::Unique { first_row });
        }
    }
}

/// Every fault of every row, needs first, in row order.
pub(super) fn rows(needs: &[SituationNeed], lots: &[SituationLot]) -> Vec<InputError> {
    let mut faults = Vec::new();
    let mut seen = BTreeMap::new();
    for (row, need) in needs.iter().enumerate() {
        let mut check = Row { table: Table::Needs, row, faults: &mut faults };
        check.name(Field::Need, &need.need);
        check.unique(Field::Need, &need.need, &mut seen);
        check.text(Field::Household, &need.household);
        asks(&mut check, &need.asks);
        check.number(Field::Tier, need.tier.into(), 1, 9);
        check.number(Field::Score, need.score.into(), 0, 9999);
        check.text(Field::Commune, &need.commune);
        check.text(Field::School, &need.school);
        check.names(Field::Flags, &need.flags);
    }
    let mut seen = BTreeMap::new();
    for (row, lot) in lots.iter().enumerate() {
        let mut check = Row { table: Table::Lots, row, faults: &mut faults };
        check.name(Field::Lot, &lot.lot);
        check.unique(Field::Lot, &lot.lot, &mut seen);
        check.name(Field::Kind, &lot.kind);
        check.number(Field::Units, lot.units, 0, 1_000_000);
        check.names(Field::Communes, &lot.communes);
        check.names(Field::Requires, &lot.requires);
        check.names(Field::Refuses, &lot.refuses);
        check.number(Field::Penalty, lot.penalty.into(), 0, 99);
    }
    faults
}

fn asks(check: &mut Row<'_>, asks: &[String]) {
    if asks.is_empty() {
        check.fault(Field::Asks, "", Expected::SomeAlternative);
    }
    check.names(Field::Asks, asks);
    for (rank, kind) in asks.iter().enumerate() {
        if asks[..rank].contains(kind) {
            check.fault(Field::Asks, kind, Expected::DistinctAlternatives);
        }
    }
}
