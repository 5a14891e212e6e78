//! One payment order, as either side lists it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Euros;

crate::vocabulary! {
    /// The software that the accounts are kept in.
    AccountSystem {
        /// Op@le.
        Opale = "opale",
        /// GFC, which Op@le replaces school by school.
        Gfc = "gfc",
    }
}

/// The number of a payment order: letters in capitals, without spaces, and without the leading zeros that
/// an export adds to a number of digits only.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PaymentNumber(String);

/// Why a text is no number of a payment order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAPaymentNumber {
    /// Nothing was written.
    #[error("empty")]
    Empty,
    /// Only zeros, which stand for no number.
    #[error("only zeros")]
    Zero,
    /// More than [`PaymentNumber::LONGEST`] characters.
    #[error("too long")]
    TooLong,
    /// A character that is not seen.
    #[error("a character that is not seen")]
    Control,
}

impl PaymentNumber {
    /// The most characters of a number.
    pub const LONGEST: usize = 40;

    /// Reads a number.
    ///
    /// # Errors
    /// Says which rule the text breaks.
    pub fn parse(text: &str) -> Result<Self, NotAPaymentNumber> {
        if text.trim().chars().any(char::is_control) {
            return Err(NotAPaymentNumber::Control);
        }
        let written: String = text.split_whitespace().collect::<String>().to_uppercase();
        if written.is_empty() {
            return Err(NotAPaymentNumber::Empty);
        }
        if written.chars().count() > Self::LONGEST {
            return Err(NotAPaymentNumber::TooLong);
        }
        if !written.chars().all(|c| c.is_ascii_digit()) {
            return Ok(Self(written));
        }
        match written.trim_start_matches('0') {
            "" => Err(NotAPaymentNumber::Zero),
            digits => Ok(Self(digits.to_owned())),
        }
    }

    /// The number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for PaymentNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for PaymentNumber {
    type Error = NotAPaymentNumber;
    fn try_from(text: String) -> Result<Self, NotAPaymentNumber> {
        Self::parse(&text)
    }
}

impl From<PaymentNumber> for String {
    fn from(number: PaymentNumber) -> Self {
        number.0
    }
}

/// Service, domaine and activité: free codes of a budget, any of which may be empty (`domain.md` §2.2).
/// Capitals, without spaces around: one code has one writing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(from = "Written")]
pub struct BudgetCodes {
    service: String,
    domaine: String,
    activite: String,
}

/// What is stored.
#[derive(Deserialize)]
struct Written {
    service: String,
    domaine: String,
    activite: String,
}

impl BudgetCodes {
    /// The three codes as they are written anywhere.
    #[must_use]
    pub fn new(service: &str, domaine: &str, activite: &str) -> Self {
        let code = |text: &str| text.trim().to_uppercase();
        Self { service: code(service), domaine: code(domaine), activite: code(activite) }
    }

    /// The service: AP, VE, ALO, a special one.
    #[must_use]
    pub fn service(&self) -> &str {
        &self.service
    }

    /// The domaine.
    #[must_use]
    pub fn domaine(&self) -> &str {
        &self.domaine
    }

    /// The activité.
    #[must_use]
    pub fn activite(&self) -> &str {
        &self.activite
    }
}

impl From<Written> for BudgetCodes {
    fn from(written: Written) -> Self {
        Self::new(&written.service, &written.domaine, &written.activite)
    }
}

/// A row of either list. One number may have several: a payment order is spread over budget codes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PaymentOrderRow {
    /// Its number.
    pub number: PaymentNumber,
    /// Its date, where the list gives one.
    pub date: Option<Date>,
    /// Its budget codes.
    pub codes: BudgetCodes,
    /// Its amount, taxes included; negative when it takes back.
    pub amount: Euros,
    /// Its bordereau, where the list gives one. Not compared.
    pub bordereau: Option<String>,
    /// Its supplier's name. Not compared: the two lists never write it alike.
    pub supplier: String,
}
