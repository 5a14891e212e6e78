//! What differs between two rows, and somebody's explanation of it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{BudgetCodes, PaymentNumber};
use crate::Euros;

/// One difference of one row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "difference", rename_all = "snake_case")]
pub enum RowDifference {
    /// The accounting software does not have it.
    OnlyHere {
        /// Our amount.
        amount: Euros,
    },
    /// We do not have it.
    OnlyThere {
        /// The accounting software's amount.
        amount: Euros,
    },
    /// The amounts differ.
    AmountDiffers {
        /// Ours.
        ours: Euros,
        /// The accounting software's.
        theirs: Euros,
        /// Theirs less ours.
        by: Euros,
    },
    /// Both are dated, on different days.
    DatedDifferently {
        /// Our date.
        ours: Date,
        /// The accounting software's.
        theirs: Date,
    },
    /// They are on different budget codes.
    CodesDiffer {
        /// Ours.
        ours: BudgetCodes,
        /// The accounting software's.
        theirs: BudgetCodes,
    },
}

/// Why a row differs, in somebody's words. It holds for exactly these differences: when the row comes
/// to differ otherwise, it is open again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Kept", into = "Kept")]
pub struct Explanation {
    number: PaymentNumber,
    differences: Vec<RowDifference>,
    text: String,
}

/// Why an explanation is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExplanationFault {
    /// It has no words.
    #[error("no words")]
    NoWords,
    /// More than [`Explanation::LONGEST`] characters.
    #[error("too long")]
    TooLong,
    /// There is nothing to explain.
    #[error("no difference")]
    NoDifference,
}

/// What is stored.
#[derive(Serialize, Deserialize)]
struct Kept {
    number: PaymentNumber,
    differences: Vec<RowDifference>,
    text: String,
}

impl RowDifference {
    /// What it adds to the accounting software's total beside ours, in cents.
    #[must_use]
    pub fn gap(&self) -> Euros {
        match self {
            Self::OnlyHere { amount } => Euros::from_cents(amount.cents().saturating_neg()),
            Self::OnlyThere { amount } => *amount,
            Self::AmountDiffers { by, .. } => *by,
            Self::DatedDifferently { .. } | Self::CodesDiffer { .. } => Euros::ZERO,
        }
    }
}

impl Explanation {
    /// The most characters of an explanation.
    pub const LONGEST: usize = 500;

    /// An explanation of these differences of the row of this number.
    ///
    /// # Errors
    /// Without words, with too many, or without a difference.
    pub fn new(
        number: PaymentNumber,
        differences: Vec<RowDifference>,
        text: &str,
    ) -> Result<Self, ExplanationFault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ExplanationFault::NoWords);
        }
        if text.chars().count() > Self::LONGEST {
            return Err(ExplanationFault::TooLong);
        }
        if differences.is_empty() {
            return Err(ExplanationFault::NoDifference);
        }
        Ok(Self { number, differences, text: text.to_owned() })
    }

    /// The payment order's number.
    #[must_use]
    pub const fn number(&self) -> &PaymentNumber {
        &self.number
    }

    /// The differences it explains.
    #[must_use]
    pub fn differences(&self) -> &[RowDifference] {
        &self.differences
    }

    /// The words.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl TryFrom<Kept> for Explanation {
    type Error = ExplanationFault;
    fn try_from(kept: Kept) -> Result<Self, ExplanationFault> {
        Self::new(kept.number, kept.differences, &kept.text)
    }
}

impl From<Explanation> for Kept {
    fn from(explanation: Explanation) -> Self {
        let Explanation { number, differences, text } = explanation;
        Self { number, differences, text }
    }
}
