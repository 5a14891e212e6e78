//! What people do to the register, at random.

use domain::item_life::DeskAction;
use domain::loan::Outcome;
use domain::stock::{Grade, ItemKind};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

pub const KINDS: [ItemKind; 3] = [ItemKind::Tablet, ItemKind::Laptop, ItemKind::Hotspot];

/// One act; numbers are taken modulo what there is.
#[derive(Debug, Clone)]
pub enum Act {
    Receive(ItemKind, usize),
    Lend {
        home: usize,
        items: Vec<usize>,
    },
    /// The family comes for all that is set aside for it.
    Collect {
        home: usize,
    },
    TakeBack {
        loan: usize,
        items: Vec<(usize, Outcome)>,
    },
    Desk(usize, DeskAction),
    Record {
        home: usize,
        lacks: bool,
    },
    OpenRound,
    AbandonRound,
    /// Makes a plan; adopts it at once, or leaves it to age.
    Propose {
        adopt: bool,
    },
    Adopt(usize),
    Release(usize),
}

/// A sequence: each act, the minutes before it, and whether its form is sent twice.
pub fn acts() -> impl Strategy<Value = Vec<(Act, i64, bool)>> {
    let many = || any::<prop::sample::Index>().prop_map(|index| index.index(1 << 20));
    let grades = select(Grade::ALL.to_vec()).prop_map(Outcome::Returned);
    let outcome = prop_oneof![4 => grades, 1 => Just(Outcome::Lost)];
    let act = prop_oneof![
        1 => (select(KINDS.to_vec()), 1..4_usize).prop_map(|(kind, many)| Act::Receive(kind, many)),
        4 => (many(), vec(many(), 1..3)).prop_map(|(home, items)| Act::Lend { home, items }),
        3 => many().prop_map(|home| Act::Collect { home }),
        4 => (many(), vec((many(), outcome), 1..3))
            .prop_map(|(loan, items)| Act::TakeBack { loan, items }),
        5 => (many(), select(DeskAction::ALL.to_vec()))
            .prop_map(|(item, action)| Act::Desk(item, action)),
        3 => (many(), prop::bool::weighted(0.5))
            .prop_map(|(home, lacks)| Act::Record { home, lacks }),
        3 => Just(Act::OpenRound),
        1 => Just(Act::AbandonRound),
        5 => prop::bool::weighted(0.6).prop_map(|adopt| Act::Propose { adopt }),
        4 => many().prop_map(Act::Adopt),
        2 => many().prop_map(Act::Release),
    ];
    vec((act, 0..3_i64, prop::bool::weighted(0.2)), 50..80)
}
