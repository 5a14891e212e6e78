//! The question: who needs what, and what there is to share.

use serde::{Deserialize, Serialize};

use super::alternative::Alternative;
use super::check::{self, InputError, InputErrors};
use super::pin::Pin;
use crate::Euros;
use crate::stock::{Level, LotCondition, TransferMode};

/// One open need: one device slot. The siblings rule has already made the rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SituationNeed {
    /// The need's id, unique in the situation.
    pub need: String,
    /// The household's id, for explanations only.
    #[serde(default)]
    pub household: String,
    /// What would meet it, from most to least wanted.
    pub asks: Vec<Alternative>,
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

/// Money that may buy equipment, under one set of rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SituationFund {
    /// The fund's id, unique in the situation.
    pub fund: String,
    /// What may be spent; never negative, at most ten digits of euros.
    pub available: Euros,
    /// Only for items of these categories; empty: no restriction.
    #[serde(default)]
    pub categories: Vec<String>,
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
    /// How freely the fund may be used; 0 to 99, the most restricted (low) is spent first.
    #[serde(default)]
    pub flexibility: u8,
}

/// What can be bought, at one price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SituationItem {
    /// The item's id, unique in the catalogue.
    pub item: String,
    /// What one unit is.
    pub kind: String,
    /// The category of spending, as funds name it.
    pub category: String,
    /// The condition of what is bought.
    pub condition: LotCondition,
    /// The price of one unit, plan months included; at most ten digits of euros.
    pub price: Euros,
    /// If the item is ordered at all, at least so many units over all funds; 0 to 1 000 000.
    #[serde(default)]
    pub minimum_order: u32,
    /// What one unit adds to the fit; 0 to 99, lower is better.
    #[serde(default)]
    pub penalty: u8,
}

/// The rows of a situation, in any order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// Who needs what.
    pub needs: Vec<SituationNeed>,
    /// What there is.
    pub lots: Vec<SituationLot>,
    // Skipped when empty, so that a situation of stock alone is written as it always was: bases of
    // plans are compared by a digest of this.
    /// What may be spent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub funds: Vec<SituationFund>,
    /// What can be bought.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub catalogue: Vec<SituationItem>,
    /// What was decided by hand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pins: Vec<Pin>,
}

/// A situation that can be solved: every row is right, ids are unique, rows are in id order and lists
/// are sorted, so that two orders of the same rows are the same value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Rows", into = "Rows")]
pub struct Situation(Rows);

impl TryFrom<Rows> for Situation {
    type Error = InputErrors;
    fn try_from(rows: Rows) -> Result<Self, InputErrors> {
        Self::new(rows).map_err(InputErrors)
    }
}

impl From<Situation> for Rows {
    fn from(situation: Situation) -> Self {
        situation.0
    }
}

impl Situation {
    /// Checks and orders the rows.
    ///
    /// # Errors
    /// Every fault of every row at once, each with its table, its row (from 0, in the order given),
    /// its field and what was expected.
    pub fn new(rows: Rows) -> Result<Self, Vec<InputError>> {
        let errors = check::rows(&rows);
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut rows = rows;
        for need in &mut rows.needs {
            normal(&mut need.flags);
        }
        for lot in &mut rows.lots {
            normal(&mut lot.communes);
            normal(&mut lot.levels);
            normal(&mut lot.requires);
            normal(&mut lot.refuses);
        }
        for fund in &mut rows.funds {
            normal(&mut fund.categories);
            normal(&mut fund.communes);
            normal(&mut fund.levels);
            normal(&mut fund.requires);
            normal(&mut fund.refuses);
        }
        rows.needs.sort_unstable_by(|a, b| a.need.cmp(&b.need));
        rows.lots.sort_unstable_by(|a, b| a.lot.cmp(&b.lot));
        rows.funds.sort_unstable_by(|a, b| a.fund.cmp(&b.fund));
        rows.catalogue.sort_unstable_by(|a, b| a.item.cmp(&b.item));
        rows.pins.sort_unstable_by(|a, b| a.need.cmp(&b.need));
        Ok(Self(rows))
    }

    /// A situation of stock alone: nothing can be bought.
    ///
    /// # Errors
    /// As [`Situation::new`].
    pub fn of_stock(
        needs: Vec<SituationNeed>,
        lots: Vec<SituationLot>,
    ) -> Result<Self, Vec<InputError>> {
        Self::new(Rows { needs, lots, ..Rows::default() })
    }

    /// The needs, in id order.
    #[must_use]
    pub fn needs(&self) -> &[SituationNeed] {
        &self.0.needs
    }

    /// The lots, in id order.
    #[must_use]
    pub fn lots(&self) -> &[SituationLot] {
        &self.0.lots
    }

    /// The funds, in id order.
    #[must_use]
    pub fn funds(&self) -> &[SituationFund] {
        &self.0.funds
    }

    /// What can be bought, in id order.
    #[must_use]
    pub fn catalogue(&self) -> &[SituationItem] {
        &self.0.catalogue
    }

    /// What was decided by hand, in need id order.
    #[must_use]
    pub fn pins(&self) -> &[Pin] {
        &self.0.pins
    }

    /// What was decided by hand for a need.
    #[must_use]
    pub fn pin(&self, need: &str) -> Option<&Pin> {
        let found = self.0.pins.binary_search_by(|pin| pin.need.as_str().cmp(need)).ok()?;
        self.0.pins.get(found)
    }

    /// The rows, to change them and make another situation.
    #[must_use]
    pub fn rows(&self) -> &Rows {
        &self.0
    }

    /// Whether sharing out the stock one unit to a need is all there is to decide: nothing can be bought
    /// and nobody asks for a bundle.
    #[must_use]
    pub fn is_stock_alone(&self) -> bool {
        (self.funds().is_empty() || self.catalogue().is_empty())
            && !self.needs().iter().flat_map(|need| &need.asks).any(Alternative::is_bundle)
    }
}

fn normal<T: Ord>(list: &mut Vec<T>) {
    list.sort_unstable();
    list.dedup();
}
