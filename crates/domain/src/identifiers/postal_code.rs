use serde::{Deserialize, Serialize};

use super::{cell, text_value};

/// A French postal code: five digits. One serves several communes, a commune has several: it is never a
/// [`CommuneCode`](super::CommuneCode), whatever the digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostalCode(String);

/// Why a text is no postal code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostalCodeError {
    /// Nothing was written.
    #[error("nothing written")]
    Empty,
    /// A spreadsheet has rounded it; the digits cannot be recovered.
    #[error("written in scientific notation: digits are lost")]
    ScientificNotation,
    /// Something other than digits and separators; foreign codes are often such.
    #[error("not made of digits only")]
    NotDigits,
    /// Four digits that lack only their leading zero, lost in a spreadsheet.
    #[error("the leading zero is missing: {proposed}?")]
    LeadingZeroLost {
        /// The same with its zero.
        proposed: PostalCode,
    },
    /// Not five digits.
    #[error("{found} digits instead of 5")]
    Length {
        /// How many digits were found.
        found: usize,
    },
    /// It begins with 00, 96 or 99, which no place in France has.
    #[error("begins with no département")]
    Departement,
}

impl PostalCode {
    /// Reads a postal code, with or without separators or `="…"`.
    ///
    /// # Errors
    /// The first reason found why the text is no postal code.
    pub fn parse(text: &str) -> Result<Self, PostalCodeError> {
        let digits = cell::digits(text)?;
        let found = digits.len();
        match found {
            4 => Err(match Self::parse(&format!("0{digits}")) {
                Ok(proposed) => PostalCodeError::LeadingZeroLost { proposed },
                Err(_) => PostalCodeError::Length { found },
            }),
            5 if ["00", "96", "99"].iter().any(|none| digits.starts_with(none)) => {
                Err(PostalCodeError::Departement)
            }
            5 => Ok(Self(digits)),
            _ => Err(PostalCodeError::Length { found }),
        }
    }

    /// The five digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

text_value!(PostalCode, PostalCodeError);
cell::number_error!(PostalCodeError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted_writings_and_refusals() {
        for (written, value) in
            [("31100", "31100"), ("31 100", "31100"), ("=\"01000\"", "01000"), ("97400", "97400")]
        {
            assert_eq!(PostalCode::parse(written).unwrap().as_str(), value, "{written}");
        }
        let proposed = PostalCode::parse("01000").unwrap();
        for (written, reason) in [
            ("", PostalCodeError::Empty),
            ("3,11E+04", PostalCodeError::ScientificNotation),
            ("1000", PostalCodeError::LeadingZeroLost { proposed }),
            ("2A004", PostalCodeError::NotDigits),
            ("311000", PostalCodeError::Length { found: 6 }),
            ("0100", PostalCodeError::Length { found: 4 }),
            ("99100", PostalCodeError::Departement),
        ] {
            assert_eq!(PostalCode::parse(written), Err(reason), "{written}");
        }
    }
}
