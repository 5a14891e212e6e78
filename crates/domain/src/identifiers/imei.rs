use serde::{Deserialize, Serialize};

use super::{Noted, cell, luhn, text_value};

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
    /// 14 digits whose first is 1 and that pass the check: one of the American numbers that begin with
    /// 01, whose zero was lost in a spreadsheet.
    #[error("the leading zero is missing: {proposed}?")]
    LeadingZeroLost {
        /// The same with its zero.
        proposed: Imei,
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

/// What to know of an IMEI that was read though it was not written whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImeiWarning {
    /// 14 digits were written: the check digit was computed, so that it proves nothing.
    CheckDigitAdded,
    /// 16 digits were written, an IMEISV: its software version was dropped and the check digit computed.
    SoftwareVersionDropped,
}

/// How many digits come before the check digit or the software version.
const BODY: usize = 14;

impl Imei {
    /// Reads an IMEI that may be written without its check digit, or with its software version instead.
    ///
    /// # Errors
    /// The first reason found why the text is no IMEI. 14 digits from 1 are refused: whether they lack
    /// their first digit or their last, they cannot tell.
    pub fn read(text: &str) -> Result<Noted<Self, ImeiWarning>, ImeiError> {
        let why = match Self::parse(text) {
            Ok(imei) => return Ok(Noted::plain(imei)),
            Err(why) => why,
        };
        let digits = cell::digits(text)?;
        let warning = match why {
            ImeiError::MissingCheckDigit if !digits.starts_with('1') => {
                ImeiWarning::CheckDigitAdded
            }
            ImeiError::SoftwareVersion => ImeiWarning::SoftwareVersionDropped,
            _ => return Err(why),
        };
        let whole = luhn::completed(&digits[..BODY]).ok_or(why)?;
        Ok(Noted::with(Self(whole), warning))
    }

    /// Reads a whole IMEI, with or without spaces, hyphens, dots, slashes or `="…"`.
    ///
    /// # Errors
    /// The first reason found why the text is no IMEI.
    pub fn parse(text: &str) -> Result<Self, ImeiError> {
        let digits = cell::digits(text)?;
        match digits.len() {
            14..=16 if cell::are_zeros(&digits[..BODY]) => Err(ImeiError::Placeholder),
            14 if digits.starts_with('1') && luhn::holds(&digits) => {
                Err(ImeiError::LeadingZeroLost { proposed: Self(format!("0{digits}")) })
            }
            14 => Err(ImeiError::MissingCheckDigit),
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
cell::number_error!(ImeiError);

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
    fn what_is_not_whole_is_made_whole_and_told() {
        let whole = Imei::parse("356938035643809").unwrap();
        for (written, warnings) in [
            ("356938035643809", vec![]),
            ("35693803564380", vec![ImeiWarning::CheckDigitAdded]),
            ("35-693803-564380", vec![ImeiWarning::CheckDigitAdded]),
            ("3569380356438012", vec![ImeiWarning::SoftwareVersionDropped]),
            // A spreadsheet keeps 15 digits: it rounds the software version alone.
            ("3569380356438010", vec![ImeiWarning::SoftwareVersionDropped]),
        ] {
            let value = whole.clone();
            assert_eq!(Imei::read(written), Ok(Noted { value, warnings }), "{written}");
        }
        for (written, reason) in [
            ("8,93E+18", ImeiError::ScientificNotation),
            ("12345678901234", ImeiError::MissingCheckDigit),
            ("00000000000000", ImeiError::Placeholder),
            ("356938035643808", ImeiError::CheckDigit),
        ] {
            assert_eq!(Imei::read(written), Err(reason), "{written}");
        }
    }

    #[test]
    fn each_refusal_has_its_reason() {
        let american = Imei::parse("013977000323877").unwrap();
        for (written, reason) in [
            ("13977000323877", ImeiError::LeadingZeroLost { proposed: american }),
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
