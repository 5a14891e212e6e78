//! A roll as it is filled in: part by part, each a class or a piece of a long one, so that a page stays
//! light; and its rows, each with the answers offered and the one that is chosen.

use domain::people::equipment::{Connection, Equipment};
use store::RollPupil;

use super::by_hand::Answers;
use crate::wording::roll::{class, connection, equipment};

/// Pupils on one page, at most.
pub const MOST_ROWS: usize = 40;

/// A part of a roll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its class, and which piece of it where there are several.
    pub label: String,
    /// Its pupils, by name.
    pub pupils: Vec<RollPupil>,
}

/// An answer offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// What is sent.
    pub code: &'static str,
    /// What is read.
    pub label: &'static str,
    /// Is it chosen?
    pub chosen: bool,
}

/// A pupil and the answers offered.
#[derive(Debug, Clone)]
pub struct Row {
    /// Who.
    pub pupil: RollPupil,
    /// What there is to work on.
    pub equipment: Vec<Offer>,
    /// How the home reaches the network.
    pub connection: Vec<Offer>,
    /// Does the school put the family first?
    pub reported: bool,
}

/// The parts of a roll that is sorted by class; at least one.
#[must_use]
pub fn parts(roll: &[RollPupil]) -> Vec<Part> {
    let mut parts = Vec::new();
    for pupils in roll.chunk_by(|one, other| one.class_name == other.class_name) {
        let pieces = pupils.len().div_ceil(MOST_ROWS);
        for (nth, piece) in pupils.chunks(pupils.len().div_ceil(pieces)).enumerate() {
            let name = class(&piece[0].class_name);
            let label =
                if pieces > 1 { format!("{name} ({} sur {pieces})", nth + 1) } else { name };
            parts.push(Part { label, pupils: piece.to_vec() });
        }
    }
    if parts.is_empty() {
        parts.push(Part { label: String::new(), pupils: Vec::new() });
    }
    parts
}

impl Part {
    /// Its rows, with what is told so far.
    #[must_use]
    pub fn rows(&self, answers: &Answers) -> Vec<Row> {
        let row = |pupil: &RollPupil| {
            let told = answers.of(pupil.id);
            let offer = |code, label, chosen| Offer { code, label, chosen };
            Row {
                equipment: Equipment::ALL
                    .iter()
                    .map(|it| offer(it.code(), equipment(*it), *it == told.equipment))
                    .collect(),
                connection: Connection::ALL
                    .iter()
                    .map(|it| offer(it.code(), connection(*it), *it == told.connection))
                    .collect(),
                reported: told.reported,
                pupil: pupil.clone(),
            }
        };
        self.pupils.iter().map(row).collect()
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::{ChildId, HouseholdId};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_long_class_is_cut_into_even_pieces_and_nobody_is_lost() {
        let pupil = |n: u128| RollPupil {
            id: ChildId(Uuid::from_u128(n)),
            household: HouseholdId(Uuid::from_u128(n)),
            family_name: "ROY".into(),
            first_name: "Ana".into(),
            class_name: if n < 82 { String::new() } else { "CE1".into() },
            told_apart_by: None,
        };
        let parts = parts(&(0..100).map(pupil).collect::<Vec<_>>());
        let sizes: Vec<_> =
            parts.iter().map(|part| (part.label.as_str(), part.pupils.len())).collect();
        let sans = ["Sans classe (1 sur 3)", "Sans classe (2 sur 3)", "Sans classe (3 sur 3)"];
        assert_eq!(sizes, [(sans[0], 28), (sans[1], 28), (sans[2], 26), ("CE1", 18)]);
        assert_eq!(super::parts(&[]).len(), 1);
    }
}
