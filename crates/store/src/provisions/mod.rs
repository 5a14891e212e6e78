//! Items in other hands than a family's: schools, which may lend them on, and organisations.

pub(crate) mod custody;
pub mod end;
pub mod extend;
pub mod provide;
pub mod read;
