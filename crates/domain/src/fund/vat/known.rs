//! The rates of the law, where and since when.

use jiff::civil::{Date, date};

use super::VatRate;
use crate::identifiers::CommuneCode;

crate::vocabulary! {
    /// Where a purchase is taxed: what the Code général des impôts tells apart.
    VatTerritory {
        /// Mainland France.
        Mainland = "mainland",
        /// Guadeloupe, Martinique and La Réunion.
        Overseas = "overseas",
        /// Guyane and Mayotte, where VAT is not collected.
        Untaxed = "untaxed",
    }
}

/// A rate of the law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownRate {
    /// The rate.
    pub rate: VatRate,
    /// Where it holds.
    pub territory: VatTerritory,
    /// Its first day.
    pub from: Date,
    /// Its last day, where it is known.
    pub until: Option<Date>,
    /// What it is for, in French.
    pub label: &'static str,
    /// The text that sets it, in French.
    pub source: &'static str,
}

const fn since(
    hundredths: u16,
    territory: VatTerritory,
    from: Date,
    label: &'static str,
    source: &'static str,
) -> KnownRate {
    KnownRate { rate: VatRate::of_table(hundredths), territory, from, until: None, label, source }
}

/// What a supplier under the franchise writes on its invoices.
const FRANCHISE: &str = "TVA non applicable, art. 293 B du CGI";

/// The rates that a cité's purchases meet (`domain.md` §2.5); the dates matter to what is typed late.
pub const KNOWN_RATES: &[KnownRate] = &[
    since(
        2_000,
        VatTerritory::Mainland,
        date(2014, 1, 1),
        "taux normal : équipement, télécommunications, services",
        "CGI, art. 278",
    ),
    since(
        1_000,
        VatTerritory::Mainland,
        date(2014, 1, 1),
        "taux intermédiaire : transport, restauration",
        "CGI, art. 278 bis et 279",
    ),
    since(
        550,
        VatTerritory::Mainland,
        date(2013, 1, 1),
        "taux réduit : livres",
        "CGI, art. 278-0 bis",
    ),
    since(210, VatTerritory::Mainland, date(1989, 1, 1), "presse", "CGI, art. 298 septies"),
    since(0, VatTerritory::Mainland, date(1991, 1, 1), FRANCHISE, "CGI, art. 293 B"),
    since(
        850,
        VatTerritory::Overseas,
        date(2000, 4, 1),
        "taux normal : Guadeloupe, Martinique, La Réunion",
        "CGI, art. 294 et 296",
    ),
    since(
        210,
        VatTerritory::Overseas,
        date(1995, 1, 1),
        "taux réduit : Guadeloupe, Martinique, La Réunion",
        "CGI, art. 296",
    ),
    since(0, VatTerritory::Overseas, date(1991, 1, 1), FRANCHISE, "CGI, art. 293 B"),
    since(
        0,
        VatTerritory::Untaxed,
        date(2014, 1, 1),
        "TVA provisoirement non applicable en Guyane et à Mayotte",
        "CGI, art. 294",
    ),
];

impl KnownRate {
    /// Does it hold on this day?
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

impl VatTerritory {
    /// Where a commune is. Overseas collectivities, which have taxes of their own, count as untaxed.
    #[must_use]
    pub fn of_commune(commune: &CommuneCode) -> Self {
        match commune.as_str().get(..3) {
            Some("971" | "972" | "974") => Self::Overseas,
            Some(code) if code.starts_with("97") || code.starts_with("98") => Self::Untaxed,
            _ => Self::Mainland,
        }
    }
}

/// The rates that hold there on that day, in the order of the table.
pub fn rates_in_force(
    territory: VatTerritory,
    day: Date,
) -> impl Iterator<Item = &'static KnownRate> {
    KNOWN_RATES.iter().filter(move |known| known.territory == territory && known.holds_on(day))
}

/// Is it a rate of the law there, on that day? Another one is worth a question, not a refusal.
#[must_use]
pub fn is_known(rate: VatRate, territory: VatTerritory, day: Date) -> bool {
    rates_in_force(territory, day).any(|known| known.rate == rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_says_where_it_comes_from_and_is_a_rate() {
        for row in KNOWN_RATES {
            assert!(!row.label.is_empty() && row.source.starts_with("CGI, art. "), "{row:?}");
            assert_eq!(VatRate::from_hundredths(row.rate.hundredths()), Ok(row.rate));
            assert!(row.until.is_none_or(|until| row.from <= until), "{row:?}");
        }
    }

    #[test]
    fn a_rate_is_known_where_and_when_it_holds() {
        let rate = |hundredths| VatRate::from_hundredths(hundredths).unwrap();
        let known = |hundredths, place, day| is_known(rate(hundredths), place, day);
        assert!(known(2_000, VatTerritory::Mainland, date(2026, 5, 1)));
        assert!(known(0, VatTerritory::Mainland, date(2026, 5, 1)));
        assert!(!known(850, VatTerritory::Mainland, date(2026, 5, 1)));
        assert!(known(850, VatTerritory::Overseas, date(2026, 5, 1)));
        assert!(!known(2_000, VatTerritory::Overseas, date(2026, 5, 1)));
        assert!(!known(2_000, VatTerritory::Untaxed, date(2026, 5, 1)));
        // The normal rate was 19,6 % until the last day of 2013.
        assert!(!known(2_000, VatTerritory::Mainland, date(2013, 12, 31)));
        assert!(known(2_000, VatTerritory::Mainland, date(2014, 1, 1)));
    }

    #[test]
    fn a_commune_says_its_territory() {
        let place = |code| VatTerritory::of_commune(&CommuneCode::parse(code).unwrap());
        assert_eq!(place("69259"), VatTerritory::Mainland);
        assert_eq!(place("2A004"), VatTerritory::Mainland);
        assert_eq!(place("97105"), VatTerritory::Overseas);
        assert_eq!(place("97411"), VatTerritory::Overseas);
        assert_eq!(place("97302"), VatTerritory::Untaxed);
        assert_eq!(place("97608"), VatTerritory::Untaxed);
    }
}
