//! Items in other hands than a family's (`domain.md` §2 rows 35 and 36, §3.3): a provision (mise à
//! disposition) has no end and an act behind it, a loan to a school has a day. Either is one order here;
//! a school may lend on to the families of its pupils, an organisation may not.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use uuid::Uuid;

use crate::ids::{HouseholdId, ItemId, OrganisationId, ProvisionId, SchoolId};
use crate::loan::{LONGEST_LOAN_YEARS, Outcome};
use crate::stock::Grade;

/// The most items of one provision: a school's whole class set, some cartons.
pub const MOST_PROVIDED: usize = 200;

/// Who answers for the items from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Custodian {
    /// A school of the register.
    School(SchoolId),
    /// An organisation that is known.
    Organisation(OrganisationId),
    /// An organisation that is not known yet.
    New {
        /// Its id, minted when the form was shown.
        id: OrganisationId,
        /// Its name, once per cité.
        name: String,
        /// How to reach it, in one line.
        contact: String,
    },
}

/// What is agreed besides the items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProvisionTerms {
    /// To whom.
    pub custodian: Custodian,
    /// The act or the agreement that allows it; a provision without an end needs one.
    pub act: Option<String>,
    /// Who answers for the items there: a function, never a name.
    pub responsible: Option<String>,
    /// The day everything is due back; without one it is a provision, with one a loan.
    pub due_on: Option<Date>,
}

/// An order to put items in other hands: at least one, none twice, in id order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Provide {
    id: ProvisionId,
    terms: ProvisionTerms,
    items: Vec<(ItemId, Grade)>,
    // As in `Lend`: the same form sent again after midnight is the same form.
    #[serde(skip)]
    on: Date,
}

/// Why an order makes no sense by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProvideFault {
    /// Nothing to hand over.
    #[error("no item")]
    NoItem,
    /// The same item twice.
    #[error("{0} twice")]
    Twice(ItemId),
    /// More than [`MOST_PROVIDED`].
    #[error("too many items")]
    TooMany,
    /// Without an end and without an act.
    #[error("neither a due day nor an act")]
    NoAct,
    /// Due today or before.
    #[error("due before it is handed over")]
    DueTooSoon,
    /// Due more than [`LONGEST_LOAN_YEARS`] years from now.
    #[error("due after {latest}")]
    DueTooLate {
        /// The last day allowed.
        latest: Date,
    },
}

impl Provide {
    /// An order made `today`.
    ///
    /// # Errors
    /// Every fault at once.
    pub fn new(
        id: ProvisionId,
        terms: ProvisionTerms,
        mut items: Vec<(ItemId, Grade)>,
        today: Date,
    ) -> Result<Self, Vec<ProvideFault>> {
        items.sort_by_key(|(item, _)| *item);
        let mut faults = Vec::new();
        if items.is_empty() {
            faults.push(ProvideFault::NoItem);
        }
        if items.len() > MOST_PROVIDED {
            faults.push(ProvideFault::TooMany);
        }
        let twice: BTreeSet<ItemId> =
            items.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| pair[0].0).collect();
        faults.extend(twice.into_iter().map(ProvideFault::Twice));
        let latest = today.saturating_add(LONGEST_LOAN_YEARS.years());
        match terms.due_on {
            None if terms.act.is_none() => faults.push(ProvideFault::NoAct),
            Some(due) if due <= today => faults.push(ProvideFault::DueTooSoon),
            Some(due) if due > latest => faults.push(ProvideFault::DueTooLate { latest }),
            None | Some(_) => {}
        }
        if faults.is_empty() { Ok(Self { id, terms, items, on: today }) } else { Err(faults) }
    }

    /// Its id, minted when the form was shown.
    #[must_use]
    pub const fn id(&self) -> ProvisionId {
        self.id
    }

    /// What is agreed.
    #[must_use]
    pub const fn terms(&self) -> &ProvisionTerms {
        &self.terms
    }

    /// The items, each in the state it goes out in.
    #[must_use]
    pub fn items(&self) -> &[(ItemId, Grade)] {
        &self.items
    }

    /// The day.
    #[must_use]
    pub const fn on(&self) -> Date {
        self.on
    }
}

/// An order to end a provision, whole or in part: at least one item, none twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EndProvision {
    form: Uuid,
    provision: ProvisionId,
    items: Vec<(ItemId, Outcome)>,
}

/// Why such an order makes no sense by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EndProvisionFault {
    /// Nothing comes back.
    #[error("no item")]
    NoItem,
    /// The same item twice.
    #[error("{0} twice")]
    Twice(ItemId),
}

impl EndProvision {
    /// An order, its items in id order; `form` is the id minted when the form was shown.
    ///
    /// # Errors
    /// The first fault.
    pub fn new(
        form: Uuid,
        provision: ProvisionId,
        mut items: Vec<(ItemId, Outcome)>,
    ) -> Result<Self, EndProvisionFault> {
        items.sort_by_key(|(item, _)| *item);
        if items.is_empty() {
            return Err(EndProvisionFault::NoItem);
        }
        match items.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            Some(pair) => Err(EndProvisionFault::Twice(pair[0].0)),
            None => Ok(Self { form, provision, items }),
        }
    }

    /// The form's id.
    #[must_use]
    pub const fn form(&self) -> Uuid {
        self.form
    }

    /// The provision.
    #[must_use]
    pub const fn provision(&self) -> ProvisionId {
        self.provision
    }

    /// What comes back and how.
    #[must_use]
    pub fn items(&self) -> &[(ItemId, Outcome)] {
        &self.items
    }
}

/// An order to let a loan to a school or an organisation go on until a later day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ExtendProvision {
    /// Minted when the form was shown.
    pub form: Uuid,
    /// Which.
    pub provision: ProvisionId,
    /// The day everything is due back.
    pub due_on: Date,
}

/// Who answers for an item, beside the family that may have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Custody {
    /// The cité's desk.
    Desk,
    /// A school where the asking household has a pupil; until this day, if it is a loan.
    OwnSchool(Option<Date>),
    /// Another school, or an organisation.
    Elsewhere,
}

/// Who asks for an item, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asking {
    /// The household.
    pub household: HouseholdId,
    /// The day it would bring the item back.
    pub due_on: Date,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 9, 1);

    fn item(n: u128) -> (ItemId, Grade) {
        (ItemId(Uuid::from_u128(n)), Grade::Good)
    }

    fn order(
        items: Vec<(ItemId, Grade)>,
        act: Option<&str>,
        due_on: Option<Date>,
    ) -> Result<Provide, Vec<ProvideFault>> {
        let custodian = Custodian::School(SchoolId(Uuid::nil()));
        let act = act.map(str::to_owned);
        let terms = ProvisionTerms { custodian, act, responsible: None, due_on };
        Provide::new(ProvisionId(Uuid::nil()), terms, items, TODAY)
    }

    #[test]
    fn a_provision_needs_an_act_and_a_loan_needs_a_day_to_come() {
        assert!(order(vec![item(1)], Some("Délibération 12"), None).is_ok());
        assert!(order(vec![item(1)], None, Some(date(2027, 6, 30))).is_ok());
        assert_eq!(order(vec![item(1)], None, None).unwrap_err(), [ProvideFault::NoAct]);
        let past = order(vec![item(1)], None, Some(TODAY)).unwrap_err();
        assert_eq!(past, [ProvideFault::DueTooSoon]);
        let latest = date(2029, 9, 1);
        let far = order(vec![item(1)], None, Some(date(2029, 9, 2))).unwrap_err();
        assert_eq!(far, [ProvideFault::DueTooLate { latest }]);
    }

    #[test]
    fn every_fault_at_once() {
        let twice = ProvideFault::Twice(item(1).0);
        let faults = order(vec![item(1), item(2), item(1)], None, None).unwrap_err();
        assert_eq!(faults, [twice, ProvideFault::NoAct]);
        assert_eq!(order(vec![], Some("x"), None).unwrap_err(), [ProvideFault::NoItem]);
        let many = (0..=MOST_PROVIDED as u128).map(item).collect();
        assert_eq!(order(many, Some("x"), None).unwrap_err(), [ProvideFault::TooMany]);
    }

    #[test]
    fn an_item_ends_once() {
        let (one, nil) = (item(1).0, ProvisionId(Uuid::nil()));
        let both = vec![(one, Outcome::Lost), (one, Outcome::Returned(Grade::Good))];
        let fault = EndProvision::new(Uuid::nil(), nil, both).unwrap_err();
        assert_eq!(fault, EndProvisionFault::Twice(one));
        let fault = EndProvision::new(Uuid::nil(), nil, vec![]).unwrap_err();
        assert_eq!(fault, EndProvisionFault::NoItem);
    }
}
