//! What a file's line does, told as codes with their data.

use serde::{Deserialize, Serialize};

use crate::delivery::ItemNumber;
use crate::ids::{HouseholdId, SchoolId};
use crate::people::equipment::NeedKind;

crate::vocabulary! {
    /// What of a person or of a home has changed.
    Field {
        /// A pupil's school.
        School = "school",
        /// A pupil's level.
        Level = "level",
        /// A pupil's class.
        Class = "class",
        /// The home's address.
        Address = "address",
        /// A guardian's mobile number.
        Mobile = "mobile",
        /// A guardian's other number.
        Phone = "phone",
        /// A guardian's electronic mail.
        Email = "email",
        /// What a home has to work on.
        Equipment = "equipment",
        /// How a home reaches the network.
        Connection = "connection",
        /// The language a family is written to in.
        Language = "language",
        /// Whether a family accepts a loan.
        AcceptsLoan = "accepts_loan",
        /// Whether a family accepts refurbished equipment.
        AcceptsRefurbished = "accepts_refurbished",
        /// The ground of a social priority.
        Priority = "priority",
        /// An item's serial number.
        Serial = "serial",
        /// An item's IMEI.
        Imei = "imei",
        /// An item's SIM card.
        Iccid = "iccid",
        /// The telephone number of an item's SIM card.
        Msisdn = "msisdn",
        /// The number an item had in another register.
        FormerTag = "former_tag",
        /// A school's national number.
        Uai = "uai",
    }
}

/// One change that a line makes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A field has another value.
    Field {
        /// Which.
        field: Field,
        /// Before; blank if unknown.
        from: String,
        /// After.
        to: String,
    },
    /// A guardian known elsewhere now answers for children of this household too.
    GuardianAdded,
    /// Two households turn out to be one: siblings.
    HouseholdsUnited,
}

/// What a person should know of a line that is taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// A child of this guardian is not in the register: the pupils' file is older, or not in yet.
    UnknownChild {
        /// The child's name, as written.
        child: String,
    },
    /// A child of this guardian cannot be told from another of the same name.
    AmbiguousChild {
        /// The child's name, as written.
        child: String,
    },
    /// The parents live apart: the child stays with the other one's household.
    SeparateHomes,
    /// Two households look like one, but both have needs or loans: they stay two.
    LooksLikeOneHome {
        /// One.
        one: HouseholdId,
        /// The other.
        other: HouseholdId,
    },
}

/// Why a line waits for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conflict {
    /// The pupil is known at another school; accepted, they change school.
    AtAnotherSchool {
        /// That school.
        school: SchoolId,
    },
    /// A pupil of the same name has another birth date; accepted, it is another child.
    OtherBirth {
        /// Where the known one is.
        school: SchoolId,
        /// The known one's year of birth.
        birth_year: i16,
    },
    /// The same pupil stands on an earlier line.
    SameAsLine {
        /// That line.
        line: u64,
    },
    /// No child of this guardian is in the register.
    NoKnownChild,
    /// The children of this guardian cannot be told from others of the same name.
    AmbiguousChildren,
    /// No pupil of this name is in the register.
    UnknownPupil,
    /// The pupil cannot be told from others of the same name.
    AmbiguousPupil,
    /// A line of the same home says something else.
    SiblingsDisagree {
        /// That line.
        line: u64,
    },
    /// An item is set aside for a need that this line would end.
    NeedReserved {
        /// The need.
        kind: NeedKind,
    },
    /// The item is known, with another number of the same kind.
    OtherNumber {
        /// Which number.
        number: ItemNumber,
        /// The item's inventory number.
        tag: String,
    },
    /// The numbers of the line are those of several items.
    SeveralItems {
        /// Their inventory numbers.
        tags: Vec<String>,
    },
    /// The item is known as something else.
    OtherKind {
        /// Its inventory number.
        tag: String,
    },
    /// Another cité has the item.
    OtherCite,
    /// Another school of the register, or of an earlier line, has this name.
    SchoolNameTaken,
}

impl Conflict {
    /// Its code, for whoever decides all conflicts of one sort at once.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::AtAnotherSchool { .. } => "at_another_school",
            Self::OtherBirth { .. } => "other_birth",
            Self::SameAsLine { .. } => "same_as_line",
            Self::NoKnownChild => "no_known_child",
            Self::AmbiguousChildren => "ambiguous_children",
            Self::UnknownPupil => "unknown_pupil",
            Self::AmbiguousPupil => "ambiguous_pupil",
            Self::SiblingsDisagree { .. } => "siblings_disagree",
            Self::NeedReserved { .. } => "need_reserved",
            Self::OtherNumber { .. } => "other_number",
            Self::SeveralItems { .. } => "several_items",
            Self::OtherKind { .. } => "other_kind",
            Self::OtherCite => "other_cite",
            Self::SchoolNameTaken => "school_name_taken",
        }
    }

    /// May a person accept the line as it stands?
    #[must_use]
    pub const fn can_be_accepted(&self) -> bool {
        matches!(self, Self::AtAnotherSchool { .. } | Self::OtherBirth { .. })
    }
}

/// What a line does to the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// A person enters the register.
    New,
    /// A known person changes.
    Updated(Vec<Change>),
    /// Nothing changes.
    Unchanged,
    /// Nothing is done until a person decides.
    Conflict(Conflict),
}

/// One line of a file and what it does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The file's line.
    pub line: u64,
    /// Whom it is about, as written.
    pub who: String,
    /// What it does.
    pub verdict: Verdict,
    /// What to know.
    pub notes: Vec<Note>,
}

/// How many lines do what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// People who enter.
    pub new: usize,
    /// People who change.
    pub updated: usize,
    /// People who stay as they are.
    pub unchanged: usize,
    /// Lines left aside until a person decides.
    pub conflict: usize,
    /// Lines that cannot be read.
    pub rejected: usize,
}

/// Counts lines, and those that could not be read.
#[must_use]
pub fn tally(lines: &[Line], rejected: usize) -> Tally {
    let mut tally = Tally { rejected, ..Tally::default() };
    for line in lines {
        match line.verdict {
            Verdict::New => tally.new += 1,
            Verdict::Updated(_) => tally.updated += 1,
            Verdict::Unchanged => tally.unchanged += 1,
            Verdict::Conflict(_) => tally.conflict += 1,
        }
    }
    tally
}
