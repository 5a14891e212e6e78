//! `lots.csv`: units that came together, under one set of rules.

use domain::allocation::{SituationLot, Table};
use domain::stock::{LotCondition, TransferMode};

use super::file_of;
use super::needs::levels;
use super::sheet::{self, Line, Rows};

const COLUMNS: &[&str] = &[
    "lot",
    "kind",
    "units",
    "condition",
    "mode",
    "communes",
    "levels",
    "requires",
    "refuses",
    "penalty",
];

pub(super) fn read(bytes: &[u8]) -> Rows<SituationLot> {
    sheet::read(file_of(Table::Lots), bytes, COLUMNS, lot)
}

fn lot(line: &mut Line<'_>) -> SituationLot {
    let modes: Vec<&str> = TransferMode::ALL.iter().map(|known| known.code()).collect();
    let mode = line.cell("mode");
    SituationLot {
        lot: line.filled("lot"),
        kind: line.filled("kind"),
        units: line.number("units", 0, 1_000_000),
        condition: condition(line),
        mode: line.word("mode", mode, &modes, TransferMode::Loan),
        communes: line.names("communes"),
        levels: levels(line),
        requires: line.names("requires"),
        refuses: line.names("refuses"),
        // The bound fits its type.
        penalty: u8::try_from(line.number("penalty", 0, 99)).unwrap_or(u8::MAX),
    }
}

/// The condition of a lot or an item.
pub(super) fn condition(line: &mut Line<'_>) -> LotCondition {
    let all: Vec<&str> = LotCondition::ALL.iter().map(|known| known.code()).collect();
    line.word("condition", line.cell("condition"), &all, LotCondition::New)
}
