//! One value of a row, from the database to JSON and back.

use sea_orm::{DbErr, QueryResult, Value};
use serde_json::Value as Json;
use uuid::Uuid;

use super::schema::Kind;

/// Appends the JSON of a column to a line.
pub fn write(line: &mut Vec<u8>, row: &QueryResult, at: usize, kind: Kind) -> Result<(), DbErr> {
    let text = match kind {
        Kind::Uuid => row.try_get_by_index::<Option<Uuid>>(at)?.map(|id| format!("\"{id}\"")),
        Kind::Integer => row.try_get_by_index::<Option<i64>>(at)?.map(|number| number.to_string()),
        Kind::Boolean => row.try_get_by_index::<Option<bool>>(at)?.map(|yes| yes.to_string()),
        Kind::Bytes => {
            let bytes = row.try_get_by_index::<Option<Vec<u8>>>(at)?;
            bytes.map(|bytes| format!("\"{}\"", hex::encode(bytes)))
        }
        Kind::Text => match row.try_get_by_index::<Option<String>>(at)? {
            Some(text) => Some(
                serde_json::to_string(&text).map_err(|problem| DbErr::Json(problem.to_string()))?,
            ),
            None => None,
        },
    };
    line.extend_from_slice(text.as_deref().unwrap_or("null").as_bytes());
    Ok(())
}

/// A value to be bound from its JSON; what is wrong with it otherwise.
pub fn read(json: Json, kind: Kind) -> Result<Value, &'static str> {
    Ok(match (kind, json) {
        (Kind::Uuid, Json::Null) => None::<Uuid>.into(),
        (Kind::Uuid, Json::String(text)) => {
            text.parse::<Uuid>().map_err(|_| "an id is expected")?.into()
        }
        (Kind::Text, Json::Null) => None::<String>.into(),
        (Kind::Text, Json::String(text)) => text.into(),
        (Kind::Integer, Json::Null) => None::<i64>.into(),
        (Kind::Integer, Json::Number(number)) => {
            number.as_i64().ok_or("a whole number is expected")?.into()
        }
        (Kind::Boolean, Json::Null) => None::<bool>.into(),
        (Kind::Boolean, Json::Bool(yes)) => yes.into(),
        (Kind::Bytes, Json::Null) => None::<Vec<u8>>.into(),
        (Kind::Bytes, Json::String(text)) => {
            hex::decode(text).map_err(|_| "hexadecimal digits are expected")?.into()
        }
        _ => return Err("a value of another kind is expected"),
    })
}
