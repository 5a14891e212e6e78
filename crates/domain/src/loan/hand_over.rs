//! A hand-over: everything a family takes home at once, lent or given, under one signature.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::lend::{HandedOver, Lend, LendFault};
use crate::ids::{HouseholdId, KitId, LoanId, SupplyId};
use crate::signature::Signature;
use crate::supply::MOST_GIVEN;

/// An order to hand over: at least one thing, no item twice, due after today.
///
/// Whether an item is lent or given is its lot's to say, so the desk need not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HandOver {
    id: LoanId,
    household: HouseholdId,
    items: Vec<HandedOver>,
    supplies: BTreeMap<SupplyId, u32>,
    kit: Option<KitId>,
    due_on: Date,
    // As in `Lend`: the same form sent again after midnight is the same form.
    #[serde(skip)]
    on: Date,
    signature: Option<Signature>,
}

/// Why an order to hand over makes no sense by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HandOverFault {
    /// Its items or its date.
    #[error(transparent)]
    Lend(#[from] LendFault),
    /// More than [`MOST_GIVEN`] pieces of one thing.
    #[error("too many of {0}")]
    TooMany(SupplyId),
}

/// What is handed over besides items.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Besides {
    /// How many pieces of each counted thing.
    pub supplies: BTreeMap<SupplyId, u32>,
    /// The kit that all of it makes, to be whole.
    pub kit: Option<KitId>,
    /// The signature for everything.
    pub signature: Option<Signature>,
}

impl HandOver {
    /// An order made `today`; its items in id order, whatever the order they were scanned in. With
    /// nothing but counted things the date is not looked at: nothing comes back.
    ///
    /// # Errors
    /// Every fault at once.
    pub fn new(
        id: LoanId,
        household: HouseholdId,
        items: Vec<HandedOver>,
        mut besides: Besides,
        due_on: Date,
        today: Date,
    ) -> Result<Self, Vec<HandOverFault>> {
        besides.supplies.retain(|_, many| *many > 0);
        let too_many = besides.supplies.iter().filter(|(_, many)| **many > MOST_GIVEN);
        let mut faults: Vec<HandOverFault> =
            too_many.map(|(supply, _)| HandOverFault::TooMany(*supply)).collect();
        let mut sorted = Vec::new();
        if !items.is_empty() || besides.supplies.is_empty() {
            match Lend::new(id, household, items, due_on, today) {
                Ok(lend) => sorted = lend.items().to_vec(),
                Err(found) => faults.extend(found.into_iter().map(HandOverFault::Lend)),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Self {
            id,
            household,
            items: sorted,
            supplies: besides.supplies,
            kit: besides.kit,
            due_on,
            on: today,
            signature: besides.signature,
        })
    }

    /// Its id, minted when the form was shown: the loan's too, and the gift's.
    #[must_use]
    pub const fn id(&self) -> LoanId {
        self.id
    }

    /// To whom.
    #[must_use]
    pub const fn household(&self) -> HouseholdId {
        self.household
    }

    /// The items, in id order.
    #[must_use]
    pub fn items(&self) -> &[HandedOver] {
        &self.items
    }

    /// How many pieces of each counted thing.
    #[must_use]
    pub const fn supplies(&self) -> &BTreeMap<SupplyId, u32> {
        &self.supplies
    }

    /// The kit that it makes.
    #[must_use]
    pub const fn kit(&self) -> Option<KitId> {
        self.kit
    }

    /// The day that what is lent is due back.
    #[must_use]
    pub const fn due_on(&self) -> Date {
        self.due_on
    }

    /// The day of the hand-over.
    #[must_use]
    pub const fn on(&self) -> Date {
        self.on
    }

    /// The signature, if it was given at once.
    #[must_use]
    pub const fn signature(&self) -> Option<&Signature> {
        self.signature.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    const TODAY: Date = date(2026, 9, 1);

    fn pens(many: u32) -> Besides {
        let supplies = [(SupplyId(Uuid::from_u128(7)), many)].into();
        Besides { supplies, ..Besides::default() }
    }

    fn order(besides: Besides, due_on: Date) -> Result<HandOver, Vec<HandOverFault>> {
        let (id, home) = (LoanId(Uuid::nil()), HouseholdId(Uuid::nil()));
        HandOver::new(id, home, vec![], besides, due_on, TODAY)
    }

    #[test]
    fn pencils_alone_are_a_hand_over_that_is_never_due() {
        assert!(order(pens(12), TODAY).is_ok());
        let faults = order(pens(0), TODAY).unwrap_err();
        let lend = [LendFault::NoItem, LendFault::DueTooSoon];
        assert_eq!(faults, lend.map(HandOverFault::Lend));
    }

    #[test]
    fn nobody_takes_a_delivery_home() {
        let supply = SupplyId(Uuid::from_u128(7));
        let faults = order(pens(MOST_GIVEN + 1), date(2027, 6, 30)).unwrap_err();
        assert_eq!(faults, [HandOverFault::TooMany(supply)]);
    }
}
