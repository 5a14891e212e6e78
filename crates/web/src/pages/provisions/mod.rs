//! Items in other hands than a family's. A school has no seat of its own: whoever lends does it for them.

pub mod end;
pub mod extend;
pub mod list;
pub mod new;
pub mod show;
