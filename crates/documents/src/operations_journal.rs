//! The journal of the fund's operations over a period: each with what it left.

use domain::Euros;
use jiff::civil::Date;
use serde::Serialize;

use crate::money::{in_french, sum};
use crate::press::Paper;

/// The operations of a period, in their order. Names no person and no family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OperationsJournal {
    /// The cité éducative.
    pub cite: String,
    /// The lead collège, which holds the fund.
    pub holder: String,
    /// Which lines, in French: all of them, or one.
    pub scope: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// The day it is printed.
    pub printed_on: Date,
    /// What was available before the first operation.
    #[serde(serialize_with = "in_french")]
    pub opening: Euros,
    /// What is available after the last.
    #[serde(serialize_with = "in_french")]
    pub closing: Euros,
    /// The operations.
    pub rows: Vec<JournalRow>,
    /// Where the fund is to be found; nothing when the program's address is not known.
    pub page: Option<String>,
}

impl Paper for OperationsJournal {
    const TEMPLATE: &'static str = "operations_journal.typ";

    fn values(&self) -> serde_json::Result<serde_json::Value> {
        let mut values = serde_json::to_value(self)?;
        values["totals"] = serde_json::to_value(self.totals())?;
        Ok(values)
    }
}

/// One operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JournalRow {
    /// Its day.
    pub on: Date,
    /// Of which kind, in French: notification, engagement, liquidation…
    pub kind: String,
    /// The number of its document.
    pub number: String,
    /// The supplier or the funder; may be blank.
    pub supplier: String,
    /// The code of its line.
    pub line: String,
    /// Its amount; below nothing for a cancellation, a reduction or a credit note.
    #[serde(serialize_with = "in_french")]
    pub amount: Euros,
    /// What is available after it.
    #[serde(serialize_with = "in_french")]
    pub available: Euros,
    /// Where its documents are to be found; nothing when the program's address is not known.
    pub page: Option<String>,
}

/// The operations of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct KindTotal {
    kind: String,
    count: u64,
    #[serde(serialize_with = "in_french")]
    amount: Euros,
}

impl OperationsJournal {
    /// The sum of each kind, in the order in which kinds first stand: amounts of different kinds have no
    /// common sum, since one purchase is engaged, settled and paid.
    fn totals(&self) -> Vec<KindTotal> {
        let mut totals: Vec<KindTotal> = Vec::new();
        for row in &self.rows {
            match totals.iter_mut().find(|total| total.kind == row.kind) {
                Some(total) => {
                    total.count += 1;
                    total.amount = sum([total.amount, row.amount]);
                }
                None => {
                    totals.push(KindTotal { kind: row.kind.clone(), count: 1, amount: row.amount });
                }
            }
        }
        totals
    }
}
