//! `catalogue.csv`: what can be bought, at one price.

use domain::allocation::{SituationItem, Table};

use super::file_of;
use super::lots::condition;
use super::sheet::{self, Line, Rows};

const COLUMNS: &[&str] =
    &["item", "kind", "category", "condition", "price", "minimum_order", "penalty"];

pub(super) fn read(bytes: &[u8]) -> Rows<SituationItem> {
    sheet::read(file_of(Table::Catalogue), bytes, COLUMNS, item)
}

fn item(line: &mut Line<'_>) -> SituationItem {
    SituationItem {
        item: line.filled("item"),
        kind: line.filled("kind"),
        category: line.filled("category"),
        condition: condition(line),
        price: line.amount("price"),
        minimum_order: line.number("minimum_order", 0, 1_000_000),
        // The bound fits its type.
        penalty: u8::try_from(line.number("penalty", 0, 99)).unwrap_or(u8::MAX),
    }
}
