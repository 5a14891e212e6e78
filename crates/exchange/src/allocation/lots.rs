//! `lots.csv`: units that came together, under one set of rules.

use domain::allocation::SituationLot;
use domain::stock::{LotCondition, TransferMode};

use super::LOTS_FILE;
use super::needs::level;
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
    sheet::read(LOTS_FILE, bytes, COLUMNS, lot)
}

fn lot(line: &mut Line<'_>) -> SituationLot {
    let conditions: Vec<&str> = LotCondition::ALL.iter().map(|known| known.code()).collect();
    let modes: Vec<&str> = TransferMode::ALL.iter().map(|known| known.code()).collect();
    let (condition, mode) = (line.cell("condition"), line.cell("mode"));
    let levels = line.list("levels", '|');
    SituationLot {
        lot: line.filled("lot"),
        kind: line.filled("kind"),
        units: line.number("units", 0, 1_000_000),
        condition: line.word("condition", condition, &conditions, LotCondition::New),
        mode: line.word("mode", mode, &modes, TransferMode::Loan),
        communes: line.names("communes"),
        levels: levels.into_iter().map(|word| level(line, "levels", word)).collect(),
        requires: line.names("requires"),
        refuses: line.names("refuses"),
        // The bound fits its type.
        penalty: u8::try_from(line.number("penalty", 0, 99)).unwrap_or(u8::MAX),
    }
}
