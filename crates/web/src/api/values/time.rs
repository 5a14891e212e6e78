//! Days and instants.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::json;
use utoipa::openapi::schema::{KnownFormat, SchemaFormat};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A calendar day, `2026-09-01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day(pub Date);

/// An instant, `2026-09-01T06:00:00Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment(pub Timestamp);

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        // The calendar's own reader takes instants and short forms too.
        let plain = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| {
                if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() }
            });
        let day = if plain { text.parse().ok() } else { None };
        day.map(Self).ok_or_else(|| {
            serde::de::Error::custom("Il faut un jour du calendrier, par exemple \"2026-09-01\".")
        })
    }
}

impl PartialSchema for Day {
    fn schema() -> RefOr<Schema> {
        let text = super::string().format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)));
        super::schema(text.examples([json!("2026-09-01")]))
    }
}

impl ToSchema for Day {}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl PartialSchema for Moment {
    fn schema() -> RefOr<Schema> {
        let text = super::string().format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)));
        super::schema(text.examples([json!("2026-09-01T06:00:00Z")]))
    }
}

impl ToSchema for Moment {}

#[cfg(test)]
mod tests {
    use super::Day;

    #[test]
    fn a_day_is_a_day_of_the_calendar_in_one_writing() {
        assert!(serde_json::from_str::<Day>("\"2028-02-29\"").is_ok());
        for text in [
            "\"2026-02-29\"",
            "\"2026-9-1\"",
            "\"2026-09-01T10:00\"",
            "\"01/09/2026\"",
            "20260901",
            "\"\"",
        ] {
            assert!(serde_json::from_str::<Day>(text).is_err(), "{text}");
        }
    }
}
