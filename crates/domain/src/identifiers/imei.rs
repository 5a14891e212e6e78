use serde::{Deserialize, Serialize};

use super::{cell, luhn, text_value};

/// The identity of a device on the mobile network: 15 digits, the last a Luhn check (3GPP TS 23.003).
///
/// It must be known before a device is lent: a complaint and the blocking of a stolen device need it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Imei(String);

/// Why a text is no IMEI.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImeiError {
    /// Nothing was written.
    #[error("nothing written")]
    Empty,
    /// A spreadsheet has rounded it (`3,56938E+14`); the digits cannot be recovered.
    #[error("written in scientific notation: digits are lost")]
    ScientificNotation,
    /// Something other than digits and separators.
    #[error("not made of digits only")]
    NotDigits,
    /// Neither 14, 15 nor 16 digits.
    #[error("{found} digits instead of 15")]
    Length {
        /// How many digits were found.
        found: usize,
    },
    /// 14 digits: the check digit is missing, as on some boxes.
    #[error("14 digits: the last one, the check digit, is missing")]
    MissingCheckDigit,
    /// 16 digits: an IMEISV, which ends with a software version and has no check digit.
    #[error("16 digits: this is an IMEISV, with a software version")]
    SoftwareVersion,
    /// The check digit disagrees: a digit is wrong.
    #[error("the check digit does not agree")]
    CheckDigit,
    /// All zeros, which some devices answer instead of an identity.
    #[error("all zeros is no identity")]
    Placeholder,
}

impl Imei {
    /// Reads an IMEI, with or without spaces, hyphens, dots, slashes or `="…"`.
    ///
    /// # Errors
    /// The first reason found why the text is no IMEI.
    pub fn parse(text: &str) -> Result<Self, ImeiError> {
        let text = cell::unwrap_formula(text);
        if text.is_empty() {
            return Err(ImeiError::Empty);
        }
        if cell::is_scientific(text) {
            return Err(ImeiError::ScientificNotation);
        }
        let digits = cell::without_separators(text);
        if !cell::are_digits(&digits) {
            return Err(ImeiError::NotDigits);
        }
        match digits.len() {
            14 => Err(ImeiError::MissingCheckDigit),
            15 if digits.bytes().all(|b| b == b'0') => Err(ImeiError::Placeholder),
            15 if luhn::holds(&digits) => Ok(Self(digits)),
            15 => Err(ImeiError::CheckDigit),
            16 => Err(ImeiError::SoftwareVersion),
            found => Err(ImeiError::Length { found }),
        }
    }

    /// The 15 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

text_value!(Imei, ImeiError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted_writings_have_one_value() {
        for written in [
            "356938035643809",
            " 35-693803-564380-9 ",
            "35 693803 564380 9",
            "35/693803/564380/9",
            "=\"356938035643809\"",
        ] {
            assert_eq!(Imei::parse(written).unwrap().as_str(), "356938035643809", "{written}");
        }
        assert!(Imei::parse("490154203237518").is_ok());
    }

    #[test]
    fn each_refusal_has_its_reason() {
        for (written, reason) in [
            ("", ImeiError::Empty),
            ("=\"\"", ImeiError::Empty),
            ("3,56938E+14", ImeiError::ScientificNotation),
            ("8,93E+18", ImeiError::ScientificNotation),
            ("35693803564380X", ImeiError::NotDigits),
            ("-", ImeiError::NotDigits),
            ("35693803564380", ImeiError::MissingCheckDigit),
            ("3569380356438012", ImeiError::SoftwareVersion),
            ("8933012345678901231", ImeiError::Length { found: 19 }),
            ("356938035643808", ImeiError::CheckDigit),
            ("000000000000000", ImeiError::Placeholder),
        ] {
            assert_eq!(Imei::parse(written), Err(reason), "{written}");
        }
    }
}
