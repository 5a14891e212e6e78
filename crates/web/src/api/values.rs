//! What stands in a JSON field: read once into a type that is right, and described by the same type.
//!
//! Amounts are decimal strings, never floats; days are ISO, instants RFC 3339 in UTC; a word of a closed
//! vocabulary is its code. A field's type carries its bounds, so that the document (`document`) cannot
//! say something else than what is checked. Sentences are French: whoever calls reads them.

mod codes;
mod lists;
mod money;
mod object;
mod text;
mod time;

pub use codes::{Code, Word};
pub use lists::{Few, Listed, PageNumber, PageQuery, PageSize, window};
pub use money::{Money, Price};
pub use object::Object;
pub use text::{Sought, Text};
pub use time::{Day, Moment};

use utoipa::openapi::{ObjectBuilder, Schema, Type};

/// A described string.
fn string() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

/// The schema a builder makes, as the traits want it.
fn schema(builder: ObjectBuilder) -> utoipa::openapi::RefOr<Schema> {
    Schema::Object(builder.build()).into()
}
