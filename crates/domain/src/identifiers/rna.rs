use serde::{Deserialize, Serialize};

use super::{cell, text_value};

/// The number of an association in the national register (répertoire national des associations): W and
/// nine digits, without any check digit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rna(String);

/// Why a text is no RNA number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RnaError {
    /// Nothing was written.
    #[error("nothing written")]
    Empty,
    /// Not W and nine digits.
    #[error("not W and nine digits")]
    Format,
    /// Nine digits without their W, which are as likely a SIREN.
    #[error("nine digits without W: a SIREN, or an RNA number whose W is missing")]
    MissingLetter,
}

impl Rna {
    /// Reads an RNA number in either case, with or without separators or `="…"`.
    ///
    /// # Errors
    /// The first reason found why the text is no RNA number.
    pub fn parse(text: &str) -> Result<Self, RnaError> {
        let code = cell::without_separators(cell::unwrap_formula(text)).to_ascii_uppercase();
        if code.is_empty() {
            return Err(RnaError::Empty);
        }
        match code.strip_prefix('W') {
            Some(digits) if digits.len() == 9 && cell::are_digits(digits) => Ok(Self(code)),
            None if code.len() == 9 && cell::are_digits(&code) => Err(RnaError::MissingLetter),
            _ => Err(RnaError::Format),
        }
    }

    /// W and the nine digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

text_value!(Rna, RnaError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted_writings_and_refusals() {
        for written in ["W313001234", "w 313 001 234", "=\"W313001234\""] {
            assert_eq!(Rna::parse(written).unwrap().as_str(), "W313001234", "{written}");
        }
        for (written, reason) in [
            ("", RnaError::Empty),
            ("213105554", RnaError::MissingLetter),
            ("W31300123", RnaError::Format),
            ("W31300123A", RnaError::Format),
            ("É313001234", RnaError::Format),
        ] {
            assert_eq!(Rna::parse(written), Err(reason), "{written}");
        }
    }
}
