//! Two households that turn out to be one.

use serde::{Deserialize, Serialize};

use super::people::{Register, Was};
use crate::ids::{ChildId, GuardianId, HouseholdId};

/// What joining two households did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum United {
    /// They are one: the survivor.
    Into(HouseholdId),
    /// Both have needs or loans of their own: a person must look.
    Neither,
}

impl Register {
    /// Makes one household of two, if at most one of them has more than people.
    pub fn unite(&mut self, one: HouseholdId, other: HouseholdId) -> United {
        if one == other {
            return United::Into(one);
        }
        let bare = |id| self.households.get(&id).is_some_and(|household| household.bare);
        let known = |id| self.households.contains_key(&id);
        let (kept, absorbed) = match (bare(one), bare(other)) {
            (_, true) if known(one) => (one, other),
            (true, _) if known(other) => (other, one),
            _ => return United::Neither,
        };
        let children: Vec<ChildId> = self.children_by.of_household(absorbed).collect();
        for id in children {
            self.move_child(id, kept);
        }
        let guardians: Vec<GuardianId> = self.guardians_by.of_household(absorbed).collect();
        for id in guardians {
            self.move_guardian(id, kept);
        }
        let address = self.households.remove(&absorbed).map(|household| household.address);
        self.touched.household(kept, Was::Present);
        self.touched.household(absorbed, Was::Present);
        if let Some(household) = self.households.get_mut(&kept)
            && household.address.is_blank()
        {
            household.address = address.unwrap_or_default();
        }
        United::Into(kept)
    }

    fn move_child(&mut self, id: ChildId, household: HouseholdId) {
        let Some(child) = self.children.get_mut(&id) else { return };
        self.children_by.rehouse(id, child.household, household);
        child.household = household;
        self.touched.child(id, Was::Present);
    }

    /// Moves a guardian; one who is there already takes what was missing of them.
    fn move_guardian(&mut self, id: GuardianId, household: HouseholdId) {
        let Some(mut moved) = self.take_guardian(id) else { return };
        moved.household = household;
        let Some(there) = self.guardian_in(household, &moved.match_key) else {
            self.guardians_by.add(id, household, &moved.match_key);
            self.guardians.insert(id, moved);
            return;
        };
        if let Some(kept) = self.guardians.get_mut(&there) {
            self.touched.guardian(there, Was::Present);
            kept.lives_elsewhere &= moved.lives_elsewhere;
            kept.mobile = kept.mobile.take().or(moved.mobile);
            kept.phone = kept.phone.take().or(moved.phone);
            kept.email = kept.email.take().or(moved.email);
        }
    }
}
