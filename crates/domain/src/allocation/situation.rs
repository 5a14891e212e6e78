//! The question: who needs what, and what there is to share.

use serde::{Deserialize, Serialize};

use super::check::{self, InputError, InputErrors};
use crate::stock::{Level, LotCondition, TransferMode};

/// One open need: one device slot. The siblings rule has already made the rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SituationNeed {
    /// The need's id, unique in the situation.
    pub need: String,
    /// The household's id, for explanations only.
    #[serde(default)]
    pub household: String,
    /// The kinds that would meet it, from most to least wanted.
    pub asks: Vec<String>,
    /// 1 is served first; 1 to 9.
    pub tier: u8,
    /// Higher is served first inside a tier; 0 to 9999.
    pub score: u16,
    /// The commune, as lots name it. Empty when it is not known: then no lot reserved to communes is
    /// open to the need.
    #[serde(default)]
    pub commune: String,
    /// The school, for explanations only.
    #[serde(default)]
    pub school: String,
    /// The pupil's level.
    pub level: Level,
    /// What is true of the need (`qpv`, `exam`, …).
    #[serde(default)]
    pub flags: Vec<String>,
    /// The family accepts a loan.
    pub accepts_loan: bool,
    /// The family accepts refurbished equipment.
    pub accepts_refurbished: bool,
}

/// Units of one kind that came together, under one set of rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SituationLot {
    /// The lot's id, unique in the situation.
    pub lot: String,
    /// What the units are.
    pub kind: String,
    /// Units free to be shared; 0 to 1 000 000.
    pub units: u32,
    /// Their condition.
    pub condition: LotCondition,
    /// Whether they are lent or given.
    pub mode: TransferMode,
    /// Only for these communes; empty: no restriction.
    #[serde(default)]
    pub communes: Vec<String>,
    /// Only for these levels; empty: no restriction.
    #[serde(default)]
    pub levels: Vec<Level>,
    /// Flags that the need must have.
    #[serde(default)]
    pub requires: Vec<String>,
    /// Flags that the need must not have.
    #[serde(default)]
    pub refuses: Vec<String>,
    /// What one unit of this lot adds to the fit; 0 to 99, lower is better.
    #[serde(default)]
    pub penalty: u8,
}

/// A situation that can be solved: every row is right, ids are unique, rows are in id order and lists
/// are sorted, so that two orders of the same rows are the same value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Rows")]
pub struct Situation {
    needs: Vec<SituationNeed>,
    lots: Vec<SituationLot>,
}

#[derive(Deserialize)]
struct Rows {
    needs: Vec<SituationNeed>,
    lots: Vec<SituationLot>,
}

impl TryFrom<Rows> for Situation {
    type Error = InputErrors;
    fn try_from(rows: Rows) -> Result<Self, InputErrors> {
        Self::new(rows.needs, rows.lots).map_err(InputErrors)
    }
}

impl Situation {
    /// Checks and orders the rows.
    ///
    /// # Errors
    /// Every fault of every row at once, each with its table, its row (from 0, in the order given),
    /// its field and what was expected.
    pub fn new(
        needs: Vec<SituationNeed>,
        lots: Vec<SituationLot>,
    ) -> Result<Self, Vec<InputError>> {
        let errors = check::rows(&needs, &lots);
        if !errors.is_empty() {
            return Err(errors);
        }
        let (mut needs, mut lots) = (needs, lots);
        for need in &mut needs {
            normal(&mut need.flags);
        }
        for lot in &mut lots {
            normal(&mut lot.communes);
            normal(&mut lot.levels);
            normal(&mut lot.requires);
            normal(&mut lot.refuses);
        }
        needs.sort_unstable_by(|a, b| a.need.cmp(&b.need));
        lots.sort_unstable_by(|a, b| a.lot.cmp(&b.lot));
        Ok(Self { needs, lots })
    }

    /// The needs, in id order.
    #[must_use]
    pub fn needs(&self) -> &[SituationNeed] {
        &self.needs
    }

    /// The lots, in id order.
    #[must_use]
    pub fn lots(&self) -> &[SituationLot] {
        &self.lots
    }
}

fn normal<T: Ord>(list: &mut Vec<T>) {
    list.sort_unstable();
    list.dedup();
}
