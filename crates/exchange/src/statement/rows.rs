//! The typed rows of a statement.

use domain::Euros;
use domain::euros::NotAnAmount;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::reading::Column;

/// One payment order, or its part on one budget line: an order over several lines has as many rows under
/// its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementRow {
    /// The line of the file where the row begins; the file's first line is 1.
    pub row: u64,
    /// Its number, as written: a mandat's (GFC) or a demande de paiement's (Op@le).
    pub number: String,
    /// The list it was sent to the accountant with.
    pub bordereau: Option<String>,
    /// Its day.
    pub on: Option<Date>,
    /// The first code of its budget line.
    pub service: Option<String>,
    /// The second.
    pub domaine: Option<String>,
    /// The third.
    pub activite: Option<String>,
    /// Who is paid.
    pub supplier: Option<String>,
    /// The number of the supplier's invoice.
    pub invoice: Option<String>,
    /// What is paid, VAT included; below nothing for a reduction or a credit note.
    pub amount: Euros,
}

/// What is wrong with one cell of a row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{column}: {text:?}: {wrong}")]
pub struct StatementFault {
    /// What its column says.
    pub column: Column,
    /// What is written.
    pub text: String,
    /// What is wrong with it.
    pub wrong: StatementWrong,
}

/// Why a cell of a statement cannot be taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StatementWrong {
    /// Nothing is written where something must be.
    #[error("blank")]
    Blank,
    /// A number that a spreadsheet has rounded, as `1,2E+10`: its last digits are lost.
    #[error("scientific notation")]
    ScientificNotation,
    /// Not a day: neither dd/mm/yyyy nor yyyy-mm-dd.
    #[error("no date")]
    NotADay,
    /// Not an amount, and why.
    #[error(transparent)]
    NotAnAmount(#[from] NotAnAmount),
    /// More filled cells than titles: a separator inside a text has shifted the columns. The text is the
    /// last filled cell.
    #[error("{found} cells for {expected} titles")]
    TooManyCells {
        /// How many titles the file has.
        expected: usize,
        /// How many cells the row has.
        found: usize,
    },
}
