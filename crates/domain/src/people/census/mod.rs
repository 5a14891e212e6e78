//! Comparing a school's file with the families known: pure, so that a dry run and its confirmation are
//! the same reckoning, and the same file twice changes nothing.
//!
//! A pupil is matched by name, first name and birth, never by name alone. A household is matched by
//! a guardian: same name, and same address, telephone or mail; never by a surname.

mod guardians;
mod line;
mod linking;
mod needs;
mod pupils;
mod traces;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::address::Address;
use crate::identifiers::Msisdn;
use crate::ids::ImportId;
use crate::stock::Level;

pub use guardians::take_guardians;
pub use line::{Change, Conflict, Field, Line, Note, Tally, Verdict, tally};
pub use needs::{HomeAnswers, NeedEntry};
pub use pupils::take_pupils;

crate::vocabulary! {
    /// What a file holds.
    ImportKind {
        /// Pupils, and their guardians where the file tells them.
        Pupils = "pupils",
        /// ONDE's list of guardians.
        Guardians = "guardians",
        /// What homes have and lack.
        Needs = "needs",
        /// Devices.
        Items = "items",
        /// SIM cards.
        Sims = "sims",
        /// Devices that somebody gives.
        Donations = "donations",
        /// Schools, as the ministry's directory lists them.
        Schools = "schools",
    }
}

/// A pupil as a file names them, the birth date sealed already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PupilEntry {
    /// The file's line.
    pub line: u64,
    /// Family name.
    pub family_name: String,
    /// First name.
    pub first_name: String,
    /// Year of birth.
    pub birth_year: i16,
    /// Keyed seal of the date of birth.
    pub birth_seal: String,
    /// Stage of schooling.
    pub level: Level,
    /// Normalised year; may be blank.
    pub grade_label: String,
    /// Class; may be blank.
    pub class_name: String,
    /// Home, as far as the file says.
    pub address: Address,
}

/// A guardian as a file names them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuardianEntry {
    /// The file's line.
    pub line: u64,
    /// Family name.
    pub family_name: String,
    /// First name.
    pub first_name: String,
    /// Home, as far as the file says.
    pub address: Address,
    /// A number that text messages reach.
    pub mobile: Option<Msisdn>,
    /// Another number.
    pub phone: Option<Msisdn>,
    /// Electronic mail.
    pub email: Option<String>,
    /// The children they answer for.
    pub children: Vec<NamedChild>,
}

/// A child as a guardian's row names them: in most files, this name and class are the only link to the
/// pupil.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedChild {
    /// Family name at birth.
    pub family_name: String,
    /// Name in use, if it is another.
    pub usage_name: Option<String>,
    /// First name.
    pub first_name: String,
    /// Class; may be blank.
    pub class_name: String,
    /// Keyed seal of the date of birth, in files that tell it: it means the pupil of that name and seal,
    /// and nobody else.
    pub birth_seal: Option<String>,
}

/// The id of a thing that a line of an import makes: the same import makes the same things.
#[must_use]
pub fn made_by(import: ImportId, role: &str, line: u64, nth: usize) -> Uuid {
    let mut digest = Sha256::new();
    digest.update(import.0.as_bytes());
    digest.update(role.as_bytes());
    digest.update(line.to_be_bytes());
    digest.update((nth as u64).to_be_bytes());
    let hash: [u8; 32] = digest.finalize().into();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

impl ImportKind {
    /// Is it about people of one school?
    #[must_use]
    pub const fn is_of_a_school(self) -> bool {
        matches!(self, Self::Pupils | Self::Guardians | Self::Needs)
    }

    /// Is it about things?
    #[must_use]
    pub const fn is_of_things(self) -> bool {
        matches!(self, Self::Items | Self::Sims | Self::Donations)
    }
}
