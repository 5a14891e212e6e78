//! A homogeneous family of purchases: what is counted together.

use crate::fund::Category;
use crate::ids::OwnCategoryId;

/// The code of a homogeneous family, as a town or a school keeps it: free text of 1 to 60 characters,
/// the same in either case, with single spaces.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PurchaseFamily(String);

/// Why a text is no code of a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAFamily {
    /// Nothing was typed.
    #[error("empty")]
    Empty,
    /// More than 60 characters.
    #[error("too long")]
    TooLong,
    /// A line break, or another character that is not seen.
    #[error("a character that is not seen")]
    Control,
}

impl PurchaseFamily {
    /// The most characters of a code.
    pub const LONGEST: usize = 60;

    /// Reads a family's code.
    ///
    /// # Errors
    /// When it is empty, too long, or holds what is not seen.
    pub fn parse(text: &str) -> Result<Self, NotAFamily> {
        if text.trim().chars().any(char::is_control) {
            return Err(NotAFamily::Control);
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        let code = words.join(" ").to_lowercase();
        match code.chars().count() {
            0 => Err(NotAFamily::Empty),
            count if count > Self::LONGEST => Err(NotAFamily::TooLong),
            _ => Ok(Self(code)),
        }
    }

    /// The family of a category that a cité keeps as a family by itself.
    #[must_use]
    pub fn of_own(category: OwnCategoryId) -> Self {
        Self(category.to_string())
    }

    /// The family of a category where a cité keeps no finer ones.
    #[must_use]
    pub fn of_category(category: Category) -> Self {
        Self(category.code().to_owned())
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for PurchaseFamily {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for PurchaseFamily {
    type Err = NotAFamily;
    fn from_str(text: &str) -> Result<Self, NotAFamily> {
        Self::parse(text)
    }
}

impl serde::Serialize for PurchaseFamily {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for PurchaseFamily {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::{NotAFamily, PurchaseFamily};
    use crate::fund::Category;

    #[test]
    fn one_family_has_one_writing() {
        let family = PurchaseFamily::parse("  Tablettes  et ORDINATEURS ").unwrap();
        assert_eq!(family.as_str(), "tablettes et ordinateurs");
        assert_eq!(PurchaseFamily::parse(family.as_str()), Ok(family.clone()));
        let kept = serde_json::to_string(&family).unwrap();
        assert_eq!(serde_json::from_str::<PurchaseFamily>(&kept).unwrap(), family);
        assert_eq!(PurchaseFamily::parse(" "), Err(NotAFamily::Empty));
        assert_eq!(PurchaseFamily::parse(&"x".repeat(61)), Err(NotAFamily::TooLong));
        assert_eq!(PurchaseFamily::parse("a\nb"), Err(NotAFamily::Control));
        for category in Category::ALL {
            let family = PurchaseFamily::of_category(*category);
            assert_eq!(PurchaseFamily::parse(family.as_str()), Ok(family));
        }
    }
}
