//! Who lives in a household and who bears a name, without looking at everyone.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use uuid::Uuid;

use crate::ids::HouseholdId;

/// People's ids by household and by name. Found ones come in id order, as a look at everyone would find
/// them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Index<Id> {
    by_household: BTreeSet<(HouseholdId, Id)>,
    /// By a short hash of the key: half the memory of the key itself. Whoever asks compares the keys.
    by_key: BTreeSet<(u64, Id)>,
}

impl<Id> Default for Index<Id> {
    fn default() -> Self {
        Self { by_household: BTreeSet::new(), by_key: BTreeSet::new() }
    }
}

impl<Id: Copy + Ord + From<Uuid>> Index<Id> {
    /// An index of all these at once: sorted once, so faster than one after the other.
    pub fn of<'a>(people: impl Iterator<Item = (Id, HouseholdId, &'a str)> + Clone) -> Self {
        Self {
            by_household: people.clone().map(|(id, household, _)| (household, id)).collect(),
            by_key: people.map(|(id, _, key)| (short(key), id)).collect(),
        }
    }

    pub fn add(&mut self, id: Id, household: HouseholdId, key: &str) {
        self.by_household.insert((household, id));
        self.by_key.insert((short(key), id));
    }

    pub fn remove(&mut self, id: Id, household: HouseholdId, key: &str) {
        self.by_household.remove(&(household, id));
        self.by_key.remove(&(short(key), id));
    }

    pub fn rehouse(&mut self, id: Id, from: HouseholdId, to: HouseholdId) {
        self.by_household.remove(&(from, id));
        self.by_household.insert((to, id));
    }

    pub fn of_household(&self, household: HouseholdId) -> impl Iterator<Item = Id> + use<'_, Id> {
        let (first, last) = ends();
        self.by_household.range((household, first)..=(household, last)).map(|(_, id)| *id)
    }

    /// Those whose key may be this one.
    pub fn of_key(&self, key: &str) -> impl Iterator<Item = Id> + use<'_, Id> {
        let ((first, last), key) = (ends(), short(key));
        self.by_key.range((key, first)..=(key, last)).map(|(_, id)| *id)
    }
}

fn ends<Id: From<Uuid>>() -> (Id, Id) {
    (Uuid::nil().into(), Uuid::max().into())
}

fn short(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}
