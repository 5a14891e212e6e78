//! What a row must be, and what is said of one that is not: data, no sentence.

use std::collections::BTreeMap;

use serde::Serialize;

use super::alternative::Alternative;
use super::situation::{Rows, SituationFund, SituationItem, SituationLot, SituationNeed};
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

/// The most units of a lot or of a minimum order.
const MOST_UNITS: u32 = 1_000_000;

/// The most cents that all funds may hold together: times a flexibility they still fit 64 bits.
const MOST_CENTS: i64 = i64::MAX / 128;

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
            self.fault(field, &written(amount), Expected::Amount);
        }
    }

    fn unique<'a>(&mut self, field: Field, id: &'a str, seen: &mut BTreeMap<&'a str, usize>) {
        let first_row = *seen.entry(id).or_insert(self.row);
        if first_row != self.row && !id.is_empty() {
            self.fault(field, id, Expected::Unique { first_row });
        }
    }
}

/// Every fault of every row, table by table, in row order.
pub(super) fn rows(rows: &Rows) -> Vec<InputError> {
    let mut faults = Vec::new();
    needs(&rows.needs, &mut faults);
    lots(&rows.lots, &mut faults);
    funds(&rows.funds, &mut faults);
    catalogue(&rows.catalogue, &mut faults);
    faults
}

fn needs(needs: &[SituationNeed], faults: &mut Vec<InputError>) {
    let mut seen = BTreeMap::new();
    for (row, need) in needs.iter().enumerate() {
        let mut check = Row { table: Table::Needs, row, faults };
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
}

fn lots(lots: &[SituationLot], faults: &mut Vec<InputError>) {
    let mut seen = BTreeMap::new();
    for (row, lot) in lots.iter().enumerate() {
        let mut check = Row { table: Table::Lots, row, faults };
        check.name(Field::Lot, &lot.lot);
        check.unique(Field::Lot, &lot.lot, &mut seen);
        check.name(Field::Kind, &lot.kind);
        check.number(Field::Units, lot.units, 0, MOST_UNITS);
        check.names(Field::Communes, &lot.communes);
        check.names(Field::Requires, &lot.requires);
        check.names(Field::Refuses, &lot.refuses);
        check.number(Field::Penalty, lot.penalty.into(), 0, 99);
    }
}

fn funds(funds: &[SituationFund], faults: &mut Vec<InputError>) {
    let mut seen = BTreeMap::new();
    let mut sum = 0i64;
    for (row, fund) in funds.iter().enumerate() {
        let mut check = Row { table: Table::Funds, row, faults };
        check.name(Field::Fund, &fund.fund);
        check.unique(Field::Fund, &fund.fund, &mut seen);
        check.amount(Field::Available, fund.available);
        let before = sum;
        sum = sum.saturating_add(fund.available.cents().max(0));
        if before <= MOST_CENTS && sum > MOST_CENTS {
            check.fault(Field::Available, &written(fund.available), Expected::CountableSum);
        }
        check.names(Field::Categories, &fund.categories);
        check.names(Field::Communes, &fund.communes);
        check.names(Field::Requires, &fund.requires);
        check.names(Field::Refuses, &fund.refuses);
        check.number(Field::Flexibility, fund.flexibility.into(), 0, 99);
    }
}

fn catalogue(items: &[SituationItem], faults: &mut Vec<InputError>) {
    let mut seen = BTreeMap::new();
    for (row, item) in items.iter().enumerate() {
        let mut check = Row { table: Table::Catalogue, row, faults };
        check.name(Field::Item, &item.item);
        check.unique(Field::Item, &item.item, &mut seen);
        check.name(Field::Kind, &item.kind);
        check.name(Field::Category, &item.category);
        check.amount(Field::Price, item.price);
        check.number(Field::MinimumOrder, item.minimum_order, 0, MOST_UNITS);
        check.number(Field::Penalty, item.penalty.into(), 0, 99);
    }
}

fn asks(check: &mut Row<'_>, asks: &[Alternative]) {
    if asks.is_empty() {
        check.fault(Field::Asks, "", Expected::SomeAlternative);
    }
    for (rank, alternative) in asks.iter().enumerate() {
        let parts = alternative.parts();
        check.names(Field::Asks, parts);
        let twice = (1..parts.len()).any(|at| parts[..at].contains(&parts[at]));
        if twice || parts.len() > Alternative::MOST_PARTS {
            check.fault(Field::Asks, &alternative.to_string(), Expected::Bundle);
        }
        if asks[..rank].iter().any(|other| other.is_same(alternative)) {
            check.fault(Field::Asks, &alternative.to_string(), Expected::DistinctAlternatives);
        }
    }
}

/// As in the files.
fn written(amount: Euros) -> String {
    let cents = amount.cents();
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.unsigned_abs() / 100, cents.unsigned_abs() % 100)
}
