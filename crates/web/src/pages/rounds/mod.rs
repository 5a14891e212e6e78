//! Rounds of allocation: the rule set, the plans, their explanations, what is set aside.

pub mod adopt;
pub mod explain;
pub mod list;
pub mod plan;
pub mod reservations;
pub mod rules;
pub mod show;
pub mod waiting;

use domain::Seat;

/// Only who lends sees names, proposes and adopts; the others of the table see figures.
fn sees_families(seat: Seat) -> bool {
    seat == Seat::TownAgent
}
