//! An amount that can be committed, settled or agreed on: always above zero.

use serde::{Deserialize, Serialize};

use crate::Euros;

/// Euros above zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Euros", into = "Euros")]
pub struct Amount(Euros);

/// An amount of nothing, or below nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not above zero")]
pub struct NotPositive;

impl Amount {
    /// An amount above zero.
    ///
    /// # Errors
    /// When it is zero or negative.
    pub fn new(euros: Euros) -> Result<Self, NotPositive> {
        if euros.is_positive() { Ok(Self(euros)) } else { Err(NotPositive) }
    }

    /// The amount from whole cents.
    ///
    /// # Errors
    /// When it is zero or negative.
    pub fn from_cents(cents: i64) -> Result<Self, NotPositive> {
        Self::new(Euros::from_cents(cents))
    }

    /// As euros.
    #[must_use]
    pub const fn euros(self) -> Euros {
        self.0
    }

    /// Whole cents.
    #[must_use]
    pub fn cents(self) -> i64 {
        self.0.cents()
    }
}

impl TryFrom<Euros> for Amount {
    type Error = NotPositive;
    fn try_from(euros: Euros) -> Result<Self, NotPositive> {
        Self::new(euros)
    }
}

impl From<Amount> for Euros {
    fn from(amount: Amount) -> Self {
        amount.0
    }
}

impl std::fmt::Display for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::Amount;

    #[test]
    fn nothing_and_less_are_no_amounts() {
        assert!(Amount::from_cents(0).is_err());
        assert!(Amount::from_cents(-500).is_err());
        assert_eq!(Amount::from_cents(1).map(Amount::cents), Ok(1));
    }
}
