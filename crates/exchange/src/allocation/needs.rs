//! `needs.csv`: one row per device slot that somebody needs.

use domain::allocation::{Alternative, SituationNeed, Table};
use domain::stock::Level;

use super::errors::Wanted;
use super::file_of;
use super::sheet::{self, Line, Rows};

const COLUMNS: &[&str] = &[
    "need",
    "household",
    "asks",
    "tier",
    "score",
    "commune",
    "school",
    "level",
    "flags",
    "accepts",
];

pub(super) fn read(bytes: &[u8]) -> Rows<SituationNeed> {
    sheet::read(file_of(Table::Needs), bytes, COLUMNS, need)
}

fn need(line: &mut Line<'_>) -> SituationNeed {
    let (accepts_loan, accepts_refurbished) = accepts(line);
    SituationNeed {
        need: line.filled("need"),
        household: line.cell("household").to_owned(),
        asks: asks(line),
        // The bounds fit their types.
        tier: u8::try_from(line.number("tier", 1, 9)).unwrap_or(u8::MAX),
        score: u16::try_from(line.number("score", 0, 9999)).unwrap_or(u16::MAX),
        // Empty: not known. Such a need is kept from the lots reserved to communes, and told so.
        commune: line.cell("commune").to_owned(),
        school: line.cell("school").to_owned(),
        level: level(line, "level", line.cell("level")),
        flags: line.names("flags"),
        accepts_loan,
        accepts_refurbished,
    }
}

/// `laptop+hotspot>tablet`, from most to least wanted.
fn asks(line: &mut Line<'_>) -> Vec<Alternative> {
    line.filled("asks");
    line.list("asks", '>').into_iter().map(|text| text.to_owned().into()).collect()
}

fn accepts(line: &mut Line<'_>) -> (bool, bool) {
    let (mut loan, mut refurbished) = (false, false);
    for word in line.list("accepts", '|') {
        match word {
            "loan" => loan = true,
            "refurbished" => refurbished = true,
            other => line.fault("accepts", other, Wanted::OneOf(vec!["loan", "refurbished"])),
        }
    }
    (loan, refurbished)
}

/// A level by its code.
pub(super) fn level(line: &mut Line<'_>, column: &str, word: &str) -> Level {
    let all: Vec<&str> = Level::ALL.iter().map(|level| level.code()).collect();
    line.word(column, word, &all, Level::College)
}

/// A list of levels.
pub(super) fn levels(line: &mut Line<'_>) -> Vec<Level> {
    line.list("levels", '|').into_iter().map(|word| level(line, "levels", word)).collect()
}
