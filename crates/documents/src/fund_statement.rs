//! The fund's statement of one month, for the troïka (`domain.md` §2.6): what is left on each line, what
//! was done, what was bought and where it is, what is out of the ordinary, and what will remain.

use domain::Euros;
use jiff::civil::Date;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::money::{in_french, in_french_if_any, less, percent, sum};
use crate::press::Paper;

/// One month of a fund, on a given day. Names no family and no person; counts things, never households.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FundStatement {
    /// The cité éducative.
    pub cite: String,
    /// The lead collège, which holds the fund.
    pub holder: String,
    /// The month told, by any of its days.
    pub month: Date,
    /// The last day whose operations are counted.
    pub as_of: Date,
    /// The day it is printed.
    pub printed_on: Date,
    /// The fund's lines, in the order they are to be read.
    pub lines: Vec<StatementLine>,
    /// What was done in the month, in its order.
    pub operations: Vec<StatementOperation>,
    /// What the fund has bought since the beginning of the year, and where it is.
    pub outputs: Vec<BoughtOutput>,
    /// What is out of the ordinary.
    pub exceptions: Vec<StatementException>,
    /// The ledger set against the accounts; none where no statement of the accounts was read.
    pub reconciliations: Vec<Reconciliation>,
    /// Where the fund is to be found; nothing when the program's address is not known.
    pub page: Option<String>,
}

impl Paper for FundStatement {
    const TEMPLATE: &'static str = "fund_statement.typ";

    fn values(&self) -> serde_json::Result<serde_json::Value> {
        let mut values = serde_json::to_value(self)?;
        values["total"] = serde_json::to_value(LineFigures::total(&self.lines))?;
        Ok(values)
    }
}

/// What was given to one line and what became of it, in euros, VAT included (`domain.md` §2.2).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineFigures {
    /// Announced in writing by the funder, as it stands.
    pub notified: Euros,
    /// Received in cash.
    pub received: Euros,
    /// Carried over from earlier years, less what was carried away or paid back.
    pub carried_over: Euros,
    /// Agreed by the troïka and not engaged yet: reserved by nothing but the agreement.
    pub agreed: Euros,
    /// Engaged and not settled, or set aside by an adopted plan.
    pub engaged: Euros,
    /// The part of what is engaged whose service fait is certified, and whose invoice is awaited.
    pub delivered: Euros,
    /// Settled (liquidé).
    pub settled: Euros,
    /// The part of what is settled that the accountant has paid.
    pub paid: Euros,
    /// What may still be engaged; below nothing if a notification was reduced.
    pub available: Euros,
    /// What will have been spent at the end of the year, by the forecast.
    pub projected: Euros,
}

/// One line of the fund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatementLine {
    /// Its short code, under which operations name it.
    pub code: String,
    /// Its name.
    pub label: String,
    /// Who pays into it.
    pub funder: String,
    /// Its figures.
    pub figures: LineFigures,
    /// What is to become of its remainder, in French; may be blank.
    pub remainder_note: String,
    /// Where its documents are to be found; nothing when the program's address is not known.
    pub page: Option<String>,
}

/// One operation of the month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatementOperation {
    /// Its day.
    pub on: Date,
    /// What it is, in French: engagement, service fait, liquidation…
    pub what: String,
    /// The number of its document.
    pub number: String,
    /// The supplier; may be blank.
    pub supplier: String,
    /// The code of its line.
    pub line: String,
    /// Its amount; below nothing for a cancellation or a credit note.
    #[serde(serialize_with = "in_french")]
    pub amount: Euros,
    /// Where its documents are to be found; nothing when the program's address is not known.
    pub page: Option<String>,
}

/// One sort of thing bought, and where each one is. Things, not families: what was received is the sum of
/// the four places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoughtOutput {
    /// What it is, in French.
    pub label: String,
    /// Lent, or in service.
    pub lent: u64,
    /// In stock, free or reserved.
    pub in_stock: u64,
    /// Anywhere else: being repaired, given away, scrapped, used up.
    pub elsewhere: u64,
    /// Lost or stolen.
    pub lost: u64,
}

impl BoughtOutput {
    /// Every one that was ever received.
    #[must_use]
    pub const fn received(&self) -> u64 {
        self.lent + self.in_stock + self.elsewhere + self.lost
    }
}

/// One thing the troïka should know of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatementException {
    /// Of which sort.
    pub kind: ExceptionKind,
    /// The number of the operation.
    pub number: String,
    /// What there is to know, in French.
    pub what: String,
    /// The amount at stake, if it has one.
    #[serde(serialize_with = "in_french_if_any")]
    pub amount: Option<Euros>,
}

/// Why an operation is out of the ordinary (`domain.md` §2.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionKind {
    /// Engaged before the convention was signed.
    BeforeConvention,
    /// Above what its category allows.
    OverCategory,
    /// In a category its line does not list.
    OtherCategory,
    /// Again the same supplier, or one quote alone.
    SingleSupplier,
    /// Delivered to a school that no convention covers.
    OutsideConvention,
    /// Not paid within thirty days of the invoice.
    LatePayment,
}

/// The ledger beside the accounts, which are the master (`domain.md` §2.6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciliation {
    /// Which line, or all of them, in French.
    pub what: String,
    /// The accounting system: `Op@le`, `GFC`.
    pub system: String,
    /// The day of the accounts' statement.
    pub as_of: Date,
    /// What the ledger says.
    pub ledger: Euros,
    /// What the accounts say.
    pub accounts: Euros,
    /// What explains the difference, in French; blank while it is open.
    pub explanation: String,
}

impl Reconciliation {
    /// What the accounts have more than the ledger.
    #[must_use]
    pub fn difference(&self) -> Euros {
        less(self.accounts, self.ledger)
    }
}

impl LineFigures {
    /// The figures of all lines together.
    #[must_use]
    pub fn total(lines: &[StatementLine]) -> Self {
        let all = |one: fn(&Self) -> Euros| sum(lines.iter().map(|line| one(&line.figures)));
        Self {
            notified: all(|line| line.notified),
            received: all(|line| line.received),
            carried_over: all(|line| line.carried_over),
            agreed: all(|line| line.agreed),
            engaged: all(|line| line.engaged),
            delivered: all(|line| line.delivered),
            settled: all(|line| line.settled),
            paid: all(|line| line.paid),
            available: all(|line| line.available),
            projected: all(|line| line.projected),
        }
    }

    /// What there is to spend: notified and carried over.
    #[must_use]
    pub fn resources(&self) -> Euros {
        sum([self.notified, self.carried_over])
    }

    /// What will remain at the end of the year, by the forecast.
    #[must_use]
    pub fn remainder(&self) -> Euros {
        less(self.resources(), self.projected)
    }

    /// The part of the resources that is engaged or settled.
    fn used(&self) -> Option<String> {
        percent(sum([self.engaged, self.settled]), self.resources())
    }

    /// How long the bars are: settled, engaged and available, in thousandths of their sum. What is below
    /// nothing has no length.
    fn lengths(&self) -> [i64; 3] {
        let parts = [self.settled, self.engaged, self.available].map(|part| part.cents().max(0));
        let whole = parts.iter().copied().fold(0_i128, |sum, part| sum + i128::from(part)).max(1);
        parts.map(|part| i64::try_from(i128::from(part) * 1_000 / whole).unwrap_or(1_000))
    }
}

impl Serialize for LineFigures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, amount) in [
            ("notified", self.notified),
            ("received", self.received),
            ("carried_over", self.carried_over),
            ("agreed", self.agreed),
            ("engaged", self.engaged),
            ("delivered", self.delivered),
            ("settled", self.settled),
            ("paid", self.paid),
            ("available", self.available),
            ("projected", self.projected),
            ("resources", self.resources()),
            ("remainder", self.remainder()),
        ] {
            map.serialize_entry(name, &amount.to_string())?;
        }
        map.serialize_entry("overdrawn", &self.available.is_negative())?;
        map.serialize_entry("used", &self.used())?;
        map.serialize_entry("lengths", &self.lengths())?;
        map.end()
    }
}

impl Serialize for BoughtOutput {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(6))?;
        map.serialize_entry("label", &self.label)?;
        map.serialize_entry("received", &self.received())?;
        map.serialize_entry("lent", &self.lent)?;
        map.serialize_entry("in_stock", &self.in_stock)?;
        map.serialize_entry("elsewhere", &self.elsewhere)?;
        map.serialize_entry("lost", &self.lost)?;
        map.end()
    }
}

impl Serialize for Reconciliation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let difference = self.difference();
        let mut map = serializer.serialize_map(Some(8))?;
        map.serialize_entry("what", &self.what)?;
        map.serialize_entry("system", &self.system)?;
        map.serialize_entry("as_of", &self.as_of)?;
        map.serialize_entry("ledger", &self.ledger.to_string())?;
        map.serialize_entry("accounts", &self.accounts.to_string())?;
        map.serialize_entry("difference", &difference.to_string())?;
        map.serialize_entry("agrees", &(difference == Euros::ZERO))?;
        map.serialize_entry("explanation", &self.explanation)?;
        map.end()
    }
}
