//! `pins.csv`: what was decided by hand.

use domain::allocation::{Decision, Pin, Table};

use super::file_of;
use super::sheet::{self, Line, Rows};

const COLUMNS: &[&str] = &["need", "lot-or-item", "fund", "reason"];

/// `author` may be there or not.
pub(super) fn read(bytes: &[u8]) -> Rows<Pin> {
    sheet::read(file_of(Table::Pins), bytes, COLUMNS, pin)
}

/// A fund says that something is bought; nothing at all, that the need is set aside.
fn pin(line: &mut Line<'_>) -> Pin {
    let (given, fund) = (line.cell("lot-or-item"), line.cell("fund"));
    let decision = match (given, fund) {
        ("", "") => Decision::Nothing,
        (lot, "") => Decision::Lot { lot: lot.to_owned() },
        (item, fund) => Decision::Purchase { item: item.to_owned(), fund: fund.to_owned() },
    };
    Pin {
        need: line.filled("need"),
        decision,
        author: line.optional("author").to_owned(),
        reason: line.filled("reason"),
    }
}
