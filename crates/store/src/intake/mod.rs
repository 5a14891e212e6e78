//! Files of every kind: looked at, confirmed, undone. Those of people's registers are compared in
//! `census`; needs and stock here.

pub(crate) mod images;
pub mod mappings;
pub mod needs;
pub mod stock;
pub mod undo;
