//! What leaves a line at the end of its year, and by which act.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::fund::Amount;
use crate::ids::FundLineId;

/// The act that decides it: a budget amendment (DBM), an order to pay back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Act {
    number: String,
    on: Date,
}

/// Why there is no such act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ActFault {
    /// It has no number.
    #[error("no number")]
    NoNumber,
    /// A number of more than [`Act::LONGEST`] characters.
    #[error("too long")]
    TooLong,
}

/// What is stored.
#[derive(Serialize, Deserialize)]
struct Written {
    number: String,
    on: Date,
}

impl Act {
    /// The most characters of a number.
    pub const LONGEST: usize = 60;

    /// An act by its number, which is free text, and its day.
    ///
    /// # Errors
    /// When the number is missing or too long.
    pub fn new(number: &str, on: Date) -> Result<Self, ActFault> {
        let number = number.trim();
        match number.chars().count() {
            0 => Err(ActFault::NoNumber),
            count if count > Self::LONGEST => Err(ActFault::TooLong),
            _ => Ok(Self { number: number.to_owned(), on }),
        }
    }

    /// Its number.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Its day.
    #[must_use]
    pub const fn on(&self) -> Date {
        self.on
    }
}

impl TryFrom<Written> for Act {
    type Error = ActFault;
    fn try_from(written: Written) -> Result<Self, ActFault> {
        Self::new(&written.number, written.on)
    }
}

impl From<Act> for Written {
    fn from(act: Act) -> Self {
        Self { number: act.number, on: act.on }
    }
}

/// A line as far as a carry-over looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineOrigin {
    /// The line.
    pub id: FundLineId,
    /// Its fiscal year.
    pub fiscal_year: i16,
    /// What its money comes from, the same on every year's line of it: the first notification's
    /// reference.
    pub origin: String,
}

/// Unspent money that goes to the next fiscal year's line of the same origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarryOver {
    from: FundLineId,
    to: FundLineId,
    amount: Amount,
    act: Act,
}

/// Why money is not carried over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CarryOverRefused {
    /// From a line to itself.
    #[error("one line")]
    SameLine,
    /// The line it would go to is not of the year after.
    #[error("from {from} to {to}")]
    NotNextYear {
        /// The year it comes from.
        from: i16,
        /// The year of the line it would go to.
        to: i16,
    },
    /// The two lines are of different origins: earmarked money keeps its own.
    #[error("from {from:?} to {to:?}")]
    OtherOrigin {
        /// The origin it comes from.
        from: String,
        /// The origin of the line it would go to.
        to: String,
    },
}

impl CarryOver {
    /// Carries an amount from a line to the next year's.
    ///
    /// # Errors
    /// When the second line is not the first one's next.
    pub fn new(
        from: &LineOrigin,
        to: &LineOrigin,
        amount: Amount,
        act: Act,
    ) -> Result<Self, CarryOverRefused> {
        if from.id == to.id {
            return Err(CarryOverRefused::SameLine);
        }
        if from.fiscal_year.checked_add(1) != Some(to.fiscal_year) {
            let (from, to) = (from.fiscal_year, to.fiscal_year);
            return Err(CarryOverRefused::NotNextYear { from, to });
        }
        if from.origin != to.origin {
            let (from, to) = (from.origin.clone(), to.origin.clone());
            return Err(CarryOverRefused::OtherOrigin { from, to });
        }
        Ok(Self { from: from.id, to: to.id, amount, act })
    }

    /// The line it leaves.
    #[must_use]
    pub const fn from(&self) -> FundLineId {
        self.from
    }

    /// The line it goes to.
    #[must_use]
    pub const fn to(&self) -> FundLineId {
        self.to
    }

    /// How much.
    #[must_use]
    pub const fn amount(&self) -> Amount {
        self.amount
    }

    /// By which act.
    #[must_use]
    pub const fn act(&self) -> &Act {
        &self.act
    }
}

/// Unspent money that goes back to its funder (reversement).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repayment {
    /// The line it leaves.
    pub from: FundLineId,
    /// How much.
    pub amount: Amount,
    /// By which act.
    pub act: Act,
}
