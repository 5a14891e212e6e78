//! Numbers that name things: devices, SIM cards, telephone lines, schools, pupils, places, bodies, books,
//! inventory labels.
//!
//! Each is parsed once, at the edge, into a type that holds its one canonical writing; the formats and
//! the check algorithms are those of `domain.md` §5.1. Every refusal has one meaning, so that a page
//! can say what to do about it. What a spreadsheet does to numbers (§5.8, point 4) is told apart from
//! other faults: a number rounded to `8,93E+18` is lost, a lost leading zero is proposed.

mod asset_tag;
pub mod cell;
mod cite_code;
mod commune_code;
mod eid;
mod iccid;
mod imei;
mod ine;
mod isbn13;
mod luhn;
mod mef;
mod msisdn;
pub mod names;
mod noted;
mod postal_code;
#[cfg(test)]
mod properties;
mod qpv_code;
mod rna;
mod serial_number;
mod siren;
mod siret;
mod uai;

pub use asset_tag::{AssetTag, AssetTagError, TagPrefix};
pub use cite_code::{CiteCode, CiteCodeError};
pub use commune_code::{CommuneCode, CommuneCodeError};
pub use eid::{Eid, EidError};
pub use iccid::{Iccid, IccidError, IccidWarning};
pub use imei::{Imei, ImeiError, ImeiWarning};
pub use ine::{Ine, IneError, IneKind};
pub use isbn13::{Isbn13, Isbn13Error};
pub use mef::{Mef, MefError};
pub use msisdn::{Msisdn, MsisdnError};
pub use noted::Noted;
pub use postal_code::{PostalCode, PostalCodeError};
pub use qpv_code::{QpvCode, QpvCodeError, QpvContour, QpvGeneration};
pub use rna::{Rna, RnaError};
pub use serial_number::{SerialNumber, SerialNumberError};
pub use siren::{Siren, SirenError};
pub use siret::{Siret, SiretError};
pub use uai::{Uai, UaiError, UaiWarning};

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
