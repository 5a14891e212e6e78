//! Taking back from a household.

use serde::Serialize;
use uuid::Uuid;

use crate::condition::{Accessories, Points};
use crate::ids::{ItemId, LoanId};
use crate::stock::{Grade, ItemState};

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

/// One item that comes out of its loan, and what comes back with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BroughtBack {
    /// The item.
    pub item: ItemId,
    /// How it comes out; never better than its worst point.
    pub outcome: Outcome,
    /// The points looked at one by one.
    pub points: Points,
    /// What of its accessories is here again; nothing when nobody counted.
    pub accessories: Option<Accessories>,
}

impl BroughtBack {
    /// An item looked at point by point, its accessories counted.
    #[must_use]
    pub fn seen(item: ItemId, outcome: Outcome, points: Points, accessories: Accessories) -> Self {
        let outcome = match outcome {
            Outcome::Returned(grade) => Outcome::Returned(points.worst(grade)),
            Outcome::Lost => Outcome::Lost,
        };
        Self { item, outcome, points, accessories: Some(accessories) }
    }
}

/// An item looked at as a whole.
impl From<(ItemId, Outcome)> for BroughtBack {
    fn from((item, outcome): (ItemId, Outcome)) -> Self {
        Self { item, outcome, points: Points::default(), accessories: None }
    }
}

/// An order to take back all or part of a loan: at least one item, none twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TakeBack {
    form: Uuid,
    loan: LoanId,
    items: Vec<BroughtBack>,
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
        items: impl IntoIterator<Item = impl Into<BroughtBack>>,
    ) -> Result<Self, TakeBackFault> {
        let mut items: Vec<BroughtBack> = items.into_iter().map(Into::into).collect();
        items.sort_by_key(|line| line.item);
        if items.is_empty() {
            return Err(TakeBackFault::NoItem);
        }
        match items.windows(2).find(|pair| pair[0].item == pair[1].item) {
            Some(pair) => Err(TakeBackFault::Twice(pair[0].item)),
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
    pub fn items(&self) -> &[BroughtBack] {
        &self.items
    }
}
