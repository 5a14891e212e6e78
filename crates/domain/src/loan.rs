//! Lending to a household and taking back (`domain.md` §3).

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde::Serialize;
use uuid::Uuid;

use crate::ids::{HouseholdId, ItemId, LoanId};
use crate::stock::{Grade, ItemState};

/// The longest loan, in years: a collège lends for a pupil's whole schooling at most, by yearly renewals.
pub const LONGEST_LOAN_YEARS: i8 = 3;

/// The most items in one hand-over: far above a household's needs, far below a slip of the scanner.
pub const MOST_ITEMS: usize = 40;

/// One item of a hand-over, with the state it goes out in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct HandedOver {
    /// The item.
    pub item: ItemId,
    /// Its state, as both sides see it.
    pub grade: Grade,
}

/// An order to lend: at least one item, none twice, due after today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lend {
    loan: LoanId,
    household: HouseholdId,
    items: Vec<HandedOver>,
    due_on: Date,
    // Not part of what was asked: the same form sent again after midnight is still the same form.
    #[serde(skip)]
    lent_on: Date,
}

/// Why an order to lend makes no sense by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LendFault {
    /// Nothing to hand over.
    #[error("no item")]
    NoItem,
    /// The same item twice.
    #[error("{0} twice")]
    Twice(ItemId),
    /// More than [`MOST_ITEMS`].
    #[error("too many items")]
    TooMany,
    /// Due today or before.
    #[error("due before it is lent")]
    DueTooSoon,
    /// Due more than [`LONGEST_LOAN_YEARS`] years from now.
    #[error("due after {latest}")]
    DueTooLate {
        /// The last day allowed.
        latest: Date,
    },
}

impl Lend {
    /// An order made `today`; its items in id order, whatever the order they were scanned in.
    ///
    /// # Errors
    /// Every fault at once.
    pub fn new(
        loan: LoanId,
        household: HouseholdId,
        mut items: Vec<HandedOver>,
        due_on: Date,
        today: Date,
    ) -> Result<Self, Vec<LendFault>> {
        items.sort_by_key(|line| line.item);
        let mut faults = Vec::new();
        if items.is_empty() {
            faults.push(LendFault::NoItem);
        }
        if items.len() > MOST_ITEMS {
            faults.push(LendFault::TooMany);
        }
        let twice: BTreeSet<ItemId> = items
            .windows(2)
            .filter(|pair| pair[0].item == pair[1].item)
            .map(|pair| pair[0].item)
            .collect();
        faults.extend(twice.into_iter().map(LendFault::Twice));
        let latest = today.saturating_add(LONGEST_LOAN_YEARS.years());
        if due_on <= today {
            faults.push(LendFault::DueTooSoon);
        } else if due_on > latest {
            faults.push(LendFault::DueTooLate { latest });
        }
        if faults.is_empty() {
            Ok(Self { loan, household, items, due_on, lent_on: today })
        } else {
            Err(faults)
        }
    }

    /// The loan's id, minted when the form was shown.
    #[must_use]
    pub const fn loan(&self) -> LoanId {
        self.loan
    }

    /// To whom.
    #[must_use]
    pub const fn household(&self) -> HouseholdId {
        self.household
    }

    /// What, in id order.
    #[must_use]
    pub fn items(&self) -> &[HandedOver] {
        &self.items
    }

    /// The day they are due back.
    #[must_use]
    pub const fn due_on(&self) -> Date {
        self.due_on
    }

    /// The day they are handed over.
    #[must_use]
    pub const fn lent_on(&self) -> Date {
        self.lent_on
    }
}

/// The end of the school year that `today` prepares: 30 June, next year's from June on.
#[must_use]
pub fn usual_due_date(today: Date) -> Date {
    let year = if today.month() >= 6 { today.year() + 1 } else { today.year() };
    date(year, 6, 30)
}

/// How a lent item comes out of its loan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "outcome", content = "grade", rename_all = "snake_case")]
pub enum Outcome {
    /// It is here, in this state.
    Returned(Grade),
    /// The family declares it lost or stolen.
    Lost,
}

impl Outcome {
    /// Where the item goes.
    #[must_use]
    pub const fn state(self) -> ItemState {
        match self {
            Self::Returned(grade) => grade.state_on_return(),
            Self::Lost => ItemState::Lost,
        }
    }

    /// The state found, if there was something to look at.
    #[must_use]
    pub const fn grade(self) -> Option<Grade> {
        match self {
            Self::Returned(grade) => Some(grade),
            Self::Lost => None,
        }
    }

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Returned(_) => "returned",
            Self::Lost => "lost",
        }
    }
}

/// An order to take back all or part of a loan: at least one item, none twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TakeBack {
    form: Uuid,
    loan: LoanId,
    items: Vec<(ItemId, Outcome)>,
}

/// Why an order to take back makes no sense by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TakeBackFault {
    /// Nothing comes back.
    #[error("no item")]
    NoItem,
    /// The same item twice.
    #[error("{0} twice")]
    Twice(ItemId),
}

impl TakeBack {
    /// An order, its items in id order; `form` is the id minted when the form was shown.
    ///
    /// # Errors
    /// The first fault.
    pub fn new(
        form: Uuid,
        loan: LoanId,
        mut items: Vec<(ItemId, Outcome)>,
    ) -> Result<Self, TakeBackFault> {
        items.sort_unstable();
        if items.is_empty() {
            return Err(TakeBackFault::NoItem);
        }
        match items.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            Some(pair) => Err(TakeBackFault::Twice(pair[0].0)),
            None => Ok(Self { form, loan, items }),
        }
    }

    /// The form's id.
    #[must_use]
    pub const fn form(&self) -> Uuid {
        self.form
    }

    /// The loan.
    #[must_use]
    pub const fn loan(&self) -> LoanId {
        self.loan
    }

    /// What comes back and how, in id order.
    #[must_use]
    pub fn items(&self) -> &[(ItemId, Outcome)] {
        &self.items
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = date(2026, 9, 1);

    fn line(n: u128) -> HandedOver {
        HandedOver { item: ItemId(Uuid::from_u128(n)), grade: Grade::Good }
    }

    fn lend(items: Vec<HandedOver>, due_on: Date) -> Result<Lend, Vec<LendFault>> {
        Lend::new(LoanId(Uuid::nil()), HouseholdId(Uuid::nil()), items, due_on, TODAY)
    }

    #[test]
    fn every_fault_at_once() {
        let twice = LendFault::Twice(ItemId(Uuid::from_u128(1)));
        let faults = lend(vec![line(1), line(2), line(1)], TODAY).unwrap_err();
        assert_eq!(faults, [twice, LendFault::DueTooSoon]);
        assert_eq!(lend(vec![], date(2027, 6, 30)).unwrap_err(), [LendFault::NoItem]);
    }

    #[test]
    fn due_after_today_and_within_three_years() {
        assert!(lend(vec![line(1)], date(2026, 9, 2)).is_ok());
        assert!(lend(vec![line(1)], date(2029, 9, 1)).is_ok());
        let latest = date(2029, 9, 1);
        let faults = lend(vec![line(1)], date(2029, 9, 2)).unwrap_err();
        assert_eq!(faults, [LendFault::DueTooLate { latest }]);
    }

    #[test]
    fn the_order_of_scanning_does_not_matter() {
        let due = date(2027, 6, 30);
        assert_eq!(lend(vec![line(1), line(2)], due), lend(vec![line(2), line(1)], due));
    }

    #[test]
    fn due_at_the_end_of_the_school_year() {
        assert_eq!(usual_due_date(date(2026, 9, 1)), date(2027, 6, 30));
        assert_eq!(usual_due_date(date(2027, 5, 31)), date(2027, 6, 30));
        assert_eq!(usual_due_date(date(2027, 6, 1)), date(2028, 6, 30));
    }

    #[test]
    fn an_item_comes_back_once() {
        let (item, loan) = (ItemId(Uuid::from_u128(1)), LoanId(Uuid::nil()));
        let both = vec![(item, Outcome::Lost), (item, Outcome::Returned(Grade::Good))];
        let fault = TakeBack::new(Uuid::nil(), loan, both).unwrap_err();
        assert_eq!(fault, TakeBackFault::Twice(item));
        let fault = TakeBack::new(Uuid::nil(), loan, vec![]).unwrap_err();
        assert_eq!(fault, TakeBackFault::NoItem);
        assert_eq!(Outcome::Returned(Grade::Broken).state(), ItemState::Repair);
    }
}
