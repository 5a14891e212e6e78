//! How many items there were on a past day (invariant 2: received − gone = sum over states, per kind).

use std::collections::BTreeMap;

use crate::stock::{ItemKind, ItemState};

/// The items of a kind at an instant: what had come, what had gone, and where each of them stood. The
/// three are counted apart, so that they can be held against each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindAt {
    /// The kind.
    pub kind: ItemKind,
    /// How many had been received.
    pub received: u64,
    /// How many had left for good, those that came back from a disposal taken back not counted.
    pub gone: u64,
    /// How many stood in each state, where there were any.
    pub states: BTreeMap<ItemState, u64>,
}

impl KindAt {
    /// How many stood in this state.
    #[must_use]
    pub fn count(&self, state: ItemState) -> u64 {
        self.states.get(&state).copied().unwrap_or(0)
    }

    /// How many were in the town's care, whatever their state.
    #[must_use]
    pub fn held(&self) -> u64 {
        self.states.iter().filter(|(state, _)| state.is_held()).map(|(_, many)| many).sum()
    }

    /// Is what was received less what had gone the sum over the states?
    #[must_use]
    pub fn is_conserved(&self) -> bool {
        self.received.checked_sub(self.gone) == Some(self.held())
            && self.count(ItemState::Gone) == self.gone
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_received_is_somewhere_or_gone() {
        let states =
            BTreeMap::from([(ItemState::Lent, 3), (ItemState::Lost, 1), (ItemState::Gone, 2)]);
        let right = KindAt { kind: ItemKind::Tablet, received: 6, gone: 2, states };
        assert!(right.is_conserved());
        assert_eq!(right.held(), 4, "what is lost is still to be found");
        for wrong in [
            KindAt { received: 7, ..right.clone() },
            KindAt { gone: 1, received: 5, ..right.clone() },
            KindAt { gone: 7, ..right },
        ] {
            assert!(!wrong.is_conserved(), "{wrong:?}");
        }
    }
}
