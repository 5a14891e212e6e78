//! `funds.csv`: money that may buy equipment, under one set of rules.

use domain::allocation::{SituationFund, Table};

use super::file_of;
use super::needs::levels;
use super::sheet::{self, Line, Rows};

const COLUMNS: &[&str] = &[
    "fund",
    "available",
    "categories",
    "communes",
    "levels",
    "requires",
    "refuses",
    "flexibility",
];

pub(super) fn read(bytes: &[u8]) -> Rows<SituationFund> {
    sheet::read(file_of(Table::Funds), bytes, COLUMNS, fund)
}

fn fund(line: &mut Line<'_>) -> SituationFund {
    SituationFund {
        fund: line.filled("fund"),
        available: line.amount("available"),
        categories: line.names("categories"),
        communes: line.names("communes"),
        levels: levels(line),
        requires: line.names("requires"),
        refuses: line.names("refuses"),
        // The bound fits its type.
        flexibility: u8::try_from(line.number("flexibility", 0, 99)).unwrap_or(u8::MAX),
    }
}
