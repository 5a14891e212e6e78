//! Papers printed together: chosen, printed on one node, seen from any, kept for some days.

pub(crate) mod begin;
pub(crate) mod choose;
pub(crate) mod erase;
pub(crate) mod run;
pub(crate) mod show;
