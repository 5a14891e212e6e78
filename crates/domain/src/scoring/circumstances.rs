//! What a rule set looks at, and nothing else.

use serde::{Deserialize, Serialize};

use super::criterion::{Fact, Flag};
use crate::people::class_level::ClassLevel;
use crate::people::equipment::{Connection, Equipment, NeedKind};
use crate::stock::Level;

/// A schooled child, as far as a rule set may know one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Pupil {
    /// The stage of schooling.
    pub level: Level,
    /// The year, where the school's label says it.
    pub year: Option<ClassLevel>,
}

/// What is known of one need of one household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Circumstances {
    /// What the need is for.
    pub kind: NeedKind,
    /// Which device of the household it would be, with those that the town has lent it; 1 for a connection.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    pub nth: u8,
    /// What the household has.
    pub equipment: Equipment,
    /// How it is connected.
    pub connection: Connection,
    /// Its address is in a priority neighbourhood.
    pub in_qpv: bool,
    /// The school has lost contact.
    pub lost_contact: bool,
    /// A professional asked for priority.
    pub referrer_priority: bool,
    /// Its schooled children.
    pub pupils: Vec<Pupil>,
}

/// Needs kept before there was a siblings rule are the first of their household.
const fn first() -> u8 {
    1
}

// Serde hands a reference.
#[expect(clippy::trivially_copy_pass_by_ref)]
const fn is_first(nth: &u8) -> bool {
    *nth == 1
}

impl Circumstances {
    pub(super) fn holds(&self, fact: Fact, exam_years: &[ClassLevel]) -> bool {
        match fact {
            Fact::NoDevice => self.equipment == Equipment::None,
            Fact::SmartphoneAtBest => {
                matches!(self.equipment, Equipment::None | Equipment::SmartphoneOnly)
            }
            Fact::NoConnection => self.connection == Connection::None,
            Fact::LimitedAtBest => {
                matches!(self.connection, Connection::None | Connection::Limited)
            }
            Fact::ExamYear => self.sits_exam(exam_years),
            Fact::LostContact => self.lost_contact,
            Fact::InQpv => self.in_qpv,
        }
    }

    pub(super) fn sits_exam(&self, exam_years: &[ClassLevel]) -> bool {
        self.pupils.iter().any(|pupil| pupil.year.is_some_and(|year| exam_years.contains(&year)))
    }

    pub(super) fn flags(&self, exam_years: &[ClassLevel]) -> Vec<Flag> {
        let held = |flag: &Flag| match flag {
            Flag::Qpv => self.in_qpv,
            Flag::Exam => self.sits_exam(exam_years),
            Flag::Offline => self.connection == Connection::None,
            Flag::LostContact => self.lost_contact,
            Flag::SmartphoneOnly => self.equipment == Equipment::SmartphoneOnly,
        };
        Flag::ALL.iter().copied().filter(held).collect()
    }
}
