//! A stocktake: what should be at the desk, held against what was scanned there.

use crate::stock::ItemState;

crate::vocabulary! {
    /// A difference between the register and the shelf.
    Difference {
        /// Should be here; nobody scanned it.
        Missing = "missing",
        /// Scanned here, though a household has it by the register.
        Lent = "lent",
        /// Scanned here, though it was declared lost.
        Lost = "lost",
        /// Scanned here, though it left the register.
        Gone = "gone",
        /// Another cité's.
        Elsewhere = "elsewhere",
        /// A code that names nothing.
        Unknown = "unknown",
    }
}

impl ItemState {
    /// Should an item in this state be at the desk?
    #[must_use]
    pub const fn is_at_desk(self) -> bool {
        matches!(self, Self::Available | Self::Reserved | Self::ToCheck | Self::Repair)
    }
}

/// What a stocktake says of an item of the cité, in `state`, that was scanned or not.
#[must_use]
pub const fn difference(state: ItemState, scanned: bool) -> Option<Difference> {
    match (state, scanned) {
        (ItemState::Lent, true) => Some(Difference::Lent),
        (ItemState::Lost, true) => Some(Difference::Lost),
        (ItemState::Gone, true) => Some(Difference::Gone),
        (state, false) if state.is_at_desk() => Some(Difference::Missing),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_is_scanned_and_nothing_else_is() {
        for state in ItemState::ALL {
            let differences = [difference(*state, false), difference(*state, true)];
            assert_eq!(differences[0].is_some(), state.is_at_desk(), "{state} not scanned");
            assert_eq!(differences[1].is_none(), state.is_at_desk(), "{state} scanned");
        }
        assert_eq!(difference(ItemState::Reserved, false), Some(Difference::Missing));
        assert_eq!(difference(ItemState::Lent, true), Some(Difference::Lent));
    }
}
