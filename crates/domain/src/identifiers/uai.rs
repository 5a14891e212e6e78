use serde::{Deserialize, Serialize};

use super::{Noted, cell, text_value};

/// The identifier of a school (unité administrative immatriculée): a département or territory on three
/// digits, a number on four, a key letter.
///
/// Many files carry a wrong key letter for a school that exists, so a wrong letter warns
/// ([`Uai::key_matches`]) and does not refuse.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uai {
    code: String,
    key_matches: bool,
}

/// Why a text is no UAI.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UaiError {
    /// Nothing was written.
    #[error("nothing written")]
    Empty,
    /// Not seven digits and a letter.
    #[error("not seven digits and a letter")]
    Format,
    /// Six digits and a letter: the leading zero was lost on the way.
    #[error("the leading zero is missing: {proposed}?")]
    LeadingZeroLost {
        /// The same with its zero.
        proposed: Uai,
    },
    /// The first three digits name no département or territory.
    #[error("the first three digits name no département")]
    Departement,
}

/// What to know of a UAI that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UaiWarning {
    /// The letter does not agree with the digits: one of the eight may be wrong.
    KeyLetter {
        /// The same digits with the letter that agrees.
        proposed: Uai,
    },
}

/// The key alphabet: no I, O or Q, too close to digits.
const KEYS: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";

impl Uai {
    /// Reads a UAI as [`Uai::parse`] does, and warns of a letter that does not agree.
    ///
    /// # Errors
    /// The first reason found why the text is no UAI; a wrong key letter is not one.
    pub fn read(text: &str) -> Result<Noted<Self, UaiWarning>, UaiError> {
        let uai = Self::parse(text)?;
        if uai.key_matches {
            return Ok(Noted::plain(uai));
        }
        let digits = &uai.code[..7];
        let code = format!("{digits}{}", char::from(key_of(digits)));
        let proposed = Self { code, key_matches: true };
        Ok(Noted::with(uai, UaiWarning::KeyLetter { proposed }))
    }

    /// Reads a UAI in either case, with or without spaces or `="…"`.
    ///
    /// # Errors
    /// The first reason found why the text is no UAI; a wrong key letter is not one.
    pub fn parse(text: &str) -> Result<Self, UaiError> {
        let code = cell::without_separators(cell::unwrap_formula(text)).to_uppercase();
        if code.is_empty() {
            return Err(UaiError::Empty);
        }
        let Some((digits, key)) = split(&code) else {
            return Err(UaiError::Format);
        };
        match digits.len() {
            6 => match Self::parse(&format!("0{code}")) {
                Ok(proposed) => Err(UaiError::LeadingZeroLost { proposed }),
                Err(_) => Err(UaiError::Format),
            },
            7 if !is_territory(digits) => Err(UaiError::Departement),
            7 => {
                let key_matches = key_of(digits) == key;
                Ok(Self { code, key_matches })
            }
            _ => Err(UaiError::Format),
        }
    }

    /// The eight characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.code
    }

    /// Does the last letter agree with the digits? If not, one of them may be wrong: worth a warning.
    #[must_use]
    pub const fn key_matches(&self) -> bool {
        self.key_matches
    }
}

/// The letter that agrees with these digits.
fn key_of(digits: &str) -> u8 {
    let number = digits.bytes().fold(0, |n, digit| n * 10 + usize::from(digit - b'0'));
    KEYS[number % KEYS.len()]
}

fn split(code: &str) -> Option<(&str, u8)> {
    let key = code.bytes().last().filter(u8::is_ascii_uppercase)?;
    let digits = &code[..code.len() - 1];
    cell::are_digits(digits).then_some((digits, key))
}

/// `0dd` for metropolitan départements, 620 and 720 for Corsica, 97x and 98x overseas.
fn is_territory(digits: &str) -> bool {
    digits.starts_with('0')
        || ["620", "720", "97", "98"].iter().any(|start| digits.starts_with(start))
}

text_value!(Uai, UaiError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_letters() {
        for valid in [
            "0750655E",
            "0750654D",
            "0561622J",
            "0310001H",
            "0690001B",
            "0930001W",
            " 0750655e ",
            "=\"0750655E\"",
        ] {
            assert!(Uai::parse(valid).unwrap().key_matches(), "{valid}");
        }
        for warned in ["0750001A", "0950009E"] {
            assert!(!Uai::parse(warned).unwrap().key_matches(), "{warned}");
        }
        for corsica_and_overseas in ["6200001A", "7200001A", "9710001A", "9880001A"] {
            assert!(Uai::parse(corsica_and_overseas).is_ok(), "{corsica_and_overseas}");
        }
    }

    #[test]
    fn a_wrong_letter_warns_and_the_right_one_is_proposed() {
        for (written, right) in [("0750001A", "0750001U"), ("0950009E", "0950009U")] {
            let value = Uai::parse(written).unwrap();
            let proposed = Uai::parse(right).unwrap();
            let warnings = vec![UaiWarning::KeyLetter { proposed }];
            assert_eq!(Uai::read(written), Ok(Noted { value, warnings }), "{written}");
            assert_eq!(Uai::read(right).unwrap().warnings, []);
        }
        assert_eq!(Uai::read("1230655E"), Err(UaiError::Departement));
    }

    #[test]
    fn each_refusal_has_its_reason() {
        let proposed = Uai::parse("0750655E").unwrap();
        for (written, reason) in [
            ("", UaiError::Empty),
            ("750655E", UaiError::LeadingZeroLost { proposed }),
            ("07506551", UaiError::Format),
            ("école", UaiError::Format),
            ("É", UaiError::Format),
            ("00750655E", UaiError::Format),
            ("1230655E", UaiError::Departement),
        ] {
            assert_eq!(Uai::parse(written), Err(reason), "{written}");
        }
    }
}
