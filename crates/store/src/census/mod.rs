//! Families: schools, imported files, households and their needs.

pub(crate) mod confirm;
pub(crate) mod create;
pub(crate) mod find;
pub(crate) mod history;
pub(crate) mod household;
pub(crate) mod imports;
pub(crate) mod needs;
pub(crate) mod pupils;
pub(crate) mod reckon;
pub(crate) mod register;
pub(crate) mod schools;
pub(crate) mod search_key;
mod write;
