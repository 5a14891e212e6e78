//! What lies on the shelf, and every way its count changes.

use std::collections::BTreeMap;

use domain::ids::{LoanId, SupplyId, SupplyLotId};
use domain::supply::{AgeBand, SupplyKind, SupplyNature};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::base::columns::Instant;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{supply, supply_lot, supply_move};
use crate::{By, Store};

/// A counted thing and how many there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supply {
    /// Its id.
    pub id: SupplyId,
    /// What people call it.
    pub label: String,
    /// What it is.
    pub nature: SupplyNature,
    /// From how many pieces on one should think of more; 0 for never.
    pub low_at: u64,
    /// Its lots with something left, the oldest first.
    pub lots: Vec<SupplyLot>,
}

/// A delivery of a counted thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupplyLot {
    /// Its id.
    pub id: SupplyLotId,
    /// The day it came.
    pub received_on: Date,
    /// What is left of it.
    pub on_hand: u64,
}

impl Supply {
    /// How many pieces there are.
    #[must_use]
    pub fn on_hand(&self) -> u64 {
        self.lots.iter().map(|lot| lot.on_hand).sum()
    }

    /// Should one think of more?
    #[must_use]
    pub fn is_low(&self) -> bool {
        self.low_at > 0 && self.on_hand() <= self.low_at
    }
}

/// What a count at the shelf found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CountSupply {
    /// Minted when the form was shown.
    pub form: Uuid,
    /// The lot.
    pub lot: SupplyLotId,
    /// How many pieces there really are.
    pub found: u32,
}

/// Why a count was not noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountSupplyRefused {
    /// The cité has no such lot.
    Unknown,
}

impl Store {
    /// Everything counted that the asker's cité knows, by name.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn supplies(&self, by: By) -> Result<Vec<Supply>, Failure> {
        let cite = Uuid::from(by.cite);
        let rows = supply::Entity::find()
            .filter(supply::Column::CiteId.eq(cite))
            .order_by_asc(supply::Column::Label)
            .all(&self.db)
            .await?;
        let left = supply_lot::Entity::find()
            .filter(supply_lot::Column::CiteId.eq(cite))
            .filter(supply_lot::Column::OnHand.gt(0))
            .order_by_asc(supply_lot::Column::ReceivedOn)
            .order_by_asc(supply_lot::Column::Id)
            .all(&self.db)
            .await?;
        let mut lots: BTreeMap<Uuid, Vec<SupplyLot>> = BTreeMap::new();
        for row in left {
            let on_hand = u64::try_from(row.on_hand)
                .map_err(|problem| Failure::row("supply_lots", row.id, problem))?;
            let lot = SupplyLot { id: row.id.into(), received_on: row.received_on.0, on_hand };
            lots.entry(row.supply_id).or_default().push(lot);
        }
        rows.into_iter()
            .map(|row| {
                let lots = lots.remove(&row.id).unwrap_or_default();
                value(row, lots)
            })
            .collect()
    }

    /// Notes what a count at the shelf found; a count that finds what was expected changes nothing.
    ///
    /// # Errors
    /// [`CountSupplyRefused`].
    pub async fn count_supply(
        &self,
        order: &CountSupply,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<CountSupplyRefused>> {
        let verb = match self.begin_once("count_supply", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let mine = supply_lot::Entity::find_by_id(Uuid::from(order.lot))
            .filter(supply_lot::Column::CiteId.eq(Uuid::from(by.cite)));
        let lot = mine.one(&verb.tx).await?;
        let lot = lot.ok_or(VerbError::Refused(CountSupplyRefused::Unknown))?;
        let (supply, before) = (lot.supply_id, lot.on_hand);
        let change = i64::from(order.found) - before;
        if change != 0 {
            move_supply(&verb, lot, "counted", change, None, now).await?;
        }
        let facts = json!({ "lot": order.lot, "expected": before, "found": order.found });
        Ok(verb.commit(Subject::Supply, supply, facts).await?)
    }
}

/// The one way a lot's count changes: its row and its dated move, together. The database refuses what
/// would leave fewer than none.
pub(crate) async fn move_supply(
    verb: &Verb,
    lot: supply_lot::Model,
    reason: &str,
    change: i64,
    gift: Option<LoanId>,
    now: Timestamp,
) -> Result<(), Failure> {
    let (id, left) = (lot.id, lot.on_hand + change);
    let mut row = lot.into_active_model();
    row.on_hand = Set(left);
    row.update(&verb.tx).await?;
    enter_move(verb, id, reason, change, gift, now).await
}

pub(super) async fn enter_move(
    verb: &Verb,
    lot: Uuid,
    reason: &str,
    change: i64,
    gift: Option<LoanId>,
    now: Timestamp,
) -> Result<(), Failure> {
    let row = supply_move::Model {
        supply_lot_id: lot,
        seq: verb.seq,
        reason: reason.to_owned(),
        quantity: change,
        gift_id: gift.map(Uuid::from),
        at: Instant::from(now),
    };
    supply_move::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
    Ok(())
}

fn value(row: supply::Model, lots: Vec<SupplyLot>) -> Result<Supply, Failure> {
    let wrong = |problem: &dyn std::fmt::Display| Failure::row("supplies", row.id, problem);
    let kind: SupplyKind = row.kind.parse().map_err(|problem| wrong(&problem))?;
    let age = |age: i64| u8::try_from(age).map_err(|problem| wrong(&problem));
    let nature = match kind {
        SupplyKind::Consumable => SupplyNature::Consumable,
        SupplyKind::Book => {
            let isbn = row.isbn.as_ref().map(|text| text.parse());
            let isbn = isbn.transpose().map_err(|problem| wrong(&problem))?;
            let ages = match (row.age_from, row.age_to) {
                (Some(from), Some(to)) => {
                    let band = AgeBand::new(age(from)?, age(to)?);
                    Some(band.map_err(|problem| wrong(&problem))?)
                }
                _ => None,
            };
            SupplyNature::Book { isbn, ages }
        }
    };
    let low_at = u64::try_from(row.low_at).map_err(|problem| wrong(&problem))?;
    Ok(Supply { id: SupplyId(row.id), label: row.label, nature, low_at, lots })
}
