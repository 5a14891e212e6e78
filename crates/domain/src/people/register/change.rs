//! What may be changed in a register: each verb keeps right what people are found by, and remembers whom
//! it touched.

use super::people::{Orphan, Register, Was};
use super::records::{ChildRecord, GuardianRecord, HouseholdRecord};
use crate::identifiers::Msisdn;
use crate::ids::{ChildId, GuardianId, HouseholdId, SchoolId};
use crate::people::address::Address;
use crate::stock::Level;

/// Where a pupil goes to school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schooling {
    /// The school.
    pub school: SchoolId,
    /// Stage of schooling.
    pub level: Level,
    /// Normalised year; may be blank.
    pub grade_label: String,
    /// Class; may be blank.
    pub class_name: String,
}

/// How a guardian is reached, to be changed.
#[derive(Debug)]
pub struct Contacts<'a> {
    /// A number that text messages reach.
    pub mobile: &'a mut Option<Msisdn>,
    /// Another number.
    pub phone: &'a mut Option<Msisdn>,
    /// Electronic mail.
    pub email: &'a mut Option<String>,
}

impl Register {
    /// Enters a household, or writes over the one of that id.
    pub fn put_household(&mut self, id: HouseholdId, record: HouseholdRecord) {
        let known = self.households.insert(id, record);
        self.touched.household(id, was(known.as_ref()));
    }

    /// Enters a guardian, or writes over the one of that id.
    ///
    /// # Errors
    /// [`Orphan`] if the register has no such household.
    pub fn put_guardian(&mut self, id: GuardianId, record: GuardianRecord) -> Result<(), Orphan> {
        if !self.households.contains_key(&record.household) {
            return Err(Orphan(record.household));
        }
        let known = self.take_guardian(id);
        self.touched.guardian(id, was(known.as_ref()));
        self.touched.household(record.household, Was::Present);
        self.guardians_by.add(id, record.household, &record.match_key);
        self.guardians.insert(id, record);
        Ok(())
    }

    /// Enters a pupil, or writes over the one of that id.
    ///
    /// # Errors
    /// [`Orphan`] if the register has no such household.
    pub fn put_child(&mut self, id: ChildId, record: ChildRecord) -> Result<(), Orphan> {
        if !self.households.contains_key(&record.household) {
            return Err(Orphan(record.household));
        }
        let known = self.children.remove(&id);
        if let Some(known) = &known {
            self.children_by.remove(id, known.household, &known.match_key);
            self.touched.household(known.household, Was::Present);
        }
        self.touched.child(id, was(known.as_ref()));
        self.touched.household(record.household, Was::Present);
        self.children_by.add(id, record.household, &record.match_key);
        self.children.insert(id, record);
        Ok(())
    }

    /// Takes a guardian out.
    pub(super) fn take_guardian(&mut self, id: GuardianId) -> Option<GuardianRecord> {
        let known = self.guardians.remove(&id)?;
        self.guardians_by.remove(id, known.household, &known.match_key);
        self.touched.guardian(id, Was::Present);
        self.touched.household(known.household, Was::Present);
        Some(known)
    }

    /// Writes a household's address; gives back the one it had.
    pub fn set_address(&mut self, id: HouseholdId, address: Address) -> Option<Address> {
        let household = self.households.get_mut(&id)?;
        self.touched.household(id, Was::Present);
        Some(std::mem::replace(&mut household.address, address))
    }

    /// Writes where a pupil goes to school.
    pub fn set_schooling(&mut self, id: ChildId, schooling: Schooling) {
        let Some(child) = self.children.get_mut(&id) else { return };
        self.touched.child(id, Was::Present);
        child.school = schooling.school;
        child.level = schooling.level;
        child.grade_label = schooling.grade_label;
        child.class_name = schooling.class_name;
    }

    /// How a guardian is reached, to be changed.
    pub fn contacts_mut(&mut self, id: GuardianId) -> Option<Contacts<'_>> {
        let guardian = self.guardians.get_mut(&id)?;
        self.touched.guardian(id, Was::Present);
        self.touched.household(guardian.household, Was::Present);
        let GuardianRecord { mobile, phone, email, .. } = guardian;
        Some(Contacts { mobile, phone, email })
    }
}

fn was<Record>(known: Option<&Record>) -> Was {
    if known.is_some() { Was::Present } else { Was::Absent }
}
