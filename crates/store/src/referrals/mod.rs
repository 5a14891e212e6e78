//! Families that a PRE referent sends in: made, received, tied to a household or left without.

pub(crate) mod mine;
pub(crate) mod received;
pub(crate) mod refer;
pub(crate) mod tie;
