//! Texts of a line, within a length.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A text that is not blank, of at most `MOST` characters; spaces around it are dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text<const MOST: usize>(pub String);

/// What is searched for: may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sought(pub String);

/// The most characters of a search.
const LONGEST_SEARCH: usize = 100;

/// A control character says nothing on a page and is refused by some databases.
fn has_control(text: &str) -> bool {
    text.chars().any(|c| c < ' ' || c == '\u{7f}')
}

impl<'de, const MOST: usize> Deserialize<'de> for Text<MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let refuse = |sentence: String| Err(serde::de::Error::custom(sentence));
        if text.chars().count() > MOST {
            return refuse(format!("Ce texte est trop long : {MOST} caractères au plus."));
        }
        if has_control(&text) {
            return refuse("Ce texte contient un caractère de contrôle : retirez-le.".to_owned());
        }
        let text = text.trim();
        if text.is_empty() {
            return refuse("Ce texte est vide : remplissez ce champ.".to_owned());
        }
        Ok(Self(text.to_owned()))
    }
}

impl<const MOST: usize> Serialize for Text<MOST> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<const MOST: usize> PartialSchema for Text<MOST> {
    fn schema() -> RefOr<Schema> {
        let text = super::string().min_length(Some(1)).max_length(Some(MOST));
        super::schema(text.pattern(Some(r"^[^\x00-\x1f\x7f]*[^\x00-\x1f\x7f\s][^\x00-\x1f\x7f]*$")))
    }
}

impl<const MOST: usize> ToSchema for Text<MOST> {
    fn name() -> Cow<'static, str> {
        format!("Text{MOST}").into()
    }
}

impl<'de> Deserialize<'de> for Sought {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.chars().count() > LONGEST_SEARCH {
            let sentence = format!("La recherche compte {LONGEST_SEARCH} caractères au plus.");
            return Err(serde::de::Error::custom(sentence));
        }
        Ok(Self(text))
    }
}

impl PartialSchema for Sought {
    fn schema() -> RefOr<Schema> {
        super::schema(super::string().max_length(Some(LONGEST_SEARCH)))
    }
}

impl ToSchema for Sought {}
