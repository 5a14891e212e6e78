//! The register as it is read; it is changed by a few verbs only, which keep right what people are found by.

use std::collections::BTreeMap;

use super::index::Index;
use super::records::{ChildRecord, GuardianRecord, HouseholdRecord};
use crate::ids::{ChildId, GuardianId, HouseholdId};

/// The families of one cité. Nobody in it is without a household of it. Two are equal when they hold the
/// same people, however they came to.
#[derive(Debug, Clone, Default)]
pub struct Register {
    pub(super) households: BTreeMap<HouseholdId, HouseholdRecord>,
    pub(super) guardians: BTreeMap<GuardianId, GuardianRecord>,
    pub(super) children: BTreeMap<ChildId, ChildRecord>,
    pub(super) guardians_by: Index<GuardianId>,
    pub(super) children_by: Index<ChildId>,
    pub(super) touched: Touched,
}

impl PartialEq for Register {
    fn eq(&self, other: &Self) -> bool {
        self.households == other.households
            && self.guardians == other.guardians
            && self.children == other.children
    }
}

impl Eq for Register {}

/// Was somebody in the register when it was made?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Was {
    /// No: whoever is there now has come since.
    Absent,
    /// Yes: whoever is not there now has gone since.
    Present,
}

/// Who may be other than before, or new, or gone; whoever is not here is as before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    /// Households, or what they are called: somebody of theirs came, went or has another number.
    pub households: BTreeMap<HouseholdId, Was>,
    /// Guardians.
    pub guardians: BTreeMap<GuardianId, Was>,
    /// Pupils.
    pub children: BTreeMap<ChildId, Was>,
}

impl Touched {
    pub(super) fn household(&mut self, id: HouseholdId, was: Was) {
        self.households.entry(id).or_insert(was);
    }

    pub(super) fn guardian(&mut self, id: GuardianId, was: Was) {
        self.guardians.entry(id).or_insert(was);
    }

    pub(super) fn child(&mut self, id: ChildId, was: Was) {
        self.children.entry(id).or_insert(was);
    }
}

/// This household, which somebody was to live in, is not in the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no household {0}")]
pub struct Orphan(pub HouseholdId);

impl Register {
    /// The register of these people, none of them touched.
    ///
    /// # Errors
    /// [`Orphan`] if one of them lives in none of the households.
    pub fn of(
        households: BTreeMap<HouseholdId, HouseholdRecord>,
        guardians: BTreeMap<GuardianId, GuardianRecord>,
        children: BTreeMap<ChildId, ChildRecord>,
    ) -> Result<Self, Orphan> {
        let homes = guardians.values().map(|one| one.household);
        for home in homes.chain(children.values().map(|one| one.household)) {
            if !households.contains_key(&home) {
                return Err(Orphan(home));
            }
        }
        let guardians_by = Index::of(
            guardians.iter().map(|(id, one)| (*id, one.household, one.match_key.as_str())),
        );
        let children_by = Index::of(
            children.iter().map(|(id, one)| (*id, one.household, one.match_key.as_str())),
        );
        let touched = Touched::default();
        Ok(Self { households, guardians, children, guardians_by, children_by, touched })
    }

    /// Every household.
    #[must_use]
    pub const fn households(&self) -> &BTreeMap<HouseholdId, HouseholdRecord> {
        &self.households
    }

    /// Every guardian.
    #[must_use]
    pub const fn guardians(&self) -> &BTreeMap<GuardianId, GuardianRecord> {
        &self.guardians
    }

    /// Every pupil.
    #[must_use]
    pub const fn children(&self) -> &BTreeMap<ChildId, ChildRecord> {
        &self.children
    }

    /// Who was touched since the register was made.
    #[must_use]
    pub const fn touched(&self) -> &Touched {
        &self.touched
    }

    /// A household's guardians, in id order.
    pub fn guardians_of(
        &self,
        household: HouseholdId,
    ) -> impl Iterator<Item = (GuardianId, &GuardianRecord)> {
        let ids = self.guardians_by.of_household(household);
        ids.filter_map(|id| Some((id, self.guardians.get(&id)?)))
    }

    /// A household's children, in id order.
    pub fn children_of(
        &self,
        household: HouseholdId,
    ) -> impl Iterator<Item = (ChildId, &ChildRecord)> {
        let ids = self.children_by.of_household(household);
        ids.filter_map(|id| Some((id, self.children.get(&id)?)))
    }

    /// The guardians of one key, in id order.
    pub fn guardians_named(
        &self,
        match_key: &str,
    ) -> impl Iterator<Item = (GuardianId, &GuardianRecord)> {
        let ids = self.guardians_by.of_key(match_key);
        ids.filter_map(|id| Some((id, self.guardians.get(&id)?)))
            .filter(move |(_, one)| one.match_key == match_key)
    }

    /// The children of one key, in id order.
    pub fn children_named(&self, match_key: &str) -> impl Iterator<Item = (ChildId, &ChildRecord)> {
        let ids = self.children_by.of_key(match_key);
        ids.filter_map(|id| Some((id, self.children.get(&id)?)))
            .filter(move |(_, one)| one.match_key == match_key)
    }

    /// The guardian of this key in a household.
    #[must_use]
    pub fn guardian_in(&self, household: HouseholdId, match_key: &str) -> Option<GuardianId> {
        self.guardians_of(household).find(|(_, one)| one.match_key == match_key).map(|(id, _)| id)
    }
}
