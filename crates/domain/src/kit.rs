//! Kits: a bill of materials that mixes things with a number and things that are counted, handed over
//! whole or not at all (`domain.md` §1.2 item 43).

use std::collections::BTreeMap;

use serde::Serialize;

use crate::ids::SupplyId;
use crate::stock::ItemKind;

/// What a kit holds: how many of each kind of item, how many of each counted thing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Parts {
    items: BTreeMap<ItemKind, u32>,
    supplies: BTreeMap<SupplyId, u32>,
}

/// A part of which there is too little.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// So many items of a kind.
    Items(ItemKind, u32),
    /// So many of a counted thing.
    Supply(SupplyId, u32),
}

impl Parts {
    /// A bill of materials; what is asked none of is not in it.
    #[must_use]
    pub fn new(
        items: impl IntoIterator<Item = (ItemKind, u32)>,
        supplies: impl IntoIterator<Item = (SupplyId, u32)>,
    ) -> Self {
        let mut parts = Self::default();
        for (kind, many) in items.into_iter().filter(|(_, many)| *many > 0) {
            *parts.items.entry(kind).or_default() += many;
        }
        for (supply, many) in supplies.into_iter().filter(|(_, many)| *many > 0) {
            *parts.supplies.entry(supply).or_default() += many;
        }
        parts
    }

    /// How many items of each kind.
    #[must_use]
    pub const fn items(&self) -> &BTreeMap<ItemKind, u32> {
        &self.items
    }

    /// How many of each counted thing.
    #[must_use]
    pub const fn supplies(&self) -> &BTreeMap<SupplyId, u32> {
        &self.supplies
    }

    /// Is there nothing in it?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.supplies.is_empty()
    }

    /// What these parts lack to make the whole kit. More than the kit holds lacks nothing.
    #[must_use]
    pub fn missing_in(&self, there: &Self) -> Vec<Missing> {
        let items = self.items.iter().filter_map(|(kind, many)| {
            let short = many.saturating_sub(there.items.get(kind).copied().unwrap_or(0));
            (short > 0).then_some(Missing::Items(*kind, short))
        });
        let supplies = self.supplies.iter().filter_map(|(supply, many)| {
            let short = many.saturating_sub(there.supplies.get(supply).copied().unwrap_or(0));
            (short > 0).then_some(Missing::Supply(*supply, short))
        });
        items.chain(supplies).collect()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_kit_is_whole_or_says_what_it_lacks() {
        let (pens, books) = (SupplyId(Uuid::from_u128(1)), SupplyId(Uuid::from_u128(2)));
        let kit = Parts::new([(ItemKind::Tablet, 1)], [(pens, 12), (books, 2), (books, 1)]);
        assert_eq!(kit.missing_in(&kit), []);
        let there = Parts::new([(ItemKind::Laptop, 1)], [(pens, 20), (books, 1)]);
        let lacks = [Missing::Items(ItemKind::Tablet, 1), Missing::Supply(books, 2)];
        assert_eq!(kit.missing_in(&there), lacks);
        assert!(Parts::new([(ItemKind::Tablet, 0)], []).is_empty());
    }
}
