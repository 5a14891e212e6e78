use serde::{Deserialize, Serialize};

use super::{cell, luhn, text_value};

/// The number of a SIM card: 19 or 20 digits from 89, the last a Luhn check (ITU-T E.118). French
/// cards begin with 8933.
///
/// Operators often print it without its check digit, and spreadsheets round it: both are named apart
/// from a wrong digit, because what to do differs (read the whole number on the card; ask for the file
/// again; read that digit again).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Iccid(String);

/// Why a text is no ICCID.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IccidError {
    /// Nothing was written.
    #[error("nothing written")]
    Empty,
    /// A spreadsheet has rounded it (`8,93301E+18`); the digits cannot be recovered.
    #[error("written in scientific notation: digits are lost")]
    ScientificNotation,
    /// Right length, but every digit after the fifteenth is a zero and the check fails: a spreadsheet
    /// has kept 15 digits.
    #[error("only 15 digits are left, the others were rounded to zeros")]
    Rounded,
    /// Something other than digits and separators.
    #[error("not made of digits only")]
    NotDigits,
    /// Does not begin with 89, as every telecom card does.
    #[error("does not begin with 89")]
    Prefix,
    /// 13 to 18 digits from 89: a shortened printing, at least the check digit is missing.
    #[error("{found} digits: the end of the number is missing")]
    Truncated {
        /// How many digits were found.
        found: usize,
    },
    /// Under 13 or over 20 digits.
    #[error("{found} digits instead of 19 or 20")]
    Length {
        /// How many digits were found.
        found: usize,
    },
    /// 20 digits whose check digit disagrees: a digit is wrong.
    #[error("the check digit does not agree")]
    CheckDigit,
    /// 19 digits whose last does not agree: a digit is wrong, or the number has 20 and was printed
    /// without its check digit. The digits cannot tell which.
    #[error("the check digit does not agree, or a twentieth digit is missing")]
    CheckDigitOrTruncated,
}

impl Iccid {
    /// Reads an ICCID, with or without separators, `="…"`, or the `F` that pads 19 digits in a SIM.
    ///
    /// # Errors
    /// The first reason found why the text is no ICCID.
    pub fn parse(text: &str) -> Result<Self, IccidError> {
        let text = cell::unwrap_formula(text);
        if text.is_empty() {
            return Err(IccidError::Empty);
        }
        if cell::is_scientific(text) {
            return Err(IccidError::ScientificNotation);
        }
        let mut digits = cell::without_separators(text);
        if digits.len() == 20 && digits.ends_with(['F', 'f']) {
            digits.pop();
        }
        if !cell::are_digits(&digits) {
            return Err(IccidError::NotDigits);
        }
        if !digits.starts_with("89") {
            return Err(IccidError::Prefix);
        }
        match digits.len() {
            found @ 13..=18 => Err(IccidError::Truncated { found }),
            19 | 20 if luhn::holds(&digits) => Ok(Self(digits)),
            19 | 20 if digits.bytes().skip(15).all(|b| b == b'0') => Err(IccidError::Rounded),
            19 => Err(IccidError::CheckDigitOrTruncated),
            20 => Err(IccidError::CheckDigit),
            found => Err(IccidError::Length { found }),
        }
    }

    /// The 19 or 20 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Was the card issued in France (country code 33)?
    #[must_use]
    pub fn is_french(&self) -> bool {
        self.0.starts_with("8933")
    }
}

text_value!(Iccid, IccidError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted_writings() {
        for (written, value) in [
            ("8933012345678901231", "8933012345678901231"),
            ("89332012345678901238", "89332012345678901238"),
            ("8933 0123 4567 8901 231", "8933012345678901231"),
            ("=\"8933012345678901231\"", "8933012345678901231"),
            ("8933012345678901231F", "8933012345678901231"),
        ] {
            assert_eq!(Iccid::parse(written).unwrap().as_str(), value, "{written}");
        }
        assert!(Iccid::parse("8933012345678901231").unwrap().is_french());
    }

    #[test]
    fn each_refusal_has_its_reason() {
        for (written, reason) in [
            (" ", IccidError::Empty),
            ("8,93301E+18", IccidError::ScientificNotation),
            ("8.93E+18", IccidError::ScientificNotation),
            ("8933012345678900000", IccidError::Rounded),
            ("893301234567890123X", IccidError::NotDigits),
            ("3569380356438091231", IccidError::Prefix),
            ("893301234567890123", IccidError::Truncated { found: 18 }),
            ("8933012345678", IccidError::Truncated { found: 13 }),
            ("893301", IccidError::Length { found: 6 }),
            ("893320123456789012380", IccidError::Length { found: 21 }),
            ("8933012345678901232", IccidError::CheckDigitOrTruncated),
            ("89332012345678901239", IccidError::CheckDigit),
        ] {
            assert_eq!(Iccid::parse(written), Err(reason), "{written}");
        }
    }
}
