//! What was spent without waiting for a convention (`domain.md` §0 point 2, §2.1): legal, and to be seen
//! in one place.

use domain::Euros;
use jiff::civil::Date;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::money::{in_french, less, percent, sum};
use crate::press::Paper;

/// Every order placed before the convention that covers it was signed, and the rule that allowed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BeforeConventionList {
    /// The cité éducative.
    pub cite: String,
    /// The lead collège, which holds the fund.
    pub holder: String,
    /// The fiscal year listed.
    pub fiscal_year: i16,
    /// The day it is printed.
    pub printed_on: Date,
    /// The orders, in the order of their days.
    pub rows: Vec<EarlySpending>,
    /// The purses that may be opened early, and how far.
    pub releases: Vec<EarlyRelease>,
    /// Where the list is to be found; nothing when the program's address is not known.
    pub page: Option<String>,
}

impl Paper for BeforeConventionList {
    const TEMPLATE: &'static str = "before_convention.typ";

    fn values(&self) -> serde_json::Result<serde_json::Value> {
        let mut values = serde_json::to_value(self)?;
        values["total"] = sum(self.rows.iter().map(|row| row.amount)).to_string().into();
        Ok(values)
    }
}

/// One order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EarlySpending {
    /// The day it was engaged.
    pub on: Date,
    /// The number of the order (bon de commande).
    pub order_number: String,
    /// The supplier.
    pub supplier: String,
    /// What it is for.
    pub object: String,
    /// The code of its line.
    pub line: String,
    /// Its amount, VAT included.
    #[serde(serialize_with = "in_french")]
    pub amount: Euros,
    /// What the troïka's agreement is called; blank if there is none.
    pub agreement: String,
    /// The day of the agreement.
    pub agreed_on: Option<Date>,
    /// Which convention it did not wait for.
    pub convention: String,
    /// Where that convention stands today.
    pub state: ConventionState,
    /// Where its documents are to be found; nothing when the program's address is not known.
    pub page: Option<String>,
}

/// Where a convention stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ConventionState {
    /// Nobody has begun to write it.
    Absent,
    /// It is being written or signed.
    InProgress,
    /// It has been signed since.
    Signed(Date),
}

/// A purse of which a part may be spent before its convention is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlyRelease {
    /// Which purse or line, in French.
    pub purse: String,
    /// What was notified.
    pub notified: Euros,
    /// The part that may be released, in hundredths of a percent: 1 500 is 15 %.
    pub rate: u32,
    /// What that makes, as the ledger enforces it.
    pub ceiling: Euros,
    /// What is engaged and settled of it.
    pub used: Euros,
}

impl EarlyRelease {
    /// `15 %`, `12,5 %`.
    fn rate_in_french(&self) -> String {
        let (whole, hundredths) = (self.rate / 100, self.rate % 100);
        let decimals = format!("{hundredths:02}");
        let decimals = decimals.trim_end_matches('0');
        let mark = if decimals.is_empty() { "" } else { "," };
        format!("{whole}{mark}{decimals}\u{202f}%")
    }
}

impl Serialize for EarlyRelease {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let left = less(self.ceiling, self.used);
        let mut map = serializer.serialize_map(Some(8))?;
        map.serialize_entry("purse", &self.purse)?;
        map.serialize_entry("notified", &self.notified.to_string())?;
        map.serialize_entry("rate", &self.rate_in_french())?;
        map.serialize_entry("ceiling", &self.ceiling.to_string())?;
        map.serialize_entry("used", &self.used.to_string())?;
        map.serialize_entry("left", &left.to_string())?;
        map.serialize_entry("exceeded", &left.is_negative())?;
        map.serialize_entry("percent", &percent(self.used, self.ceiling))?;
        map.end()
    }
}
