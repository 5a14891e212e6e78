//! French words for the vocabularies of `domain`, for dates and for numbers.
//!
//! In a page's module: `use crate::wording::{French as _, Label as _};`, then in its template
//! `{{ item.kind.label() }}` and `{{ loan.due_on.french() }}`.

pub mod accounts;
pub mod batches;
pub mod census;
pub mod decisions;
pub mod directory;
pub mod disclosure;
pub mod disposals;
pub mod donors;
pub mod exports;
pub mod files;
pub mod forecasts;
pub mod fund;
pub mod grant;
pub mod identifiers;
pub mod incidents;
pub mod lines;
pub mod numbers;
pub mod orders;
pub mod parcels;
pub mod people;
pub mod provisions;
pub mod purchases;
pub mod reasons;
pub mod referrals;
pub mod reminders;
pub mod roll;
pub mod rounds;
pub mod rules;
pub mod scan;
pub mod sims;
pub mod statement;
pub mod stock;
pub mod thresholds;
pub mod tokens;
pub mod transfers;
pub mod troika;
pub mod what_if;

use domain::Seat;
use domain::stock::{Grade, ItemKind, ItemState, Level, LotCondition, TransferMode};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::clock::paris;

/// A word or two for a value of a closed vocabulary, without capital.
pub trait Label {
    /// The French label.
    fn label(&self) -> &'static str;
}

macro_rules! labels {
    ($($name:ident { $($variant:ident => $label:literal),+ $(,)? })+) => {$(
        impl Label for $name {
            fn label(&self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }
        }
    )+};
}

labels! {
    Seat {
        TownAgent => "agent municipal",
        Principal => "principal du collège chef de file",
        Accountant => "agent comptable",
        TownCopilot => "copilote pour la ville",
        PrefectDelegate => "délégué du préfet",
        Administrator => "administrateur",
        NationalReader => "lecteur national",
        PreReferent => "référent PRE",
    }
    ItemKind {
        Tablet => "tablette",
        Laptop => "ordinateur portable",
        Phone => "téléphone",
        Hotspot => "clé 4G",
        Sim => "carte SIM",
        Printer => "imprimante",
    }
    Level {
        Maternelle => "maternelle",
        Elementaire => "élémentaire",
        College => "collège",
        Lycee => "lycée",
        Superieur => "supérieur",
    }
    LotCondition {
        New => "neuf",
        Good => "bon état",
        Refurbished => "reconditionné",
    }
    TransferMode {
        Loan => "prêt",
        Gift => "don",
    }
    Grade {
        New => "neuf",
        Good => "bon état",
        Worn => "usagé",
        Damaged => "abîmé",
        Broken => "hors service",
    }
    ItemState {
        Available => "disponible",
        Reserved => "réservé",
        Lent => "prêté",
        ToCheck => "à vérifier",
        Repair => "en réparation",
        Lost => "perdu",
        Gone => "sorti du registre",
    }
}

/// The plural of an item kind: "tablettes".
#[must_use]
pub const fn kinds(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Tablet => "tablettes",
        ItemKind::Laptop => "ordinateurs portables",
        ItemKind::Phone => "téléphones",
        ItemKind::Hotspot => "clés 4G",
        ItemKind::Sim => "cartes SIM",
        ItemKind::Printer => "imprimantes",
    }
}

/// The colour class of a state's badge (`badge.html`): good, wait, bad or quiet.
#[must_use]
pub const fn state_tone(state: ItemState) -> &'static str {
    match state {
        ItemState::Available => "good",
        ItemState::Reserved | ItemState::ToCheck | ItemState::Repair => "wait",
        ItemState::Lost => "bad",
        ItemState::Lent | ItemState::Gone => "quiet",
    }
}

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// Dates and instants as they are read in France, at the time of Paris.
pub trait French {
    /// `12 juin 2026`, `1er juin 2026`, `12 juin 2026 à 14 h 05`.
    fn french(&self) -> String;
    /// `12/06/2026`, `12/06/2026 14:05`.
    fn short(&self) -> String;
}

impl French for Date {
    fn french(&self) -> String {
        let month = MONTHS[usize::from(self.month().unsigned_abs()) - 1];
        let ordinal = if self.day() == 1 { "er" } else { "" };
        format!("{}{ordinal} {month} {}", self.day(), self.year())
    }

    fn short(&self) -> String {
        format!("{:02}/{:02}/{:04}", self.day(), self.month(), self.year())
    }
}

impl French for Timestamp {
    fn french(&self) -> String {
        let there = self.to_zoned(paris());
        format!("{} à {}\u{a0}h\u{a0}{:02}", there.date().french(), there.hour(), there.minute())
    }

    fn short(&self) -> String {
        let there = self.to_zoned(paris());
        format!("{} {:02}:{:02}", there.date().short(), there.hour(), there.minute())
    }
}

/// `1 tablette`, `1 250 tablettes`; zero and one take the singular.
#[must_use]
pub fn count(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", thousands(number), plural(number, one, many))
}

/// The word that goes with a number: in French, none and one are singular.
#[must_use]
pub const fn plural<'a>(number: u64, one: &'a str, many: &'a str) -> &'a str {
    if number < 2 { one } else { many }
}

/// `12 345`, with the narrow no-break space of French typography.
#[must_use]
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    grouped
}

/// A first letter in capital: "Prêté".
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;

    use super::{French as _, capital, count};

    #[test]
    fn dates_and_numbers_in_french() {
        assert_eq!(date(2026, 6, 1).french(), "1er juin 2026");
        assert_eq!(date(2026, 12, 31).short(), "31/12/2026");
        let instant: Timestamp = "2026-06-11T22:05:00Z".parse().unwrap();
        assert_eq!(instant.french(), "12 juin 2026 à 0\u{a0}h\u{a0}05");
        assert_eq!(count(0, "prêt", "prêts"), "0 prêt");
        assert_eq!(count(12_345, "prêt", "prêts"), "12\u{202f}345 prêts");
        assert_eq!(capital("état"), "État");
    }
}
