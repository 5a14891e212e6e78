use serde::{Deserialize, Serialize};

use super::{cell, luhn, text_value};

/// The number of a company, an association that employs or a public body in INSEE's register: 9 digits,
/// the last a Luhn check (Code de commerce, art. R. 123-221).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Siren(String);

/// Why a text is no SIREN.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SirenError {
    /// Nothing was written.
    #[error("nothing written")]
    Empty,
    /// A spreadsheet has rounded it (`2,13E+08`); the digits cannot be recovered.
    #[error("written in scientific notation: digits are lost")]
    ScientificNotation,
    /// Something other than digits and separators.
    #[error("not made of digits only")]
    NotDigits,
    /// Eight digits that lack only their leading zero, lost in a spreadsheet.
    #[error("the leading zero is missing: {proposed}?")]
    LeadingZeroLost {
        /// The same with its zero.
        proposed: Siren,
    },
    /// 14 digits: the SIRET of one of its establishments.
    #[error("14 digits: this is the SIRET of {siren}")]
    IsSiret {
        /// The nine digits it begins with.
        siren: Siren,
    },
    /// Neither 9 digits nor one of the cases above.
    #[error("{found} digits instead of 9")]
    Length {
        /// How many digits were found.
        found: usize,
    },
    /// The check digit disagrees: a digit is wrong.
    #[error("the check digit does not agree")]
    CheckDigit,
    /// All zeros, which stands for "none" and passes the check.
    #[error("all zeros is no number")]
    Placeholder,
}

impl Siren {
    /// Reads a SIREN, with or without separators or `="…"`.
    ///
    /// # Errors
    /// The first reason found why the text is no SIREN.
    pub fn parse(text: &str) -> Result<Self, SirenError> {
        let digits = cell::digits(text)?;
        let found = digits.len();
        let length = SirenError::Length { found };
        match found {
            8 => Err(match Self::parse(&format!("0{digits}")) {
                Ok(proposed) => SirenError::LeadingZeroLost { proposed },
                Err(_) => length,
            }),
            9 if cell::are_zeros(&digits) => Err(SirenError::Placeholder),
            9 if luhn::holds(&digits) => Ok(Self(digits)),
            9 => Err(SirenError::CheckDigit),
            14 => Err(match Self::parse(&digits[..9]) {
                Ok(siren) => SirenError::IsSiret { siren },
                Err(_) => length,
            }),
            _ => Err(length),
        }
    }

    /// The nine digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

text_value!(Siren, SirenError);
cell::number_error!(SirenError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted_writings() {
        for (written, value) in [
            ("213105554", "213105554"),
            ("213 105 554", "213105554"),
            ("=\"356000000\"", "356000000"),
            ("356\u{202f}000\u{202f}000", "356000000"),
        ] {
            assert_eq!(Siren::parse(written).unwrap().as_str(), value, "{written}");
        }
    }

    #[test]
    fn each_refusal_has_its_reason() {
        let toulouse = Siren::parse("213105554").unwrap();
        let zero = Siren::parse("005520176").unwrap();
        for (written, reason) in [
            ("", SirenError::Empty),
            ("2,13E+08", SirenError::ScientificNotation),
            ("FR213105554", SirenError::NotDigits),
            ("05520176", SirenError::LeadingZeroLost { proposed: zero }),
            ("21310555400017", SirenError::IsSiret { siren: toulouse }),
            ("21310555", SirenError::Length { found: 8 }),
            ("2131055540", SirenError::Length { found: 10 }),
            ("213105555", SirenError::CheckDigit),
            ("000000000", SirenError::Placeholder),
        ] {
            assert_eq!(Siren::parse(written), Err(reason), "{written}");
        }
    }
}
