//! What a file says of a pupil's home.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::ChildId;
use crate::people::equipment::{Connection, Equipment};
use crate::people::language::ContactLanguage;

/// A pupil, and what the file says of their home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeedEntry {
    /// The file's line.
    pub line: u64,
    /// Family name.
    pub family_name: String,
    /// Name in use, if it is another.
    pub usage_name: Option<String>,
    /// First name.
    pub first_name: String,
    /// Date of birth, where the file tells it: compared by its seal, kept nowhere.
    pub birth: Option<Date>,
    /// Class; may be blank.
    pub class_name: String,
    /// What the home has and accepts.
    pub answers: HomeAnswers,
    /// Which pupil is meant, on lists that Cartable made itself: homonyms of one class cannot be told
    /// apart otherwise. The name must be theirs all the same.
    pub pupil: Option<ChildId>,
}

/// What is told of a home; what is not told contradicts nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeAnswers {
    /// What there is to work on.
    pub equipment: Option<Equipment>,
    /// How the home reaches the network.
    pub connection: Option<Connection>,
    /// The language the family is written to in.
    pub language: Option<ContactLanguage>,
    /// Does it accept a loan?
    pub accepts_loan: Option<bool>,
    /// Does it accept refurbished equipment?
    pub accepts_refurbished: Option<bool>,
    /// Does the school put it first? Said of one child, it is said of the home.
    pub prioritised: bool,
}

impl HomeAnswers {
    /// Do both tell of one thing, and not the same?
    #[must_use]
    pub fn contradicts(&self, other: &Self) -> bool {
        fn apart<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
            matches!((one, other), (Some(one), Some(other)) if one != other)
        }
        apart(self.equipment, other.equipment)
            || apart(self.connection, other.connection)
            || apart(self.language, other.language)
            || apart(self.accepts_loan, other.accepts_loan)
            || apart(self.accepts_refurbished, other.accepts_refurbished)
    }

    /// What these tell, and what only the others tell.
    #[must_use]
    pub fn or(self, others: Self) -> Self {
        Self {
            equipment: self.equipment.or(others.equipment),
            connection: self.connection.or(others.connection),
            language: self.language.or(others.language),
            accepts_loan: self.accepts_loan.or(others.accepts_loan),
            accepts_refurbished: self.accepts_refurbished.or(others.accepts_refurbished),
            prioritised: self.prioritised || others.prioritised,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_contradicts_nothing_and_is_filled() {
        let blank = HomeAnswers::default();
        let none = HomeAnswers { equipment: Some(Equipment::None), ..blank };
        let enough = HomeAnswers { equipment: Some(Equipment::Enough), ..blank };
        let ticked = HomeAnswers { accepts_loan: Some(false), prioritised: true, ..blank };
        assert!(none.contradicts(&enough) && enough.contradicts(&none));
        assert!(!none.contradicts(&none) && !none.contradicts(&blank) && !blank.contradicts(&none));
        assert!(!none.contradicts(&ticked));
        assert_eq!(none.or(enough), none);
        let both = HomeAnswers { equipment: none.equipment, ..ticked };
        assert_eq!((none.or(ticked), ticked.or(none)), (both, both));
    }
}
