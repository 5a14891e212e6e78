use serde::{Deserialize, Serialize};

use super::{cell, text_value};

crate::vocabulary! {
    /// Which register gave a pupil's number.
    IneKind {
        /// The national register (RNIE, since 2018): nine digits, two letters.
        Rnie = "rnie",
        /// The académies' pupil bases (BEA) before it: ten digits, a letter.
        Bea = "bea",
        /// The register of apprentices: four digits, A, five digits, a letter.
        Apprentice = "apprentice",
    }
}

/// A pupil's national number (identifiant national élève), 11 characters of one of three patterns.
///
/// The last letter is a key, but its algorithm is not published and the folk one (mod 23) fails on real
/// numbers: the pattern alone is checked, so a mistyped digit passes. The number serves to recognise a
/// pupil while a file is read; it is not kept (`domain.md` §4.2).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ine {
    code: String,
    kind: IneKind,
}

/// Why a text is no INE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IneError {
    /// Nothing was written.
    #[error("nothing written")]
    Empty,
    /// Not 11 characters.
    #[error("{found} characters instead of 11")]
    Length {
        /// How many characters were found.
        found: usize,
    },
    /// Eleven characters of none of the three patterns.
    #[error("follows none of the three patterns")]
    Pattern,
}

impl Ine {
    /// Reads an INE in either case, with or without separators or `="…"`.
    ///
    /// # Errors
    /// The first reason found why the text is no INE.
    pub fn parse(text: &str) -> Result<Self, IneError> {
        let code = cell::without_separators(cell::unwrap_formula(text)).to_uppercase();
        match code.chars().count() {
            0 => Err(IneError::Empty),
            11 => kind(&code).map(|kind| Self { code, kind }).ok_or(IneError::Pattern),
            found => Err(IneError::Length { found }),
        }
    }

    /// The eleven characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.code
    }

    /// The register that gave it.
    #[must_use]
    pub const fn kind(&self) -> IneKind {
        self.kind
    }
}

fn kind(code: &str) -> Option<IneKind> {
    let shape: String = code
        .chars()
        .map(|c| match c {
            '0'..='9' => '9',
            'A'..='Z' => 'A',
            _ => '?',
        })
        .collect();
    match shape.as_str() {
        "999999999AA" => Some(IneKind::Rnie),
        "9999999999A" => Some(IneKind::Bea),
        "9999A99999A" if code.as_bytes().get(4) == Some(&b'A') => Some(IneKind::Apprentice),
        _ => None,
    }
}

text_value!(Ine, IneError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_patterns() {
        for (written, value, kind) in [
            ("123456789ab", "123456789AB", IneKind::Rnie),
            ("0000000001X", "0000000001X", IneKind::Bea),
            (" 1111 111 111 A ", "1111111111A", IneKind::Bea),
            ("=\"1234A56789B\"", "1234A56789B", IneKind::Apprentice),
        ] {
            let ine = Ine::parse(written).unwrap();
            assert_eq!((ine.as_str(), ine.kind()), (value, kind), "{written}");
        }
    }

    #[test]
    fn each_refusal_has_its_reason() {
        for (written, reason) in [
            ("", IneError::Empty),
            ("1111111111", IneError::Length { found: 10 }),
            ("11111111111A", IneError::Length { found: 12 }),
            ("11111111111", IneError::Pattern),
            ("1234B56789B", IneError::Pattern),
            ("123456789É1", IneError::Pattern),
        ] {
            assert_eq!(Ine::parse(written), Err(reason), "{written}");
        }
    }
}
