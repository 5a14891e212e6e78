//! What a row must be, and what is said of one that is not: data, no sentence.

mod pins;
mod rows;

use std::collections::BTreeMap;

use serde::Serialize;

pub(super) use rows::rows;

use super::eligibility::FailedRule;
use crate::Euros;

/// Characters that separate things in the files, hence never stand inside an id, a kind or a flag.
const SEPARATORS: &[char] = &['|', '>', '+', ',', ';'];

crate::vocabulary! {
    /// Which list a fault is in.
    Table {
        /// The needs.
        Needs = "needs",
        /// The lots.
        Lots = "lots",
        /// The funds.
        Funds = "funds",
        /// What can be bought.
        Catalogue = "catalogue",
        /// What was decided by hand.
        Pins = "pins",
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
        /// A lot's or an item's kind.
        Kind = "kind",
        /// A lot's units.
        Units = "units",
        /// A lot's or a fund's communes.
        Communes = "communes",
        /// A lot's or a fund's required flags.
        Requires = "requires",
        /// A lot's or a fund's refused flags.
        Refuses = "refuses",
        /// A lot's or an item's penalty.
        Penalty = "penalty",
        /// A fund's id.
        Fund = "fund",
        /// What a fund may spend.
        Available = "available",
        /// The categories a fund pays for.
        Categories = "categories",
        /// How freely a fund may be used.
        Flexibility = "flexibility",
        /// An item's id.
        Item = "item",
        /// An item's category.
        Category = "category",
        /// An item's price.
        Price = "price",
        /// An item's minimum order.
        MinimumOrder = "minimum_order",
        /// What a decision gives.
        LotOrItem = "lot-or-item",
        /// Who decided.
        Author = "author",
        /// Why it was decided.
        Reason = "reason",
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
    /// A bundle of at most three parts, no kind twice.
    Bundle,
    /// An amount that is not negative, of at most ten digits of euros.
    Amount,
    /// A sum over all funds that can still be counted in cents.
    CountableSum,
    /// The id of a row of another table.
    Known {
        /// The table.
        table: Table,
    },
    /// Text on one line.
    OneLine,
    /// A decision that the lot or the fund allows for this need: the first rule that fails.
    Allowed {
        /// The rule.
        rule: FailedRule,
    },
    /// A decision that leaves enough for one that stands before it: together they want more of a lot,
    /// or of a fund's money, than there is.
    RoomBeside {
        /// The row of the other decision, from 0.
        other_row: usize,
    },
    /// A decision that the lot's units, or the fund's money, are enough for.
    Enough,
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

    fn amount(&mut self, field: Field, amount: Euros) {
        if !(0..=Euros::MOST_CENTS).contains(&amount.cents()) {
            self.fault(field, &amount.plain('.'), Expected::Amount);
        }
    }

    fn unique<'a>(&mut self, field: Field, id: &'a str, seen: &mut BTreeMap<&'a str, usize>) {
        let first_row = *seen.entry(id).or_insert(self.row);
        if first_row != self.row && !id.is_empty() {
            self.fault(field, id, Expected::Unique { first_row });
        }
    }
}
