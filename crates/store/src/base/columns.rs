//! Column types of our own: days and instants, alike on both databases.

use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::sea_query::{ArrayType, Nullable, ValueType, ValueTypeErr};
use sea_orm::{
    ActiveValue, ColIdx, ColumnType, DbErr, DeriveValueType, IntoActiveValue, QueryResult,
    TryGetError, TryGetable, Value,
};
use serde::{Deserialize, Serialize};

/// A calendar day, stored as ISO text.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, DeriveValueType, Serialize, Deserialize,
)]
#[sea_orm(value_type = "String")]
pub struct Day(pub Date);

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for Day {
    type Err = jiff::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// An instant, stored as milliseconds since 1970 UTC. A number beyond the calendar is not read: its
/// row fails, and the error says which column holds what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Instant(Timestamp);

impl Instant {
    /// The instant as a timestamp.
    #[must_use]
    pub const fn timestamp(self) -> Timestamp {
        self.0
    }

    /// As it is stored.
    #[must_use]
    pub fn milliseconds(self) -> i64 {
        self.0.as_millisecond()
    }
}

impl From<Timestamp> for Instant {
    fn from(at: Timestamp) -> Self {
        // As it will be read back: what is finer than a millisecond is not stored.
        Self(Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at))
    }
}

impl From<Instant> for Value {
    fn from(at: Instant) -> Self {
        at.milliseconds().into()
    }
}

impl TryGetable for Instant {
    fn try_get_by<I: ColIdx>(row: &QueryResult, column: I) -> Result<Self, TryGetError> {
        let stored = i64::try_get_by(row, column)?;
        Timestamp::from_millisecond(stored).map(Self).map_err(|_| {
            TryGetError::DbErr(DbErr::Type(format!("{stored} is no instant, in column {column:?}")))
        })
    }
}

impl ValueType for Instant {
    fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
        let stored = <i64 as ValueType>::try_from(value)?;
        Timestamp::from_millisecond(stored).map(Self).map_err(|_| ValueTypeErr)
    }

    fn type_name() -> String {
        "Instant".to_owned()
    }

    fn array_type() -> ArrayType {
        ArrayType::BigInt
    }

    fn column_type() -> ColumnType {
        ColumnType::BigInteger
    }
}

impl Nullable for Instant {
    fn null() -> Value {
        <i64 as Nullable>::null()
    }
}

impl IntoActiveValue<Self> for Instant {
    fn into_active_value(self) -> ActiveValue<Self> {
        ActiveValue::Set(self)
    }
}

/// The day of an instant, in UTC: for what the program notes by itself, where a form gives no day. It is
/// that of Paris except for an hour or two after midnight.
pub(crate) fn day(at: Timestamp) -> Date {
    at.to_zoned(jiff::tz::TimeZone::UTC).date()
}
