//! What a cell holds, and how each kind is written for people.

use std::sync::LazyLock;

use domain::Euros;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number that is a name: inventory, serial, IMEI, ICCID, UAI, postal code, telephone. Never
    /// counted with, every zero kept.
    Identifier(String),
    /// A whole number.
    Integer(i64),
    /// An amount.
    Euros(Euros),
    /// A day.
    Day(Date),
    /// An instant, shown at the time of Paris, to the second.
    Instant(Timestamp),
    /// Oui or Non.
    YesNo(bool),
    /// Nothing.
    Blank,
}

impl Cell {
    /// Words that may be missing.
    #[must_use]
    pub fn text(text: Option<impl Into<String>>) -> Self {
        text.map(Into::into).filter(|text| !text.is_empty()).map_or(Self::Blank, Self::Text)
    }

    /// An identifier that may be missing.
    #[must_use]
    pub fn identifier(text: Option<impl Into<String>>) -> Self {
        text.map(Into::into).filter(|text| !text.is_empty()).map_or(Self::Blank, Self::Identifier)
    }

    /// A day that may be missing.
    #[must_use]
    pub fn day(day: Option<Date>) -> Self {
        day.map_or(Self::Blank, Self::Day)
    }
}

/// The time on the clocks of Paris.
pub(super) fn local(at: Timestamp) -> DateTime {
    static PARIS: LazyLock<TimeZone> =
        LazyLock::new(|| TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC));
    PARIS.to_datetime(at)
}

/// `Oui`, `Non`: what French people read, and our readers too; a real boolean shows VRAI or TRUE.
pub(super) const fn yes_no(yes: bool) -> &'static str {
    if yes { "Oui" } else { "Non" }
}

/// `1234,56` with this decimal mark; no grouping, which would make it a text.
pub(super) fn amount(euros: Euros, mark: char) -> String {
    euros.plain(mark)
}
