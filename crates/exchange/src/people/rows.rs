//! The typed rows of what schools send. What is not here is not kept: sex, INE, cycle, schemes, consents
//! (`domain.md` §4.2).

use domain::identifiers::{Msisdn, MsisdnError};
use domain::people::census::NeedEntry;
use domain::stock::Level;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A pupil, as the school wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PupilRow {
    /// The line of the file where the row begins.
    pub line: u64,
    /// Name at birth; the usage name where the file has no other.
    pub family_name: String,
    /// Name in use, if it is another.
    pub usage_name: Option<String>,
    /// First name.
    pub first_name: String,
    /// Date of birth, to tell twins and homonyms apart; not to be stored.
    pub birth: Date,
    /// Stage of schooling.
    pub level: Level,
    /// Normalised year or years, as `CE1` or `CE1/CE2`; `None` if only the stage is known.
    pub level_label: Option<String>,
    /// The class's label, without the name of any scheme.
    pub class_name: Option<String>,
    /// Home.
    pub address: Option<Address>,
    /// Second home, for separated parents.
    pub second_address: Option<Address>,
    /// Guardians told in the pupil's own row, the first first.
    pub guardians: Vec<GuardianRow>,
    /// What was repaired or left out; the row stands.
    pub warnings: Vec<RowWarning>,
}

/// A guardian and the children they answer for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuardianRow {
    /// The line of the file where the row begins.
    pub line: u64,
    /// How letters address them.
    pub civility: Option<Civility>,
    /// Name at birth; the usage name where the file has no other.
    pub family_name: String,
    /// Name in use, if it is another.
    pub usage_name: Option<String>,
    /// First name.
    pub first_name: String,
    /// Home.
    pub address: Option<Address>,
    /// Electronic mail, in lower case.
    pub email: Option<String>,
    /// Telephone numbers.
    pub phones: Phones,
    /// At least one, in the file's order.
    pub children: Vec<GuardianChild>,
    /// What was repaired or left out; the row stands.
    pub warnings: Vec<RowWarning>,
}

/// A child as named in a guardian's row: the only link between ONDE's two files is this name and class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuardianChild {
    /// Name at birth; the usage name where the file has no other.
    pub family_name: String,
    /// Name in use, if it is another.
    pub usage_name: Option<String>,
    /// First name.
    pub first_name: String,
    /// The class's label, without the name of any scheme.
    pub class_name: Option<String>,
    /// Date of birth, where the file tells it: then no homonym can be meant.
    pub birth: Option<Date>,
}

/// A guardian's numbers, by ONDE's three columns.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phones {
    /// Téléphone domicile.
    pub home: Option<Msisdn>,
    /// Téléphone travail.
    pub work: Option<Msisdn>,
    /// Téléphone portable.
    pub mobile: Option<Msisdn>,
}

/// A postal address, as far as it is known: at least one of the three is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Number, street and what goes with them, on one line.
    pub street: Option<String>,
    /// Five digits.
    pub postal_code: Option<String>,
    /// Town, as written.
    pub commune: Option<String>,
}

/// What a school says of a pupil's home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeedRow {
    /// Who, and what.
    pub entry: NeedEntry,
    /// What was repaired or left out; the row stands.
    pub warnings: Vec<RowWarning>,
}

/// A row about somebody.
pub trait PersonRow {
    /// The line of the file where it begins.
    fn line(&self) -> u64;
    /// Family name and first name.
    fn names(&self) -> (&str, &str);
    /// What was repaired or left out of it.
    fn warnings(&self) -> &[RowWarning];
}

impl PersonRow for PupilRow {
    fn line(&self) -> u64 {
        self.line
    }

    fn names(&self) -> (&str, &str) {
        (&self.family_name, &self.first_name)
    }

    fn warnings(&self) -> &[RowWarning] {
        &self.warnings
    }
}

impl PersonRow for GuardianRow {
    fn line(&self) -> u64 {
        self.line
    }

    fn names(&self) -> (&str, &str) {
        (&self.family_name, &self.first_name)
    }

    fn warnings(&self) -> &[RowWarning] {
        &self.warnings
    }
}

impl PersonRow for NeedRow {
    fn line(&self) -> u64 {
        self.entry.line
    }

    fn names(&self) -> (&str, &str) {
        (&self.entry.family_name, &self.entry.first_name)
    }

    fn warnings(&self) -> &[RowWarning] {
        &self.warnings
    }
}

domain::vocabulary! {
    /// How a letter addresses a person.
    Civility {
        /// Madame.
        Madame = "mme",
        /// Monsieur.
        Monsieur = "m",
    }
}

domain::vocabulary! {
    /// Which of a guardian's numbers.
    PhoneLine {
        /// Téléphone domicile.
        Home = "home",
        /// Téléphone travail.
        Work = "work",
        /// Téléphone portable.
        Mobile = "mobile",
    }
}

/// Why a row is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowError {
    /// Neither family name nor usage name.
    #[error("no name")]
    MissingName,
    /// No first name.
    #[error("no first name")]
    MissingFirstName,
    /// No date of birth.
    #[error("no date of birth")]
    MissingBirth,
    /// A date of birth that is no date.
    #[error("{text:?} is no date")]
    UnreadableBirth {
        /// What is written.
        text: String,
    },
    /// A date in the future, or over 30 years ago.
    #[error("{birth} is no pupil's date of birth")]
    BirthOutOfRange {
        /// The date read.
        birth: Date,
    },
    /// Neither level, class nor cycle is filled in.
    #[error("no level")]
    MissingLevel,
    /// Level, class and cycle name no known level.
    #[error("{text:?} is no known level")]
    UnknownLevel {
        /// What is written, without the name of any scheme.
        text: String,
    },
    /// A guardian without any child.
    #[error("no child")]
    NoChild,
    /// The pupil has left the school.
    #[error("left on {on}")]
    Left {
        /// When.
        on: Date,
    },
    /// A word that tells nothing known of a home's equipment or connection.
    #[error("{text:?} is no known answer")]
    UnknownAnswer {
        /// What is written.
        text: String,
    },
    /// Nothing is told of what the home has or needs.
    #[error("no answer")]
    NoAnswer,
    /// More filled cells than titles: a separator inside a text has shifted the columns.
    #[error("{found} cells for {expected} titles")]
    TooManyCells {
        /// How many titles the file has.
        expected: usize,
        /// How many cells the row has.
        found: usize,
    },
}

/// What was repaired or left out of a row that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowWarning {
    /// A telephone number had lost its leading zero; it was given back.
    PhoneRepaired {
        /// Which one.
        phone: PhoneLine,
        /// The number as taken in.
        number: Msisdn,
    },
    /// A telephone number could not be read and was left out.
    PhoneLeftOut {
        /// Which one.
        phone: PhoneLine,
        /// Why.
        reason: MsisdnError,
    },
    /// What is written is no electronic address; it was left out.
    EmailLeftOut,
    /// A postal code had lost its leading zero; it was given back.
    PostalCodeRepaired {
        /// The code as taken in.
        postal_code: String,
    },
    /// A child of a guardian has no name or no first name; it was left out.
    ChildLeftOut {
        /// Which one, from 1.
        position: usize,
    },
    /// The level column was of no help: the level comes from the class's label.
    LevelFromClass,
    /// Neither level nor class was of help: only the stage is known, from the cycle.
    LevelFromCycle,
    /// Name and first name stand in one cell, and nothing tells where one ends: it was guessed.
    NameParted {
        /// The name as taken in.
        family_name: String,
        /// The first name as taken in.
        first_name: String,
    },
    /// A guardian in the pupil's row has no name or no first name, and was left out.
    GuardianLeftOut {
        /// Which one, from 1.
        position: usize,
    },
    /// The language is none that Cartable writes in; it was left out.
    LanguageLeftOut {
        /// What is written.
        text: String,
    },
}
