//! The siblings rule: one device for up to so many children, each further device of a household behind
//! the one before it.
//!
//! The household is the unit of need, and one device for four children is none (`domain.md` §0.4). Every
//! device is a need of its own; this rule says how many there are and how far back each stands, before
//! the engine sees any (`allocation.md` A).

use serde::{Deserialize, Serialize};

use crate::people::equipment::Equipment;

/// How many devices a household is counted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Siblings {
    /// One device is enough for so many children; 1 to 20.
    pub children_per_device: u8,
    /// No household is given more; 1 to 9.
    pub devices_at_most: u8,
    /// So many tiers lie between one device of a household and its next; 1 to 8.
    pub tiers_lower: u8,
}

impl Siblings {
    /// One device a household, as it was before a town could choose.
    pub const ONE_DEVICE: Self =
        Self { children_per_device: 1, devices_at_most: 1, tiers_lower: 1 };

    /// How many devices the town gives a household in all: enough for its children, less the one that they
    /// share at home. A household without a child on record counts as one child.
    #[must_use]
    pub fn devices(self, equipment: Equipment, children: usize) -> u8 {
        let enough = children.max(1).div_ceil(self.children_per_device.max(1).into());
        let lacking = enough - usize::from(equipment == Equipment::Shared).min(enough);
        u8::try_from(lacking).unwrap_or(u8::MAX).min(self.devices_at_most)
    }

    /// The tier of a household's `nth` device, from 1, when its first would be in `tier`.
    #[must_use]
    pub fn tier(self, tier: u8, nth: u8) -> u8 {
        let lower = self.tiers_lower.saturating_mul(nth.saturating_sub(1));
        tier.saturating_add(lower).min(LAST_TIER)
    }

    /// The tier of the last device that there can be, when the first would be in `tier`; over 9 when there
    /// is no such tier.
    #[must_use]
    pub fn lowest(self, tier: u8) -> u8 {
        let lower = self.tiers_lower.saturating_mul(self.devices_at_most.saturating_sub(1));
        tier.saturating_add(lower)
    }
}

/// The engine knows no tier behind this one.
pub(super) const LAST_TIER: u8 = 9;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_for_two_children_and_the_next_one_further_back() {
        let rule = Siblings { children_per_device: 2, devices_at_most: 3, tiers_lower: 4 };
        for (equipment, children, devices) in [
            (Equipment::None, 0, 1),
            (Equipment::None, 1, 1),
            (Equipment::None, 2, 1),
            (Equipment::None, 3, 2),
            (Equipment::SmartphoneOnly, 4, 2),
            (Equipment::None, 5, 3),
            (Equipment::None, 9, 3),
            (Equipment::Shared, 2, 0),
            (Equipment::Shared, 3, 1),
            (Equipment::Shared, 9, 3),
        ] {
            assert_eq!(rule.devices(equipment, children), devices, "{equipment} {children}");
        }
        assert_eq!([1, 2, 3].map(|nth| rule.tier(1, nth)), [1, 5, 9]);
        assert_eq!(rule.tier(4, 3), 9, "there is no tier 12");
        assert_eq!(rule.lowest(4), 12);
    }

    #[test]
    fn one_device_a_household_is_one_whatever_its_children() {
        for children in [0, 1, 2, 7] {
            assert_eq!(Siblings::ONE_DEVICE.devices(Equipment::None, children), 1);
        }
        assert_eq!(Siblings::ONE_DEVICE.devices(Equipment::Shared, 3), 1);
    }
}
