//! The état des lieux: what is looked at on an item when it goes out and when it comes back, and what
//! must come back with it (`domain.md` §3.1, §3.2).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::stock::{Grade, ItemKind};

crate::vocabulary! {
    /// One thing looked at.
    ConditionPoint {
        /// The screen: cracks, dead zones.
        Screen = "screen",
        /// The case.
        Case = "case",
        /// The charger and where it goes in: does it charge?
        Charger = "charger",
        /// Does the battery hold?
        Battery = "battery",
        /// Does it start?
        Boots = "boots",
        /// The keyboard and the buttons.
        Keys = "keys",
        /// The camera and the microphone.
        Camera = "camera",
        /// Is it clean?
        Cleanliness = "cleanliness",
    }
}

impl ConditionPoint {
    /// What is looked at on an item of this kind, in the order of the paper.
    #[must_use]
    pub const fn of(kind: ItemKind) -> &'static [Self] {
        match kind {
            ItemKind::Tablet | ItemKind::Laptop | ItemKind::Phone => Self::ALL,
            ItemKind::Hotspot => &[Self::Case, Self::Charger, Self::Battery, Self::Boots],
            ItemKind::Printer => {
                &[Self::Case, Self::Charger, Self::Boots, Self::Keys, Self::Cleanliness]
            }
            ItemKind::Sim => &[],
        }
    }
}

crate::vocabulary! {
    /// What goes along with an item and must come back with it.
    Accessory {
        /// The charger.
        Charger = "charger",
        /// A cable.
        Cable = "cable",
        /// The cover.
        Cover = "cover",
        /// A bag.
        Bag = "bag",
        /// A keyboard of its own.
        Keyboard = "keyboard",
        /// A mouse.
        Mouse = "mouse",
        /// Headphones.
        Headphones = "headphones",
        /// A pen for the screen.
        Stylus = "stylus",
    }
}

impl Accessory {
    /// What may go along with an item of this kind.
    #[must_use]
    pub const fn of(kind: ItemKind) -> &'static [Self] {
        match kind {
            ItemKind::Tablet => {
                &[Self::Charger, Self::Cover, Self::Keyboard, Self::Headphones, Self::Stylus]
            }
            ItemKind::Laptop => &[Self::Charger, Self::Bag, Self::Mouse, Self::Headphones],
            ItemKind::Phone => &[Self::Charger, Self::Cover, Self::Headphones],
            ItemKind::Hotspot => &[Self::Charger, Self::Cable],
            ItemKind::Printer => &[Self::Charger, Self::Cable],
            ItemKind::Sim => &[],
        }
    }

    /// What usually goes along with it: proposed at the desk, never taken for granted.
    #[must_use]
    pub const fn usual(kind: ItemKind) -> &'static [Self] {
        match kind {
            ItemKind::Tablet => &[Self::Charger, Self::Cover],
            ItemKind::Laptop | ItemKind::Phone => &[Self::Charger],
            ItemKind::Hotspot | ItemKind::Printer => &[Self::Cable],
            ItemKind::Sim => &[],
        }
    }
}

/// The most of one accessory with one item: beyond it, somebody typed a number in the wrong place.
pub const MOST_ACCESSORIES: u8 = 9;

/// The points looked at, each with its grade; empty when nobody looked at them one by one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Points(BTreeMap<ConditionPoint, Grade>);

impl Points {
    /// The points of an item of this kind; a point that such an item does not have is left out.
    #[must_use]
    pub fn of(kind: ItemKind, seen: impl IntoIterator<Item = (ConditionPoint, Grade)>) -> Self {
        let known = ConditionPoint::of(kind);
        Self(seen.into_iter().filter(|(point, _)| known.contains(point)).collect())
    }

    /// The grade at this point, if it was looked at.
    #[must_use]
    pub fn at(&self, point: ConditionPoint) -> Option<Grade> {
        self.0.get(&point).copied()
    }

    /// Each point and its grade, in the order of the paper.
    pub fn iter(&self) -> impl Iterator<Item = (ConditionPoint, Grade)> + '_ {
        self.0.iter().map(|(point, grade)| (*point, *grade))
    }

    /// Was nothing looked at one by one?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The grade of the whole, said to be `overall`: never better than its worst point.
    #[must_use]
    pub fn worst(&self, overall: Grade) -> Grade {
        self.0.values().copied().fold(overall, Grade::max)
    }

    /// The points that are worse here than they were in `before`.
    #[must_use]
    pub fn worse_than(&self, before: &Self) -> Vec<ConditionPoint> {
        let worse = |(point, grade): &(ConditionPoint, Grade)| {
            before.at(*point).is_some_and(|was| *grade > was)
        };
        self.iter().filter(worse).map(|(point, _)| point).collect()
    }
}

/// How many of each accessory; never zero of one, never more than [`MOST_ACCESSORIES`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Accessories(BTreeMap<Accessory, u8>);

impl Accessories {
    /// Counted one by one: zero of something is not there, too many are cut to the most.
    #[must_use]
    pub fn counted(counts: impl IntoIterator<Item = (Accessory, u8)>) -> Self {
        let some = counts.into_iter().filter(|(_, count)| *count > 0);
        Self(some.map(|(what, count)| (what, count.min(MOST_ACCESSORIES))).collect())
    }

    /// How many of this one.
    #[must_use]
    pub fn count(&self, accessory: Accessory) -> u8 {
        self.0.get(&accessory).copied().unwrap_or(0)
    }

    /// Each accessory and how many.
    pub fn iter(&self) -> impl Iterator<Item = (Accessory, u8)> + '_ {
        self.0.iter().map(|(what, count)| (*what, *count))
    }

    /// Is there none?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What of this is missing in `back`.
    #[must_use]
    pub fn missing_in(&self, back: &Self) -> Self {
        let left = self.iter().map(|(what, count)| (what, count.saturating_sub(back.count(what))));
        Self::counted(left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_is_never_better_than_its_worst_point() {
        let seen = [(ConditionPoint::Screen, Grade::Damaged), (ConditionPoint::Case, Grade::Good)];
        let points = Points::of(ItemKind::Tablet, seen);
        assert_eq!(points.worst(Grade::Good), Grade::Damaged);
        assert_eq!(points.worst(Grade::Broken), Grade::Broken);
        assert_eq!(Points::default().worst(Grade::Worn), Grade::Worn);
    }

    #[test]
    fn a_key_has_no_screen() {
        let seen = [(ConditionPoint::Screen, Grade::Broken), (ConditionPoint::Case, Grade::Worn)];
        let points = Points::of(ItemKind::Hotspot, seen);
        assert_eq!(points.at(ConditionPoint::Screen), None);
        assert_eq!(points.worst(Grade::New), Grade::Worn);
    }

    #[test]
    fn only_what_got_worse_is_told() {
        let out = Points::of(ItemKind::Tablet, [(ConditionPoint::Screen, Grade::Good)]);
        let back = [(ConditionPoint::Screen, Grade::Worn), (ConditionPoint::Case, Grade::Broken)];
        let back = Points::of(ItemKind::Tablet, back);
        // Nobody looked at the case when it went out: nobody can say that the family broke it.
        assert_eq!(back.worse_than(&out), [ConditionPoint::Screen]);
        assert!(out.worse_than(&back).is_empty());
    }

    #[test]
    fn accessories_that_stay_away_are_counted() {
        let out = Accessories::counted([(Accessory::Charger, 2), (Accessory::Cover, 1)]);
        let back = Accessories::counted([(Accessory::Charger, 1), (Accessory::Mouse, 1)]);
        let missing = out.missing_in(&back);
        let missing: Vec<_> = missing.iter().collect();
        assert_eq!(missing, [(Accessory::Charger, 1), (Accessory::Cover, 1)]);
        assert!(Accessories::counted([(Accessory::Bag, 0)]).is_empty());
        assert_eq!(Accessories::counted([(Accessory::Bag, 200)]).count(Accessory::Bag), 9);
    }

    #[test]
    fn what_is_usual_is_possible() {
        for kind in ItemKind::ALL {
            assert!(Accessory::usual(*kind).iter().all(|one| Accessory::of(*kind).contains(one)));
        }
    }
}
