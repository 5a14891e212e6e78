//! Extending a loan: the same things, for longer (avenant de prolongation).

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use uuid::Uuid;

use super::lend::LONGEST_LOAN_YEARS;
use crate::ids::LoanId;

/// An order to extend a loan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Extend {
    /// Minted when the form was shown.
    pub form: Uuid,
    /// The loan.
    pub loan: LoanId,
    /// The day it is due back from now on.
    pub due_on: Date,
}

/// Why a loan cannot be extended to a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExtendFault {
    /// It is due then already, or later.
    NotLater {
        /// The day it is due.
        due_on: Date,
    },
    /// That day is past.
    Past,
    /// More than [`LONGEST_LOAN_YEARS`] years after today: an extension is decided again each year.
    TooLate {
        /// The last day allowed.
        latest: Date,
    },
}

/// May a loan due on `due_on` be due on `wanted` instead, decided `today`?
///
/// # Errors
/// The one reason why not.
pub fn may_extend(due_on: Date, wanted: Date, today: Date) -> Result<(), ExtendFault> {
    let latest = today.saturating_add(LONGEST_LOAN_YEARS.years());
    if wanted <= due_on {
        Err(ExtendFault::NotLater { due_on })
    } else if wanted < today {
        Err(ExtendFault::Past)
    } else if wanted > latest {
        Err(ExtendFault::TooLate { latest })
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn later_than_it_was_and_within_the_longest_loan() {
        let (due, today) = (date(2026, 6, 30), date(2026, 9, 1));
        assert_eq!(may_extend(due, date(2027, 6, 30), today), Ok(()));
        assert_eq!(may_extend(due, today, today), Ok(()));
        assert_eq!(may_extend(due, due, today), Err(ExtendFault::NotLater { due_on: due }));
        assert_eq!(may_extend(due, date(2026, 8, 31), today), Err(ExtendFault::Past));
        let latest = date(2029, 9, 1);
        let late = may_extend(due, date(2029, 9, 2), today);
        assert_eq!(late, Err(ExtendFault::TooLate { latest }));
    }
}
