//! The end of a school year: whose school changes, and so whose loan somebody has to look at
//! (`domain.md` §3.3).

use super::school_level::SchoolLevel;
use crate::stock::Level;

crate::vocabulary! {
    /// What becomes of a pupil in September, by the class of this year.
    Rollover {
        /// Stays in the same school.
        Stays = "stays",
        /// Changes school: the end of maternelle, CM2, 3e. Its new school may keep its files elsewhere.
        Moves = "moves",
        /// Leaves school: the end of lycée.
        Leaves = "leaves",
        /// The class does not say: a mixed class, a scheme, nothing written.
        Unknown = "unknown",
    }
}

impl Rollover {
    /// Of a pupil whose level or class is written so.
    #[must_use]
    pub fn of(label: &str) -> Self {
        use super::class_level::ClassLevel::{Cap, Cm2, Gs, Terminale, Troisieme};
        let Ok(level) = SchoolLevel::parse(label) else { return Self::Unknown };
        let years = level.years();
        if years.iter().all(|year| !matches!(year, Gs | Cm2 | Troisieme | Terminale | Cap)) {
            return Self::Stays;
        }
        match (years.len(), level.level()) {
            (1, Level::Lycee) => Self::Leaves,
            (1, _) => Self::Moves,
            // A class of CM1 and CM2: its own year is needed.
            _ => Self::Unknown,
        }
    }

    /// Of a family: whatever somebody has to look at first.
    #[must_use]
    pub fn of_family(pupils: impl IntoIterator<Item = Self>) -> Self {
        let order = |one: &Self| match one {
            Self::Stays => 0,
            Self::Unknown => 1,
            Self::Moves => 2,
            Self::Leaves => 3,
        };
        pupils.into_iter().max_by_key(order).unwrap_or(Self::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_class_of_a_school_says_that_it_ends() {
        for (label, becomes) in [
            ("CM2 A", Rollover::Moves),
            ("3EME 4", Rollover::Moves),
            ("GS", Rollover::Moves),
            ("Terminale G", Rollover::Leaves),
            ("CM1", Rollover::Stays),
            ("6e B", Rollover::Stays),
            ("CM1/CM2", Rollover::Unknown),
            ("ULIS", Rollover::Unknown),
            ("", Rollover::Unknown),
        ] {
            assert_eq!(Rollover::of(label), becomes, "{label}");
        }
    }

    #[test]
    fn one_pupil_who_leaves_makes_a_family_to_look_at() {
        use Rollover::{Leaves, Moves, Stays, Unknown};
        assert_eq!(Rollover::of_family([Stays, Moves, Stays]), Moves);
        assert_eq!(Rollover::of_family([Leaves, Moves]), Leaves);
        assert_eq!(Rollover::of_family([Stays, Unknown]), Unknown);
        assert_eq!(Rollover::of_family([]), Unknown);
    }
}
