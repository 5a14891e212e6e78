use serde::{Deserialize, Serialize};

use super::{cell, text_value};

/// A maker's serial number: trimmed, upper-cased, 3 to 40 visible ASCII characters (what a bar code
/// can carry).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SerialNumber(String);

/// Why a text is no serial number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SerialNumberError {
    /// Nothing was written.
    #[error("nothing written")]
    Empty,
    /// A spreadsheet has rounded it; the characters cannot be recovered.
    #[error("written in scientific notation: digits are lost")]
    ScientificNotation,
    /// A space, a control or a character no serial number has.
    #[error("holds a space or a character no serial number has")]
    NotVisible,
    /// Under 3 or over 40 characters.
    #[error("{found} characters instead of 3 to 40")]
    Length {
        /// How many characters were found.
        found: usize,
    },
    /// A way to say "none" (`N/A`, `inconnu`, `----`, `0000`): as a number it would be shared.
    #[error("says there is none")]
    Placeholder,
}

const PLACEHOLDERS: [&str; 8] =
    ["N/A", "N.A.", "NEANT", "AUCUN", "SANS", "INCONNU", "NONE", "UNKNOWN"];

impl SerialNumber {
    /// Reads a serial number, unwrapped from `="…"`.
    ///
    /// # Errors
    /// The first reason found why the text is no serial number.
    pub fn parse(text: &str) -> Result<Self, SerialNumberError> {
        let text = cell::unwrap_formula(text);
        if text.is_empty() {
            return Err(SerialNumberError::Empty);
        }
        if cell::is_scientific(text) {
            return Err(SerialNumberError::ScientificNotation);
        }
        let serial = text.to_uppercase();
        if matches!(serial.as_str(), "NÉANT" | "-" | "--")
            || PLACEHOLDERS.contains(&serial.as_str())
        {
            return Err(SerialNumberError::Placeholder);
        }
        if !serial.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(SerialNumberError::NotVisible);
        }
        let found = serial.len();
        if !(3..=40).contains(&found) {
            return Err(SerialNumberError::Length { found });
        }
        if serial.bytes().all(|byte| Some(byte) == serial.bytes().next()) {
            return Err(SerialNumberError::Placeholder);
        }
        Ok(Self(serial))
    }

    /// The upper-cased characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

text_value!(SerialNumber, SerialNumberError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trimmed_and_upper_cased() {
        for (written, value) in
            [(" r52n80abcde ", "R52N80ABCDE"), ("=\"00012E45\"", "00012E45"), ("A/B-1", "A/B-1")]
        {
            assert_eq!(SerialNumber::parse(written).unwrap().as_str(), value, "{written}");
        }
    }

    #[test]
    fn each_refusal_has_its_reason() {
        let long = "A1".repeat(21);
        for (written, reason) in [
            ("", SerialNumberError::Empty),
            ("1,23457E+11", SerialNumberError::ScientificNotation),
            ("R52 N80", SerialNumberError::NotVisible),
            ("R52É80", SerialNumberError::NotVisible),
            ("A1", SerialNumberError::Length { found: 2 }),
            (long.as_str(), SerialNumberError::Length { found: 42 }),
            ("n/a", SerialNumberError::Placeholder),
            ("Néant", SerialNumberError::Placeholder),
            ("0000000", SerialNumberError::Placeholder),
        ] {
            assert_eq!(SerialNumber::parse(written), Err(reason), "{written}");
        }
    }
}
