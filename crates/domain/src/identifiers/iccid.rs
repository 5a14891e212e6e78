use serde::{Deserialize, Serialize};

use super::{Noted, cell, luhn, text_value};

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

/// What to know of an ICCID that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IccidWarning {
    /// 18 digits were written: the nineteenth, the check digit, was computed, so that it proves nothing.
    CheckDigitAdded,
    /// Every digit after the fifteenth is a zero, as in a number that a spreadsheet has rounded; the
    /// check holds, as it does by chance for one such number in ten.
    PerhapsRounded,
}

/// How many digits a spreadsheet keeps of a number.
const KEPT: usize = 15;

impl Iccid {
    /// Reads an ICCID that may be printed without its check digit.
    ///
    /// 18 digits can only be 19 without the last: it is computed. 19 digits that fail the check are
    /// refused: they are 20 without the last, or 19 with a wrong one, and to complete them would take
    /// every misread card for a longer number.
    ///
    /// # Errors
    /// The first reason found why the text is no ICCID.
    pub fn read(text: &str) -> Result<Noted<Self, IccidWarning>, IccidError> {
        match Self::parse(text) {
            Ok(iccid) if cell::are_zeros(&iccid.0[KEPT..]) => {
                Ok(Noted::with(iccid, IccidWarning::PerhapsRounded))
            }
            Ok(iccid) => Ok(Noted::plain(iccid)),
            Err(IccidError::Truncated { found: 18 }) => {
                let digits = cell::digits(text)?;
                if cell::are_zeros(&digits[KEPT..]) {
                    return Err(IccidError::Rounded);
                }
                let whole = luhn::completed(&digits).ok_or(IccidError::Truncated { found: 18 })?;
                Ok(Noted::with(Self(whole), IccidWarning::CheckDigitAdded))
            }
            Err(why) => Err(why),
        }
    }

    /// Reads a whole ICCID, with or without separators, `="…"`, or the `F` that pads 19 digits in a SIM.
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
            19 | 20 if cell::are_zeros(&digits[KEPT..]) => Err(IccidError::Rounded),
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
cell::number_error!(IccidError);

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
    fn what_is_printed_short_is_completed_where_that_is_certain() {
        let noted =
            |value: &str, warnings| Ok(Noted { value: Iccid::parse(value).unwrap(), warnings });
        for (written, read) in [
            ("8933012345678901231", noted("8933012345678901231", vec![])),
            (
                "893301234567890123",
                noted("8933012345678901231", vec![IccidWarning::CheckDigitAdded]),
            ),
            ("893301234567890000", Err(IccidError::Rounded)),
            ("8933201234567890123", Err(IccidError::CheckDigitOrTruncated)),
            ("89330123456789012", Err(IccidError::Truncated { found: 17 })),
            (
                "8933012345678910000",
                noted("8933012345678910000", vec![IccidWarning::PerhapsRounded]),
            ),
            ("8933012345678900000", Err(IccidError::Rounded)),
            ("8,93301E+18", Err(IccidError::ScientificNotation)),
        ] {
            assert_eq!(Iccid::read(written), read, "{written}");
        }
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
