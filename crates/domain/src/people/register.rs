//! The families of one cité as a value: what an imported file is compared with, and what it becomes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::address::Address;
use crate::identifiers::Msisdn;
use crate::identifiers::names::matching_key;
use crate::ids::{ChildId, GuardianId, HouseholdId, SchoolId};
use crate::stock::Level;

/// The key under which two writings of one person's name meet.
#[must_use]
pub fn person_key(family_name: &str, first_name: &str) -> String {
    // One hand writes D'HAENE, another DHAENE; one Jean-Baptiste, another Jeanbaptiste.
    let closed = |name| matching_key(name).replace(' ', "");
    format!("{}|{}", closed(family_name), closed(first_name))
}

/// People who share equipment at one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HouseholdRecord {
    /// Where they live.
    pub address: Address,
    /// Is nothing but people recorded of it: no equipment, no need, no loan? Only such a household may
    /// be absorbed by another.
    pub bare: bool,
}

/// An adult answering for a household's children.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardianRecord {
    /// The household.
    pub household: HouseholdId,
    /// Family name.
    pub family_name: String,
    /// First name.
    pub first_name: String,
    /// [`person_key`] of the two.
    pub match_key: String,
    /// A separated parent, who has another home: the household's address is not theirs.
    pub lives_elsewhere: bool,
    /// A number that text messages reach.
    pub mobile: Option<Msisdn>,
    /// Another number.
    pub phone: Option<Msisdn>,
    /// Electronic mail.
    pub email: Option<String>,
}

/// A pupil.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChildRecord {
    /// The one household that holds the pupil.
    pub household: HouseholdId,
    /// The school.
    pub school: SchoolId,
    /// Family name.
    pub family_name: String,
    /// First name.
    pub first_name: String,
    /// [`person_key`] of the two.
    pub match_key: String,
    /// Year of birth.
    pub birth_year: i16,
    /// Keyed seal of the date of birth: compared, never read.
    pub birth_seal: String,
    /// Stage of schooling.
    pub level: Level,
    /// Normalised year, as `CE1`; blank if only the stage is known.
    pub grade_label: String,
    /// The class's label; may be blank.
    pub class_name: String,
}

/// The families of one cité.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Register {
    /// Households.
    pub households: BTreeMap<HouseholdId, HouseholdRecord>,
    /// Guardians.
    pub guardians: BTreeMap<GuardianId, GuardianRecord>,
    /// Children.
    pub children: BTreeMap<ChildId, ChildRecord>,
}

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
    /// A household's guardians, in id order.
    pub fn guardians_of(
        &self,
        household: HouseholdId,
    ) -> impl Iterator<Item = (GuardianId, &GuardianRecord)> {
        self.guardians
            .iter()
            .filter(move |(_, one)| one.household == household)
            .map(|(id, one)| (*id, one))
    }

    /// The guardian of this key in a household.
    #[must_use]
    pub fn guardian_in(&self, household: HouseholdId, match_key: &str) -> Option<GuardianId> {
        self.guardians_of(household).find(|(_, one)| one.match_key == match_key).map(|(id, _)| id)
    }

    /// Makes one household of two, if at most one of them has more than people.
    pub fn unite(&mut self, one: HouseholdId, other: HouseholdId) -> United {
        if one == other {
            return United::Into(one);
        }
        let bare = |id| self.households.get(&id).is_some_and(|household| household.bare);
        let (kept, absorbed) = match (bare(one), bare(other)) {
            (_, true) => (one, other),
            (true, false) => (other, one),
            (false, false) => return United::Neither,
        };
        for child in self.children.values_mut().filter(|child| child.household == absorbed) {
            child.household = kept;
        }
        let moving: Vec<GuardianId> = self.guardians_of(absorbed).map(|(id, _)| id).collect();
        for id in moving {
            self.move_guardian(id, kept);
        }
        let address = self
            .households
            .remove(&absorbed)
            .map(|household| household.address)
            .unwrap_or_default();
        if let Some(household) = self.households.get_mut(&kept)
            && household.address.is_blank()
        {
            household.address = address;
        }
        United::Into(kept)
    }

    /// Moves a guardian; one who is there already takes what was missing of them.
    fn move_guardian(&mut self, id: GuardianId, household: HouseholdId) {
        let Some(mut moved) = self.guardians.remove(&id) else { return };
        moved.household = household;
        match self
            .guardian_in(household, &moved.match_key)
            .and_then(|there| self.guardians.get_mut(&there))
        {
            Some(there) => {
                there.lives_elsewhere &= moved.lives_elsewhere;
                there.mobile = there.mobile.take().or(moved.mobile);
                there.phone = there.phone.take().or(moved.phone);
                there.email = there.email.take().or(moved.email);
            }
            None => {
                self.guardians.insert(id, moved);
            }
        }
    }
}
