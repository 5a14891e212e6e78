use serde::{Deserialize, Serialize};

use super::{cell, text_value};
use crate::stock::ItemKind;

/// The inventory number on an item's label: prefix of the cité, kind, number, check character, as
/// `TLS-TAB-0042-X`. Never reused; it says nothing about the borrower.
///
/// The check character is that of ISO 7064 MOD 37,36 over all that precedes it. One character, and it
/// catches every wrong character and every swap of two neighbours, in the letters too; Luhn would let
/// 09/90 and any wrong letter through.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AssetTag(String);

/// The prefix of a cité's inventory numbers: 2 to 5 letters A to Z.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagPrefix(String);

/// Why a text, or the parts of one, make no inventory number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssetTagError {
    /// Nothing was written.
    #[error("nothing written")]
    Empty,
    /// Not letters, digits and a check character in that order.
    #[error("not a prefix, a kind, a number and a check character")]
    Format,
    /// The prefix is not 2 to 5 letters A to Z.
    #[error("the prefix is not 2 to 5 letters")]
    Prefix,
    /// The three letters name no kind of item.
    #[error("{found} names no kind of item")]
    Kind {
        /// The three letters found.
        found: String,
    },
    /// The number is not between 1 and 999 999.
    #[error("the number is not between 1 and 999999")]
    Number,
    /// The check character disagrees: something was misread or mistyped.
    #[error("the check character does not agree")]
    CheckCharacter,
}

impl TagPrefix {
    /// Reads a prefix, in either case.
    ///
    /// # Errors
    /// [`AssetTagError::Prefix`] for anything but 2 to 5 letters A to Z.
    pub fn parse(text: &str) -> Result<Self, AssetTagError> {
        let prefix = text.trim().to_ascii_uppercase();
        let sound =
            (2..=5).contains(&prefix.len()) && prefix.bytes().all(|byte| byte.is_ascii_uppercase());
        if sound { Ok(Self(prefix)) } else { Err(AssetTagError::Prefix) }
    }

    /// The letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AssetTag {
    /// The tag of the `number`th item of its kind in a cité.
    ///
    /// # Errors
    /// [`AssetTagError::Number`] for 0 or above 999 999.
    pub fn new(prefix: &TagPrefix, kind: ItemKind, number: u32) -> Result<Self, AssetTagError> {
        if !(1..=999_999).contains(&number) {
            return Err(AssetTagError::Number);
        }
        let (prefix, kind) = (prefix.as_str(), kind_code(kind));
        let check = check_character(&format!("{prefix}{kind}{number:04}"));
        Ok(Self(format!("{prefix}-{kind}-{number:04}-{check}")))
    }

    /// Reads a tag in either case, with its hyphens, with spaces, or with nothing between its parts.
    ///
    /// # Errors
    /// The first reason found why the text is no tag.
    pub fn parse(text: &str) -> Result<Self, AssetTagError> {
        let mut body = cell::without_separators(cell::unwrap_formula(text)).to_ascii_uppercase();
        if !body.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(AssetTagError::Format);
        }
        let check = body.pop().ok_or(AssetTagError::Empty)?;
        let letters = body.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = &body[letters.len()..];
        if letters.len() < 5 || digits.is_empty() {
            return Err(AssetTagError::Format);
        }
        let (prefix, kind) = letters.split_at(letters.len() - 3);
        let prefix = TagPrefix::parse(prefix)?;
        let kind = kind_of(kind).ok_or_else(|| AssetTagError::Kind { found: kind.to_owned() })?;
        let number = digits.parse().map_err(|_| AssetTagError::Number)?;
        let tag = Self::new(&prefix, kind, number)?;
        if tag.0.ends_with(check) { Ok(tag) } else { Err(AssetTagError::CheckCharacter) }
    }

    /// The tag with its hyphens, as printed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The three letters of a kind: French, because people read them on the label.
const fn kind_code(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Tablet => "TAB",
        ItemKind::Laptop => "ORD",
        ItemKind::Phone => "TEL",
        ItemKind::Hotspot => "CLE",
        ItemKind::Sim => "SIM",
        ItemKind::Printer => "IMP",
    }
}

fn kind_of(code: &str) -> Option<ItemKind> {
    ItemKind::ALL.iter().copied().find(|kind| kind_code(*kind) == code)
}

/// ISO 7064 MOD 37,36 over 0-9 and A-Z; any other character counts as 0.
fn check_character(body: &str) -> char {
    let mut product = 36;
    for character in body.chars() {
        let sum = (product + character.to_digit(36).unwrap_or(0)) % 36;
        product = (if sum == 0 { 36 } else { sum }) * 2 % 37;
    }
    let check = (37 - product) % 36;
    char::from_digit(check, 36).unwrap_or('0').to_ascii_uppercase()
}

text_value!(AssetTag, AssetTagError);
text_value!(TagPrefix, AssetTagError);

#[cfg(test)]
mod tests {
    use super::*;

    fn tag() -> AssetTag {
        AssetTag::new(&TagPrefix::parse("tls").unwrap(), ItemKind::Tablet, 42).unwrap()
    }

    #[test]
    fn the_check_character_is_that_of_the_standard() {
        // The worked example of the GRid standard (IFPI), which uses ISO 7064 MOD 37,36.
        assert_eq!(check_character("A12425GABC1234002"), 'M');
    }

    #[test]
    fn writings_of_one_tag() {
        let printed = tag().to_string();
        assert!(printed.starts_with("TLS-TAB-0042-"), "{printed}");
        for written in [
            printed.clone(),
            printed.to_lowercase(),
            printed.replace('-', ""),
            printed.replace('-', " "),
            printed.replace("00", ""),
        ] {
            assert_eq!(AssetTag::parse(&written), Ok(tag()), "{written}");
        }
        let large =
            AssetTag::new(&TagPrefix::parse("GR").unwrap(), ItemKind::Hotspot, 123_456).unwrap();
        assert_eq!(AssetTag::parse(large.as_str()), Ok(large));
    }

    #[test]
    fn every_single_error_and_swap_is_caught() {
        let printed = tag().to_string();
        let original: Vec<char> = printed.chars().collect();
        for at in 0..original.len() {
            for wrong in ('0'..='9').chain('A'..='Z').filter(|_| original[at] != '-') {
                let mut typed = original.clone();
                typed[at] = wrong;
                let typed: String = typed.into_iter().collect();
                assert!(
                    typed == printed || AssetTag::parse(&typed) != AssetTag::parse(&printed),
                    "{typed}"
                );
                assert!(typed == printed || AssetTag::parse(&typed).is_err(), "{typed}");
            }
            if at + 1 < original.len()
                && original[at] != original[at + 1]
                && original[at] != '-'
                && original[at + 1] != '-'
            {
                let mut typed = original.clone();
                typed.swap(at, at + 1);
                let typed: String = typed.into_iter().collect();
                assert!(AssetTag::parse(&typed).is_err(), "{typed}");
            }
        }
    }

    #[test]
    fn each_refusal_has_its_reason() {
        let prefix = TagPrefix::parse("TLS").unwrap();
        assert_eq!(TagPrefix::parse("T1"), Err(AssetTagError::Prefix));
        assert_eq!(AssetTag::new(&prefix, ItemKind::Phone, 0), Err(AssetTagError::Number));
        assert_eq!(AssetTag::new(&prefix, ItemKind::Phone, 1_000_000), Err(AssetTagError::Number));
        for (written, reason) in [
            ("", AssetTagError::Empty),
            ("TLS-TAB", AssetTagError::Format),
            ("0042", AssetTagError::Format),
            ("é", AssetTagError::Format),
            ("TOOLONG-TAB-0042-1", AssetTagError::Prefix),
            ("TLS-XXX-0042-1", AssetTagError::Kind { found: "XXX".into() }),
            ("TLS-TAB-99999999999-1", AssetTagError::Number),
        ] {
            assert_eq!(AssetTag::parse(written), Err(reason), "{written}");
        }
    }
}
