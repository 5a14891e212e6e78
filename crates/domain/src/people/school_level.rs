//! School levels as schools write them: `6ème`, `6EME B`, `CE1/CE2`, `2nde GT`, `PS MS GS`
//! (`domain.md` §5.7).

use super::class_level::{ClassLevel, years_in};
use crate::identifiers::names::matching_key;
use crate::stock::Level;

/// The year, or the neighbouring years of a mixed class, that a label names: never empty, all of one
/// stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolLevel {
    first: ClassLevel,
    others: Vec<ClassLevel>,
}

/// Why a label names no level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SchoolLevelError {
    /// Nothing was written.
    #[error("nothing written")]
    Empty,
    /// No known year is named; the teacher's name alone, or a scheme such as ULIS.
    #[error("names no known level")]
    Unknown,
    /// A class across two stages, as `GS/CP`: the pupil's own level is needed.
    #[error("goes from {first} to {last}")]
    SpansStages {
        /// The youngest stage named.
        first: Level,
        /// The oldest stage named.
        last: Level,
    },
}

impl SchoolLevel {
    /// Reads the years named anywhere in a level or class label, whatever stands around them.
    ///
    /// # Errors
    /// [`SchoolLevelError`]: nothing written, no year named, or years of two stages.
    pub fn parse(label: &str) -> Result<Self, SchoolLevelError> {
        let label = matching_key(&label.replace('°', "e"));
        if label.is_empty() {
            return Err(SchoolLevelError::Empty);
        }
        let mut years = years_in(&label);
        years.sort_unstable();
        years.dedup();
        let (Some(first), Some(last)) = (years.first().copied(), years.last().copied()) else {
            return Err(SchoolLevelError::Unknown);
        };
        if first.level() != last.level() {
            return Err(SchoolLevelError::SpansStages { first: first.level(), last: last.level() });
        }
        years.remove(0);
        Ok(Self { first, others: years })
    }

    /// The stage of schooling.
    #[must_use]
    pub const fn level(&self) -> Level {
        self.first.level()
    }

    /// The years named, the youngest first: more than one in a mixed class.
    #[must_use]
    pub fn years(&self) -> Vec<ClassLevel> {
        [&[self.first], &self.others[..]].concat()
    }

    /// The normalised label: `6e`, `CE1/CE2`.
    #[must_use]
    pub fn label(&self) -> String {
        let mut label = self.first.code().to_owned();
        for other in &self.others {
            label.push('/');
            label.push_str(other.code());
        }
        label
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_every_stage() {
        for (written, level, label) in [
            ("PS", Level::Maternelle, "PS"),
            ("PS MS GS", Level::Maternelle, "PS/MS/GS"),
            ("MSGS", Level::Maternelle, "MS/GS"),
            ("TPS/PS Mme Abadie", Level::Maternelle, "TPS/PS"),
            ("Grande section", Level::Maternelle, "GS"),
            ("CP", Level::Elementaire, "CP"),
            ("CPB", Level::Elementaire, "CP"),
            ("cours préparatoire", Level::Elementaire, "CP"),
            ("CE 1", Level::Elementaire, "CE1"),
            ("Cours élémentaire 1ère année", Level::Elementaire, "CE1"),
            ("CE1/CE2", Level::Elementaire, "CE1/CE2"),
            ("CM2-CM1 Mme X", Level::Elementaire, "CM1/CM2"),
            ("6ème", Level::College, "6e"),
            ("6EME", Level::College, "6e"),
            ("6e", Level::College, "6e"),
            ("6ᵉ", Level::College, "6e"),
            ("6° 2", Level::College, "6e"),
            ("6E1", Level::College, "6e"),
            ("6B", Level::College, "6e"),
            ("6e SEGPA", Level::College, "6e"),
            ("Troisième", Level::College, "3e"),
            ("3e prépa-métiers", Level::College, "3e"),
            ("2nde GT", Level::Lycee, "2de"),
            ("2DE", Level::Lycee, "2de"),
            ("2GT3", Level::Lycee, "2de"),
            ("1ère G", Level::Lycee, "1re"),
            ("1RE STMG", Level::Lycee, "1re"),
            ("Tle pro", Level::Lycee, "Tle"),
            ("CAP1", Level::Lycee, "CAP"),
            ("BTS", Level::Superieur, "post-bac"),
        ] {
            let read =
                SchoolLevel::parse(written).unwrap_or_else(|reason| panic!("{written}: {reason}"));
            assert_eq!((read.level(), read.label().as_str()), (level, label), "{written}");
            assert_eq!(SchoolLevel::parse(&read.label()), Ok(read), "{written} read back");
        }
    }

    #[test]
    fn each_refusal_has_its_reason() {
        for written in
            ["Classe de M Machin", "ULIS école", "UPE2A", "601", "Mme Martin", "CM", "??"]
        {
            assert!(
                matches!(
                    SchoolLevel::parse(written),
                    Err(SchoolLevelError::Unknown | SchoolLevelError::Empty)
                ),
                "{written}"
            );
        }
        assert_eq!(SchoolLevel::parse("  "), Err(SchoolLevelError::Empty));
        let spans =
            SchoolLevelError::SpansStages { first: Level::Maternelle, last: Level::Elementaire };
        assert_eq!(SchoolLevel::parse("CP/GS"), Err(spans));
    }
}
