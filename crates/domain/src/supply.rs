//! What is counted, not numbered: paper, pencils, exercise books, books. It is given, never lent, and
//! never comes back (`domain.md` §1.2, §3.2).

use serde::Serialize;

use crate::identifiers::Isbn13;

crate::vocabulary! {
    /// What kind of thing is counted.
    SupplyKind {
        /// Used up: pencils, paper, a box of crayons.
        Consumable = "consumable",
        /// A book.
        Book = "book",
    }
}

/// The youngest and the oldest reader in years, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct AgeBand {
    from: u8,
    to: u8,
}

/// Why an age band makes no sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AgeBandFault {
    /// It ends before it begins.
    #[error("ends before it begins")]
    Backwards,
    /// Older than pupils are.
    #[error("beyond {MOST} years")]
    TooOld,
}

/// The oldest a young person of the register is, with room.
const MOST: u8 = 30;

impl AgeBand {
    /// From this age to that one.
    ///
    /// # Errors
    /// [`AgeBandFault`].
    pub const fn new(from: u8, to: u8) -> Result<Self, AgeBandFault> {
        if to > MOST {
            Err(AgeBandFault::TooOld)
        } else if from > to {
            Err(AgeBandFault::Backwards)
        } else {
            Ok(Self { from, to })
        }
    }

    /// The youngest.
    #[must_use]
    pub const fn from(self) -> u8 {
        self.from
    }

    /// The oldest.
    #[must_use]
    pub const fn to(self) -> u8 {
        self.to
    }

    /// May a reader of this age have it?
    #[must_use]
    pub const fn suits(self, age: u8) -> bool {
        self.from <= age && age <= self.to
    }
}

/// What is counted, and for whom it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum SupplyNature {
    /// Used up.
    Consumable,
    /// A book: its number if it has one, and the ages it is for.
    Book {
        /// The number of the edition.
        isbn: Option<Isbn13>,
        /// For whom.
        ages: Option<AgeBand>,
    },
}

impl SupplyNature {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> SupplyKind {
        match self {
            Self::Consumable => SupplyKind::Consumable,
            Self::Book { .. } => SupplyKind::Book,
        }
    }
}

/// The most pieces in one movement: a delivery of exercise books for a whole town.
pub const MOST_PIECES: u32 = 100_000;

/// The most pieces that one family is handed at once.
pub const MOST_GIVEN: u32 = 200;

/// Takes `wanted` pieces from lots in the order given; nothing if together they hold fewer.
///
/// The oldest lot is emptied first when the caller gives them in that order: a donor reads where its
/// things went, and nothing ages on the shelf.
#[must_use]
pub fn draw<L: Copy>(
    lots: impl IntoIterator<Item = (L, u32)>,
    wanted: u32,
) -> Option<Vec<(L, u32)>> {
    let (mut left, mut drawn) = (wanted, Vec::new());
    for (lot, on_hand) in lots {
        let taken = left.min(on_hand);
        if taken > 0 {
            drawn.push((lot, taken));
            left -= taken;
        }
    }
    (left == 0).then_some(drawn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lots_are_emptied_in_turn_or_not_at_all() {
        assert_eq!(draw([('a', 3), ('b', 0), ('c', 5)], 6), Some(vec![('a', 3), ('c', 3)]));
        assert_eq!(draw([('a', 3)], 3), Some(vec![('a', 3)]));
        assert_eq!(draw([('a', 3), ('b', 2)], 6), None);
        assert_eq!(draw::<char>([], 0), Some(vec![]));
    }

    #[test]
    fn ages_go_forward() {
        let band = AgeBand::new(6, 8).unwrap();
        assert!(band.suits(6) && band.suits(8) && !band.suits(9) && !band.suits(5));
        assert_eq!(AgeBand::new(8, 6), Err(AgeBandFault::Backwards));
        assert_eq!(AgeBand::new(8, 99), Err(AgeBandFault::TooOld));
    }
}
