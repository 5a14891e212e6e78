use serde::{Deserialize, Serialize};

use super::{Siren, cell, luhn, text_value};

/// The number of one establishment: its SIREN and five digits of its own, 14 in all, the last a Luhn
/// check (Code de commerce, art. R. 123-221).
///
/// La Poste has more establishments than Luhn leaves numbers: theirs need only digits whose sum is a
/// multiple of five.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Siret(String);

/// Why a text is no SIRET.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SiretError {
    /// Nothing was written.
    #[error("nothing written")]
    Empty,
    /// A spreadsheet has rounded it (`2,13106E+13`); the digits cannot be recovered.
    #[error("written in scientific notation: digits are lost")]
    ScientificNotation,
    /// Something other than digits and separators.
    #[error("not made of digits only")]
    NotDigits,
    /// Thirteen digits that lack only their leading zero, lost in a spreadsheet.
    #[error("the leading zero is missing: {proposed}?")]
    LeadingZeroLost {
        /// The same with its zero.
        proposed: Siret,
    },
    /// Nine digits: the SIREN alone, which does not say which establishment.
    #[error("9 digits: this is a SIREN, its five last digits are missing")]
    IsSiren,
    /// Neither 14 digits nor one of the cases above.
    #[error("{found} digits instead of 14")]
    Length {
        /// How many digits were found.
        found: usize,
    },
    /// The check digit disagrees, of the whole or of the SIREN in it: a digit is wrong.
    #[error("the check digit does not agree")]
    CheckDigit,
    /// All zeros, which stands for "none" and passes the check.
    #[error("all zeros is no number")]
    Placeholder,
}

const LA_POSTE: &str = "356000000";

impl Siret {
    /// Reads a SIRET, with or without separators or `="…"`.
    ///
    /// # Errors
    /// The first reason found why the text is no SIRET.
    pub fn parse(text: &str) -> Result<Self, SiretError> {
        let digits = cell::digits(text)?;
        let found = digits.len();
        match found {
            9 if Siren::parse(&digits).is_ok() => Err(SiretError::IsSiren),
            13 => Err(match Self::parse(&format!("0{digits}")) {
                Ok(proposed) => SiretError::LeadingZeroLost { proposed },
                Err(_) => SiretError::Length { found },
            }),
            14 if cell::are_zeros(&digits) => Err(SiretError::Placeholder),
            14 if agrees(&digits) => Ok(Self(digits)),
            14 => Err(SiretError::CheckDigit),
            _ => Err(SiretError::Length { found }),
        }
    }

    /// The fourteen digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The company or body the establishment belongs to: the first nine digits.
    #[must_use]
    pub fn siren_digits(&self) -> &str {
        &self.0[..9]
    }
}

fn agrees(digits: &str) -> bool {
    let sum: u32 = digits.bytes().map(|digit| u32::from(digit - b'0')).sum();
    let post_office = digits.starts_with(LA_POSTE) && sum.is_multiple_of(5);
    (luhn::holds(digits) || post_office) && Siren::parse(&digits[..9]).is_ok()
}

text_value!(Siret, SiretError);
cell::number_error!(SiretError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted_writings() {
        for (written, value) in [
            ("21310555400017", "21310555400017"),
            ("213 105 554 00017", "21310555400017"),
            ("=\"35600000000048\"", "35600000000048"),
            // Only by the exception for La Poste.
            ("35600000049837", "35600000049837"),
        ] {
            assert_eq!(Siret::parse(written).unwrap().as_str(), value, "{written}");
        }
        assert_eq!(Siret::parse("21310555400017").unwrap().siren_digits(), "213105554");
    }

    #[test]
    fn each_refusal_has_its_reason() {
        for (written, reason) in [
            ("", SiretError::Empty),
            ("2,13106E+13", SiretError::ScientificNotation),
            ("21310555400017 X", SiretError::NotDigits),
            ("213105554", SiretError::IsSiren),
            ("2131055540001", SiretError::Length { found: 13 }),
            ("213105554000170", SiretError::Length { found: 15 }),
            ("21310555400018", SiretError::CheckDigit),
            ("35600000049838", SiretError::CheckDigit),
            // The exception is La Poste's alone: this sum is a multiple of five too.
            ("21310555400013", SiretError::CheckDigit),
            ("00000000000000", SiretError::Placeholder),
        ] {
            assert_eq!(Siret::parse(written), Err(reason), "{written}");
        }
        let (short, proposed) = (0..10)
            .find_map(|check| {
                let short = format!("055201760001{check}");
                let whole = Siret::parse(&format!("0{short}")).ok()?;
                Some((short, whole))
            })
            .unwrap();
        assert_eq!(Siret::parse(&short), Err(SiretError::LeadingZeroLost { proposed }));
    }
}
