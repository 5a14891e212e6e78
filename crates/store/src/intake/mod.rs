//! Files of every kind: looked at, confirmed, undone. Those of people's registers are compared in
//! `census`; needs, stock and schools here.

pub(crate) mod images;
pub mod mappings;
pub mod needs;
pub(crate) mod receive;
pub mod schools;
pub mod stock;
pub mod undo;
