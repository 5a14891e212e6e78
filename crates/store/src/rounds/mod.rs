//! Rounds: the published rule set, the frozen needs, the money and the decisions by hand, the searches, the
//! plans, and the reservations of an adopted one.

pub(crate) mod adopt;
pub(crate) mod asked;
mod buy;
pub(crate) mod duplicates;
pub(crate) mod hold;
pub(crate) mod lines;
pub(crate) mod money;
pub(crate) mod names;
pub(crate) mod open;
pub(crate) mod pass_on;
pub(crate) mod pins;
pub(crate) mod plans;
pub(crate) mod policies;
pub(crate) mod queue;
pub(crate) mod release;
pub(crate) mod reservations;
pub(crate) mod siblings;
pub(crate) mod situation;
pub(crate) mod solves;
pub(crate) mod waiting;
