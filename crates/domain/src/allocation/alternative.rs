//! One way to meet a need.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The kinds that together meet a need: one, or a bundle of two or three that comes whole or not at all
/// (a tablet and a 4G key). Written with `+` between the parts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub struct Alternative(Vec<String>);

impl Alternative {
    /// The most parts that a bundle has.
    pub const MOST_PARTS: usize = 3;

    /// One kind alone.
    #[must_use]
    pub fn single(kind: impl Into<String>) -> Self {
        Self(vec![kind.into()])
    }

    /// Its kinds, in the order written.
    #[must_use]
    pub fn parts(&self) -> &[String] {
        &self.0
    }

    /// Whether it has more than one part.
    #[must_use]
    pub fn is_bundle(&self) -> bool {
        self.0.len() > 1
    }

    /// Whether a kind is one of its parts.
    #[must_use]
    pub fn wants(&self, kind: &str) -> bool {
        self.0.iter().any(|part| part == kind)
    }

    /// Whether both have the same parts, in whatever order.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.0.len() == other.0.len() && self.0.iter().all(|part| other.wants(part))
    }
}

impl From<String> for Alternative {
    fn from(text: String) -> Self {
        Self(text.split('+').map(|part| part.trim().to_owned()).collect())
    }
}

/// Whatever is written reads as parts; whether they are kinds is checked with the situation.
impl FromStr for Alternative {
    type Err = Infallible;
    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(text.to_owned().into())
    }
}

impl From<Alternative> for String {
    fn from(alternative: Alternative) -> Self {
        alternative.to_string()
    }
}

impl fmt::Display for Alternative {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("+"))
    }
}
