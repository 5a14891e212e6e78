//! Rounds of allocation: the rule set, the plans, their explanations, what is set aside.

pub mod adopt;
pub mod explain;
pub mod list;
pub mod plan;
pub mod reservations;
pub mod rules;
pub mod rules_edit;
pub mod show;
pub mod waiting;

use domain::Seat;
use domain::disclosure::{Audience, Shown, disclose};

use crate::wording::count;

/// A count of needs in words, as this seat may read it.
fn needs_read(many: u64, seat: Seat, (one, several): (&str, &str)) -> String {
    match disclose(many, Audience::Inside) {
        Shown::Under(least) if !sees_families(seat) => format!("moins de {least} {several}"),
        _ => count(many, one, several),
    }
}

/// Only who lends sees names, proposes and adopts; the others of the table see figures.
fn sees_families(seat: Seat) -> bool {
    seat == Seat::TownAgent
}
