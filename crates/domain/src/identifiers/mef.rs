use serde::{Deserialize, Serialize};

use super::{cell, text_value};
use crate::people::class_level::ClassLevel;

/// What a pupil of a collège or lycée follows (module élémentaire de formation): a scheme on three
/// digits, a speciality on three, an order number on two, a duration and a year in years; an eleventh
/// digit, where there is one, is the ministry's own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mef(String);

/// Why a text is no MEF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MefError {
    /// Nothing was written.
    #[error("nothing written")]
    Empty,
    /// A spreadsheet has rounded it (`1,001E+10`); the digits cannot be recovered.
    #[error("written in scientific notation: digits are lost")]
    ScientificNotation,
    /// Something other than digits and separators: a label, perhaps.
    #[error("not made of digits only")]
    NotDigits,
    /// Neither 10 nor 11 digits.
    #[error("{found} digits instead of 10 or 11")]
    Length {
        /// How many digits were found.
        found: usize,
    },
}

impl Mef {
    /// Reads a MEF, with or without separators or `="…"`. It has no check digit, and none begins with a
    /// zero that a spreadsheet could lose.
    ///
    /// # Errors
    /// The first reason found why the text is no MEF.
    pub fn parse(text: &str) -> Result<Self, MefError> {
        let digits = cell::digits(text)?;
        match digits.len() {
            10 | 11 => Ok(Self(digits)),
            found => Err(MefError::Length { found }),
        }
    }

    /// The 10 or 11 digits, as given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The year of schooling it is followed in, where the scheme tells it beyond doubt: sixième to
    /// troisième, the general lycée, the CAP and the three years of the baccalauréat professionnel.
    ///
    /// `None` for every other scheme: the ministry's table is not ours to bundle, and a wrong level is
    /// worse than one read in the class's label instead ([`SchoolLevel`](crate::people::school_level::SchoolLevel)).
    #[must_use]
    pub fn class_level(&self) -> Option<ClassLevel> {
        Some(match (&self.0[..3], &self.0[9..10]) {
            ("100", _) => ClassLevel::Sixieme,
            ("101", _) => ClassLevel::Cinquieme,
            ("102", _) => ClassLevel::Quatrieme,
            ("103", _) => ClassLevel::Troisieme,
            ("200", _) | ("247", "1") => ClassLevel::Seconde,
            ("201", _) | ("247", "2") => ClassLevel::Premiere,
            ("202", _) | ("247", "3") => ClassLevel::Terminale,
            ("240" | "241", _) => ClassLevel::Cap,
            _ => return None,
        })
    }
}

text_value!(Mef, MefError);
cell::number_error!(MefError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_by_scheme() {
        for (written, level) in [
            ("10010012110", Some(ClassLevel::Sixieme)),
            ("1001001211", Some(ClassLevel::Sixieme)),
            ("10110001110", Some(ClassLevel::Cinquieme)),
            ("10310019110", Some(ClassLevel::Troisieme)),
            ("20010018110", Some(ClassLevel::Seconde)),
            ("2402242711", Some(ClassLevel::Cap)),
            ("24725406310", Some(ClassLevel::Seconde)),
            ("24725406330", Some(ClassLevel::Terminale)),
            ("24725406390", None),
            ("16410002110", None),
        ] {
            assert_eq!(Mef::parse(written).unwrap().class_level(), level, "{written}");
        }
    }

    #[test]
    fn each_refusal_has_its_reason() {
        for (written, reason) in [
            ("", MefError::Empty),
            ("1,001E+10", MefError::ScientificNotation),
            ("6EME", MefError::NotDigits),
            ("100100121", MefError::Length { found: 9 }),
            ("100100121100", MefError::Length { found: 12 }),
        ] {
            assert_eq!(Mef::parse(written), Err(reason), "{written}");
        }
    }
}
