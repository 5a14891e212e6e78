//! Who lives in a household and who bears a name, without looking at everyone.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};

use crate::ids::HouseholdId;

/// Hashes alike in every process: nothing here is drawn.
type Map<Key, Value> = HashMap<Key, Value, BuildHasherDefault<DefaultHasher>>;

/// People's ids by household and by name. Found ones come in id order, as a look at everyone would find
/// them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Index<Id> {
    by_household: Map<HouseholdId, Few<Id>>,
    /// By a short hash of the key: less memory than the key itself. Whoever asks compares the keys.
    by_key: Map<u64, Few<Id>>,
}

/// Ids under one key, in their order: for nearly every key, one.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Few<Id> {
    One([Id; 1]),
    Many(Vec<Id>),
}

impl<Id> Default for Index<Id> {
    fn default() -> Self {
        Self { by_household: Map::default(), by_key: Map::default() }
    }
}

impl<Id: Copy + Ord> Index<Id> {
    pub fn of<'a>(people: impl Iterator<Item = (Id, HouseholdId, &'a str)>) -> Self {
        let mut index = Self::default();
        for (id, household, key) in people {
            index.add(id, household, key);
        }
        index
    }

    pub fn add(&mut self, id: Id, household: HouseholdId, key: &str) {
        add(&mut self.by_household, household, id);
        add(&mut self.by_key, short(key), id);
    }

    pub fn remove(&mut self, id: Id, household: HouseholdId, key: &str) {
        remove(&mut self.by_household, household, id);
        remove(&mut self.by_key, short(key), id);
    }

    pub fn rehouse(&mut self, id: Id, from: HouseholdId, to: HouseholdId) {
        remove(&mut self.by_household, from, id);
        add(&mut self.by_household, to, id);
    }

    pub fn of_household(&self, household: HouseholdId) -> impl Iterator<Item = Id> + use<'_, Id> {
        under(&self.by_household, household)
    }

    /// Those whose key may be this one.
    pub fn of_key(&self, key: &str) -> impl Iterator<Item = Id> + use<'_, Id> {
        under(&self.by_key, short(key))
    }
}

impl<Id: Copy + Ord> Few<Id> {
    fn ids(&self) -> &[Id] {
        match self {
            Self::One(one) => one,
            Self::Many(many) => many,
        }
    }
}

fn under<Key: Copy + Hash + Eq, Id: Copy + Ord>(
    map: &Map<Key, Few<Id>>,
    key: Key,
) -> impl Iterator<Item = Id> + use<'_, Key, Id> {
    map.get(&key).map(Few::ids).unwrap_or_default().iter().copied()
}

fn add<Key: Copy + Hash + Eq, Id: Copy + Ord>(map: &mut Map<Key, Few<Id>>, key: Key, id: Id) {
    let Some(few) = map.get_mut(&key) else {
        map.insert(key, Few::One([id]));
        return;
    };
    if let Err(at) = few.ids().binary_search(&id) {
        let mut ids = few.ids().to_vec();
        ids.insert(at, id);
        *few = Few::Many(ids);
    }
}

fn remove<Key: Copy + Hash + Eq, Id: Copy + Ord>(map: &mut Map<Key, Few<Id>>, key: Key, id: Id) {
    let Some(few) = map.get_mut(&key) else { return };
    let rest: Vec<Id> = few.ids().iter().copied().filter(|one| *one != id).collect();
    match rest.as_slice() {
        [] => {
            map.remove(&key);
        }
        [one] => *few = Few::One([*one]),
        _ => *few = Few::Many(rest),
    }
}

fn short(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::ids::ChildId;

    #[test]
    fn ids_come_in_their_order_whatever_was_added_and_removed() {
        let child = |n| ChildId(Uuid::from_u128(n));
        let (home, other) = (HouseholdId(Uuid::from_u128(1)), HouseholdId(Uuid::from_u128(2)));
        let mut index = Index::default();
        for n in [5, 3, 9, 3] {
            index.add(child(n), home, "roy|ana");
        }
        let all: Vec<_> = index.of_household(home).collect();
        assert_eq!(all, [child(3), child(5), child(9)]);
        index.rehouse(child(3), home, other);
        index.remove(child(9), home, "roy|ana");
        assert_eq!(index.of_household(home).collect::<Vec<_>>(), [child(5)]);
        assert_eq!(index.of_key("roy|ana").collect::<Vec<_>>(), [child(3), child(5)]);
        index.remove(child(5), home, "roy|ana");
        index.remove(child(3), other, "roy|ana");
        assert_eq!(index, Index::default());
    }
}
