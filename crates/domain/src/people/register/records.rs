//! What is known of one household, of one guardian, of one pupil.

use crate::identifiers::Msisdn;
use crate::identifiers::names::matching_key;
use crate::ids::{HouseholdId, SchoolId};
use crate::people::address::Address;
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
