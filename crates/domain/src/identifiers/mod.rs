//! Numbers that name things: devices, SIM cards, telephone lines, schools, inventory labels.
//!
//! Each is parsed once, at the edge, into a type that holds its one canonical writing; the formats and
//! the check algorithms are those of `domain.md` §5.1. Every refusal has one meaning, so that a page
//! can say what to do about it.

mod asset_tag;
pub mod cell;
mod iccid;
mod imei;
mod luhn;
mod msisdn;
pub mod names;
mod serial_number;
mod uai;

pub use asset_tag::{AssetTag, AssetTagError, TagPrefix};
pub use iccid::{Iccid, IccidError};
pub use imei::{Imei, ImeiError};
pub use msisdn::{Msisdn, MsisdnError};
pub use serial_number::{SerialNumber, SerialNumberError};
pub use uai::{Uai, UaiError};

/// Display, `FromStr` and serde for a type that has `parse(&str)` and `as_str()`: its text is its
/// whole value, and reading it back checks it again.
macro_rules! text_value {
    ($name:ident, $error:ident) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text =
                    <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use text_value;
