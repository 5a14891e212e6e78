//! What a family was given: read back.

use std::collections::BTreeMap;

use domain::ids::{HouseholdId, LoanId, SupplyId};
use domain::stock::Grade;
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::base::error::Failure;
use crate::entities::{gift, gift_item, supply, supply_lot, supply_move};
use crate::stock::values::{item_value, items_by_id, labels};
use crate::{By, Item, Store};

/// What a family was given at one hand-over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gift {
    /// The hand-over's id, and its loan's if something was lent as well.
    pub id: LoanId,
    /// To whom.
    pub household: HouseholdId,
    /// What the household is called.
    pub label: String,
    /// The day.
    pub given_on: Date,
    /// Items, by inventory number, in the state they went.
    pub items: Vec<(Item, Grade)>,
    /// Counted things, by name, and how many pieces the family kept.
    pub supplies: Vec<(SupplyId, String, u64)>,
}

impl Store {
    /// A gift of the asker's cité.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn gift(&self, id: LoanId, by: By) -> Result<Option<Gift>, Failure> {
        let mine = gift::Entity::find_by_id(Uuid::from(id))
            .filter(gift::Column::CiteId.eq(Uuid::from(by.cite)));
        let Some(row) = mine.one(&self.db).await? else { return Ok(None) };
        Ok(Some(self.gift_value(row, by).await?))
    }

    /// Every gift to a household, the latest first.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn gifts_of(&self, home: HouseholdId, by: By) -> Result<Vec<Gift>, Failure> {
        let rows = gift::Entity::find()
            .filter(gift::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(gift::Column::HouseholdId.eq(Uuid::from(home)))
            .order_by_desc(gift::Column::GivenAt)
            .order_by_asc(gift::Column::Id)
            .all(&self.db)
            .await?;
        let mut gifts = Vec::with_capacity(rows.len());
        for row in rows {
            gifts.push(self.gift_value(row, by).await?);
        }
        Ok(gifts)
    }

    async fn gift_value(&self, row: gift::Model, by: By) -> Result<Gift, Failure> {
        let lines = gift_item::Entity::find().filter(gift_item::Column::GiftId.eq(row.id));
        let lines = lines.all(&self.db).await?;
        let ids: Vec<Uuid> = lines.iter().map(|line| line.item_id).collect();
        let mut rows = items_by_id(&self.db, &ids, by.cite).await?;
        let mut items = Vec::with_capacity(lines.len());
        for line in lines {
            let wrong =
                |problem: &dyn std::fmt::Display| Failure::row("gift_items", line.item_id, problem);
            let unit = rows.remove(&line.item_id).ok_or_else(|| wrong(&"no item"))?;
            items.push((item_value(unit)?, line.grade.parse().map_err(|problem| wrong(&problem))?));
        }
        items.sort_by(|a: &(Item, Grade), b| a.0.tag.cmp(&b.0.tag));
        let supplies = self.pieces_of(row.id).await?;
        let label = labels(&self.db, [row.household_id]).await?.remove(&row.household_id);
        Ok(Gift {
            id: LoanId(row.id),
            household: HouseholdId(row.household_id),
            label: label.unwrap_or_default(),
            given_on: row.given_on.0,
            items,
            supplies,
        })
    }

    async fn pieces_of(&self, gift: Uuid) -> Result<Vec<(SupplyId, String, u64)>, Failure> {
        let moves = supply_move::Entity::find().filter(supply_move::Column::GiftId.eq(gift));
        let moves = moves.all(&self.db).await?;
        let lots = supply_lot::Entity::find()
            .filter(supply_lot::Column::Id.is_in(moves.iter().map(|one| one.supply_lot_id)));
        let lots: BTreeMap<_, _> =
            lots.all(&self.db).await?.into_iter().map(|lot| (lot.id, lot.supply_id)).collect();
        let known = supply::Entity::find().filter(supply::Column::Id.is_in(lots.values().copied()));
        let known: BTreeMap<_, _> =
            known.all(&self.db).await?.into_iter().map(|row| (row.id, row.label)).collect();
        let mut kept: BTreeMap<Uuid, i64> = BTreeMap::new();
        for one in moves {
            if let Some(supply) = lots.get(&one.supply_lot_id) {
                *kept.entry(*supply).or_default() -= one.quantity;
            }
        }
        let mut pieces: Vec<_> = kept
            .into_iter()
            .filter_map(|(supply, many)| {
                let many = u64::try_from(many).ok().filter(|many| *many > 0)?;
                Some((SupplyId(supply), known.get(&supply).cloned().unwrap_or_default(), many))
            })
            .collect();
        pieces.sort_by(|a, b| a.1.cmp(&b.1));
        Ok(pieces)
    }
}
