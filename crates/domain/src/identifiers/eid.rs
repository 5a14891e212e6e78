use serde::{Deserialize, Serialize};

use super::{cell, text_value};

/// The identity of an eSIM chip: 32 digits that leave 1 when divided by 97 (GSMA SGP.29, ISO 7064
/// MOD 97-10).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Eid(String);

/// Why a text is no EID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EidError {
    /// Nothing was written.
    #[error("nothing written")]
    Empty,
    /// A spreadsheet has rounded it (`8,9049E+31`); the digits cannot be recovered.
    #[error("written in scientific notation: digits are lost")]
    ScientificNotation,
    /// Every digit after the fifteenth is a zero: a spreadsheet has kept 15 digits.
    #[error("only 15 digits are left, the others were rounded to zeros")]
    Rounded,
    /// Something other than digits and separators.
    #[error("not made of digits only")]
    NotDigits,
    /// Not 32 digits.
    #[error("{found} digits instead of 32")]
    Length {
        /// How many digits were found.
        found: usize,
    },
    /// The check digits disagree: a digit is wrong.
    #[error("the check digits do not agree")]
    CheckDigits,
}

impl Eid {
    /// Reads an EID, with or without separators or `="…"`.
    ///
    /// # Errors
    /// The first reason found why the text is no EID.
    pub fn parse(text: &str) -> Result<Self, EidError> {
        let digits = cell::digits(text)?;
        match digits.len() {
            32 if cell::are_zeros(&digits[15..]) => Err(EidError::Rounded),
            32 if remainder(&digits) == 1 => Ok(Self(digits)),
            32 => Err(EidError::CheckDigits),
            found => Err(EidError::Length { found }),
        }
    }

    /// The 32 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is left of the number when divided by 97.
fn remainder(digits: &str) -> u32 {
    digits.bytes().fold(0, |rest, digit| (rest * 10 + u32::from(digit - b'0')) % 97)
}

text_value!(Eid, EidError);
cell::number_error!(EidError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits() {
        for valid in [
            // The worked example of GSMA SGP.02.
            "89001012012341234012345678901224",
            "8900 1012 0123 4123 4012 3456 7890 1224",
            "=\"89001012012341234012345678901224\"",
        ] {
            assert_eq!(Eid::parse(valid).unwrap().as_str(), "89001012012341234012345678901224");
        }
    }

    #[test]
    fn each_refusal_has_its_reason() {
        for (written, reason) in [
            ("", EidError::Empty),
            ("8,9001E+31", EidError::ScientificNotation),
            ("89001012012341200000000000000000", EidError::Rounded),
            ("8900101201234123401234567890122X", EidError::NotDigits),
            ("8900101201234123401234567890122", EidError::Length { found: 31 }),
            ("89001012012341234012345678901225", EidError::CheckDigits),
            ("89001012012341234012345678901242", EidError::CheckDigits),
        ] {
            assert_eq!(Eid::parse(written), Err(reason), "{written}");
        }
    }
}
