//! Lending to a household.

use std::collections::BTreeSet;

use crate::condition::{Accessories, Points};
use crate::ids::{HouseholdId, ItemId, LoanId};
use crate::stock::Grade;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde::Serialize;

/// The longest loan, in years: a collège lends for a pupil's whole schooling at most, by yearly renewals.
pub const LONGEST_LOAN_YEARS: i8 = 3;

/// The most items in one hand-over: far above a household's needs, far below a slip of the scanner.
pub const MOST_ITEMS: usize = 40;

/// One item of a hand-over, with the state it goes out in and what goes along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HandedOver {
    /// The item.
    pub item: ItemId,
    /// Its state, as both sides see it; never better than its worst point.
    pub grade: Grade,
    /// The points looked at one by one.
    pub points: Points,
    /// What must come back with it.
    pub accessories: Accessories,
}

impl HandedOver {
    /// An item looked at as a whole, with nothing that goes along.
    #[must_use]
    pub fn plain(item: ItemId, grade: Grade) -> Self {
        Self { item, grade, points: Points::default(), accessories: Accessories::default() }
    }

    /// An item looked at point by point, with its accessories.
    #[must_use]
    pub fn seen(item: ItemId, grade: Grade, points: Points, accessories: Accessories) -> Self {
        Self { item, grade: points.worst(grade), points, accessories }
    }
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
