//! The dated table of thresholds: the law's, and a town's own rows.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use crate::Euros;
use crate::fund::{Amount, NotPositive};

crate::vocabulary! {
    /// What a threshold asks for once it is reached.
    ThresholdKind {
        /// A cité's own rule: so many quotes.
        LocalQuotes = "local_quotes",
        /// The contract must be written.
        WrittenContract = "written_contract",
        /// Supplies and services: advertising and competition; below, a reasonable choice is enough.
        DispensedSupplies = "dispensed_supplies",
        /// A formalised procedure, with European advertising.
        Formalised = "formalised",
    }
}

/// A threshold, the days it holds, and where it comes from. It is reached from its amount on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Row", into = "Row")]
pub struct ProcurementThreshold {
    kind: ThresholdKind,
    from: Date,
    until: Option<Date>,
    net_cents: i64,
    quotes: u8,
    source: Cow<'static, str>,
}

/// Why there is no such threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ThresholdFault {
    /// It ends before it starts.
    #[error("ends before it starts")]
    EndsBeforeStart,
    /// A rule of quotes that asks for none.
    #[error("no quotes")]
    NoQuotes,
    /// Quotes on a threshold of the law, which asks for none.
    #[error("quotes on another kind")]
    QuotesOfAnotherKind,
    /// An amount of nothing, which every order would reach.
    #[error("not above zero")]
    NotAbove(#[from] NotPositive),
    /// Without the text it comes from.
    #[error("no source")]
    NoSource,
}

/// What is stored.
#[derive(Serialize, Deserialize)]
struct Row {
    kind: ThresholdKind,
    from: Date,
    until: Option<Date>,
    net: Euros,
    #[serde(default)]
    quotes: u8,
    source: String,
}

const fn law(
    kind: ThresholdKind,
    from: Date,
    until: Option<Date>,
    net_cents: i64,
    source: &'static str,
) -> ProcurementThreshold {
    ProcurementThreshold { kind, from, until, net_cents, quotes: 0, source: Cow::Borrowed(source) }
}

/// The thresholds of the law for schools, towns and their groups, supplies and services, since 2020.
pub const BUNDLED_THRESHOLDS: &[ProcurementThreshold] = &[
    law(
        ThresholdKind::WrittenContract,
        date(2019, 4, 1),
        None,
        2_500_000,
        "code de la commande publique, art. R2112-1",
    ),
    law(
        ThresholdKind::DispensedSupplies,
        date(2020, 1, 1),
        Some(date(2026, 3, 31)),
        4_000_000,
        "code de la commande publique, art. R2122-8 (décret n° 2019-1344 du 12 décembre 2019)",
    ),
    law(
        ThresholdKind::DispensedSupplies,
        date(2026, 4, 1),
        None,
        6_000_000,
        "code de la commande publique, art. R2122-8 (décret n° 2025-1386 du 29 décembre 2025)",
    ),
    law(
        ThresholdKind::Formalised,
        date(2020, 1, 1),
        Some(date(2021, 12, 31)),
        21_400_000,
        "code de la commande publique, annexe 2\u{a0}: collectivités territoriales, 2020-2021",
    ),
    law(
        ThresholdKind::Formalised,
        date(2022, 1, 1),
        Some(date(2023, 12, 31)),
        21_500_000,
        "code de la commande publique, annexe 2\u{a0}: collectivités territoriales, 2022-2023",
    ),
    law(
        ThresholdKind::Formalised,
        date(2024, 1, 1),
        Some(date(2025, 12, 31)),
        22_100_000,
        "code de la commande publique, annexe 2\u{a0}: collectivités territoriales, 2024-2025",
    ),
    law(
        ThresholdKind::Formalised,
        date(2026, 1, 1),
        Some(date(2027, 12, 31)),
        21_600_000,
        "code de la commande publique, annexe 2\u{a0}: collectivités territoriales, 2026-2027",
    ),
];

/// The law's rows, to which a town adds its own.
#[must_use]
pub fn bundled_thresholds() -> Vec<ProcurementThreshold> {
    BUNDLED_THRESHOLDS.to_vec()
}

impl ProcurementThreshold {
    /// A threshold of a town's table: the law's next one, or a rule of quotes (`quotes` is 0 on the law's
    /// kinds). The source is the text people read: "délibération du 12 mars 2026".
    ///
    /// # Errors
    /// When its days are the wrong way round, its quotes do not fit its kind, or it has no source.
    pub fn new(
        kind: ThresholdKind,
        (from, until): (Date, Option<Date>),
        net: Amount,
        quotes: u8,
        source: &str,
    ) -> Result<Self, ThresholdFault> {
        if until.is_some_and(|until| until < from) {
            return Err(ThresholdFault::EndsBeforeStart);
        }
        match (kind, quotes) {
            (ThresholdKind::LocalQuotes, 0) => return Err(ThresholdFault::NoQuotes),
            (ThresholdKind::LocalQuotes, _) | (_, 0) => {}
            _ => return Err(ThresholdFault::QuotesOfAnotherKind),
        }
        let source = source.trim();
        if source.is_empty() {
            return Err(ThresholdFault::NoSource);
        }
        let source = Cow::Owned(source.to_owned());
        Ok(Self { kind, from, until, net_cents: net.cents(), quotes, source })
    }

    /// What it asks for.
    #[must_use]
    pub const fn kind(&self) -> ThresholdKind {
        self.kind
    }

    /// Its first day.
    #[must_use]
    pub const fn from(&self) -> Date {
        self.from
    }

    /// Its last day, where it is known.
    #[must_use]
    pub const fn until(&self) -> Option<Date> {
        self.until
    }

    /// The amount without tax from which on it is reached: above zero.
    #[must_use]
    pub fn net(&self) -> Euros {
        Euros::from_cents(self.net_cents)
    }

    /// How many quotes it asks for; 0 where it is no rule of quotes.
    #[must_use]
    pub const fn quotes(&self) -> u8 {
        self.quotes
    }

    /// The text it comes from, in French.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Does it hold on this day?
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// The rows that hold on a day, the lowest amount first. Of one kind (and, for quotes, one number) that
/// has several, the one that started last has replaced the others; of one day, the lowest.
#[must_use]
pub fn in_force(rows: &[ProcurementThreshold], day: Date) -> Vec<&ProcurementThreshold> {
    let mut latest: BTreeMap<(ThresholdKind, u8), &ProcurementThreshold> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.holds_on(day)) {
        let kept = latest.entry((row.kind, row.quotes)).or_insert(row);
        if (kept.from, -kept.net_cents) < (row.from, -row.net_cents) {
            *kept = row;
        }
    }
    let mut rows: Vec<_> = latest.into_values().collect();
    rows.sort_by_key(|row| (row.net_cents, row.kind, row.quotes));
    rows
}

impl TryFrom<Row> for ProcurementThreshold {
    type Error = ThresholdFault;
    fn try_from(row: Row) -> Result<Self, ThresholdFault> {
        let net = Amount::new(row.net)?;
        Self::new(row.kind, (row.from, row.until), net, row.quotes, &row.source)
    }
}

impl From<ProcurementThreshold> for Row {
    fn from(row: ProcurementThreshold) -> Self {
        let net = row.net();
        let ProcurementThreshold { kind, from, until, quotes, source, .. } = row;
        Self { kind, from, until, net, quotes, source: source.into_owned() }
    }
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
