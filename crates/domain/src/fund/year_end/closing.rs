//! Closing a line, and all of a year's lines.

use std::collections::BTreeMap;

use super::{CarryOver, Repayment};
use crate::Euros;
use crate::fund::LineSums;
use crate::ids::FundLineId;

/// What is left on a line that may be closed: zero or more, nothing being reserved any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Remainder(Euros);

/// Why a line has nothing to close with yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotClosable {
    /// Commitments are open: they are settled or cancelled first, for the year's expenses are paid in the
    /// year (Code de l'éducation, art. R421-123; `domain.md` §2.2).
    #[error("{open} still reserved")]
    StillReserved {
        /// What they reserve.
        open: Euros,
    },
    /// A reduced notification has left the line below nothing.
    #[error("{available} left")]
    BelowNothing {
        /// What is left, below zero.
        available: Euros,
    },
}

/// What becomes of a line's remainder: every cent of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosingPlan {
    line: FundLineId,
    remainder: Remainder,
    carried: Vec<CarryOver>,
    repaid: Vec<Repayment>,
}

/// Why a line is not closed so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClosingRefused {
    /// A carry-over or a repayment of another line.
    #[error("of another line")]
    OtherLine {
        /// The line it would leave.
        line: FundLineId,
    },
    /// What leaves the line is not what is left on it.
    #[error("{available} left and {leaving} leaving")]
    NotAllOfIt {
        /// What is left on the line.
        available: Euros,
        /// What would leave it.
        leaving: Euros,
    },
    /// What would leave the line is out of range.
    #[error("too large")]
    TooLarge,
}

/// The plans of a year's lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct YearEnd {
    plans: BTreeMap<FundLineId, ClosingPlan>,
    totals: YearEndTotals,
}

/// What a year's closing comes to: `available = carried + repaid`, always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct YearEndTotals {
    /// Left on all lines before.
    pub available: Euros,
    /// Carried over to the next year.
    pub carried: Euros,
    /// Paid back.
    pub repaid: Euros,
}

/// Why plans are not put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum YearEndRefused {
    /// A line is closed twice.
    #[error("{line} twice")]
    LineTwice {
        /// Which line.
        line: FundLineId,
    },
    /// A line is closed and receives money in one go: years are closed one after the other.
    #[error("{line} receives and is closed")]
    ReceivesAndCloses {
        /// Which line.
        line: FundLineId,
    },
    /// A sum is out of range.
    #[error("too large")]
    TooLarge,
}

impl Remainder {
    /// The remainder of a line with so much available and so much reserved.
    ///
    /// # Errors
    /// While something is reserved, or when less than nothing is left.
    pub fn new(available: Euros, open: Euros) -> Result<Self, NotClosable> {
        if open != Euros::ZERO {
            return Err(NotClosable::StillReserved { open });
        }
        if available.is_negative() {
            return Err(NotClosable::BelowNothing { available });
        }
        Ok(Self(available))
    }

    /// The remainder of a line's sums.
    ///
    /// # Errors
    /// While something is reserved, or when less than nothing is left.
    pub fn of(sums: LineSums) -> Result<Self, NotClosable> {
        Self::new(sums.available(), sums.open_commitments())
    }

    /// How much: zero or more.
    #[must_use]
    pub const fn euros(self) -> Euros {
        self.0
    }
}

/// The sum of amounts, nothing when it leaves the range.
fn sum(amounts: impl IntoIterator<Item = Euros>) -> Option<Euros> {
    amounts.into_iter().try_fold(Euros::ZERO, Euros::checked_add)
}

impl ClosingPlan {
    /// Closes a line: what is carried over and what is paid back are together exactly what is left.
    ///
    /// # Errors
    /// When a movement is of another line, or not every cent leaves, or more than there is.
    pub fn new(
        line: FundLineId,
        remainder: Remainder,
        carried: Vec<CarryOver>,
        repaid: Vec<Repayment>,
    ) -> Result<Self, ClosingRefused> {
        let lines = carried.iter().map(CarryOver::from).chain(repaid.iter().map(|one| one.from));
        if let Some(other) = lines.into_iter().find(|from| *from != line) {
            return Err(ClosingRefused::OtherLine { line: other });
        }
        let plan = Self { line, remainder, carried, repaid };
        let leaving = plan.carried_sum().zip(plan.repaid_sum());
        let leaving = leaving.and_then(|(carried, repaid)| carried.checked_add(repaid));
        match leaving.ok_or(ClosingRefused::TooLarge)? {
            leaving if leaving == remainder.euros() => Ok(plan),
            leaving => Err(ClosingRefused::NotAllOfIt { available: remainder.euros(), leaving }),
        }
    }

    /// The line.
    #[must_use]
    pub const fn line(&self) -> FundLineId {
        self.line
    }

    /// What is left on it.
    #[must_use]
    pub const fn remainder(&self) -> Remainder {
        self.remainder
    }

    /// What goes to the next year.
    #[must_use]
    pub fn carried(&self) -> &[CarryOver] {
        &self.carried
    }

    /// What goes back.
    #[must_use]
    pub fn repaid(&self) -> &[Repayment] {
        &self.repaid
    }

    fn carried_sum(&self) -> Option<Euros> {
        sum(self.carried.iter().map(|one| one.amount().euros()))
    }

    fn repaid_sum(&self) -> Option<Euros> {
        sum(self.repaid.iter().map(|one| one.amount.euros()))
    }
}

impl YearEnd {
    /// Puts the plans of a year's lines together.
    ///
    /// # Errors
    /// When a line is there twice, or receives money and is closed, or a sum is too large.
    pub fn new(plans: Vec<ClosingPlan>) -> Result<Self, YearEndRefused> {
        let mut end = Self::default();
        for plan in plans {
            let line = plan.line();
            if end.plans.contains_key(&line) {
                return Err(YearEndRefused::LineTwice { line });
            }
            end.totals = end.totals.plus(&plan).ok_or(YearEndRefused::TooLarge)?;
            end.plans.insert(line, plan);
        }
        let receives = end.carry_overs().map(CarryOver::to);
        if let Some(line) = receives.into_iter().find(|line| end.plans.contains_key(line)) {
            return Err(YearEndRefused::ReceivesAndCloses { line });
        }
        Ok(end)
    }

    /// The plans, by line.
    pub fn plans(&self) -> impl Iterator<Item = &ClosingPlan> {
        self.plans.values()
    }

    /// Every carry-over.
    pub fn carry_overs(&self) -> impl Iterator<Item = &CarryOver> {
        self.plans().flat_map(ClosingPlan::carried)
    }

    /// What all of it comes to.
    #[must_use]
    pub const fn totals(&self) -> YearEndTotals {
        self.totals
    }

    /// What each line of the next year receives.
    #[must_use]
    pub fn carried_in(&self) -> BTreeMap<FundLineId, Euros> {
        let mut received: BTreeMap<FundLineId, Euros> = BTreeMap::new();
        for one in self.carry_overs() {
            let sum = received.entry(one.to()).or_default();
            // Never more than the total, which is in range.
            *sum = Euros::from_cents(sum.cents().saturating_add(one.amount().cents()));
        }
        received
    }
}

impl YearEndTotals {
    fn plus(self, plan: &ClosingPlan) -> Option<Self> {
        Some(Self {
            available: self.available.checked_add(plan.remainder().euros())?,
            carried: self.carried.checked_add(plan.carried_sum()?)?,
            repaid: self.repaid.checked_add(plan.repaid_sum()?)?,
        })
    }
}
