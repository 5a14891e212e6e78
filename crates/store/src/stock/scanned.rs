//! A scanned code, and the item that it names: of a label, a serial number, an IMEI or a SIM card.

use domain::identifiers::AssetTag;
use domain::ids::LotId;
use domain::stock::ItemState;
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::values::{Item, item_value};
use crate::base::error::Failure;
use crate::entities::{item, item_move};
use crate::{By, Store};

/// What a code names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ByCode {
    /// An item of the asker's cité.
    Ours(Box<Item>),
    /// An item of another cité; which one is not said.
    Elsewhere,
    /// Nothing.
    Unknown,
}

/// An item of a lot as it was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enlisted {
    /// The item.
    pub item: Item,
    /// When.
    pub at: Timestamp,
    /// Has anything happened to it since?
    pub touched: bool,
}

impl Store {
    /// The item that a scanned code names, whole: no part of a number is searched.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn item_by_code(&self, code: &str, by: By) -> Result<ByCode, Failure> {
        Ok(match named(&self.db, code, by).await? {
            Named::Ours(row) => ByCode::Ours(Box::new(item_value(*row)?)),
            Named::Elsewhere => ByCode::Elsewhere,
            Named::Unknown => ByCode::Unknown,
        })
    }

    /// How many items a lot has, and those entered last, the latest first.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn entered_last(
        &self,
        lot: LotId,
        most: u64,
        by: By,
    ) -> Result<(u64, Vec<Enlisted>), Failure> {
        let mine = item::Entity::find()
            .filter(item::Column::LotId.eq(Uuid::from(lot)))
            .filter(item::Column::CiteId.eq(Uuid::from(by.cite)));
        let total = mine.clone().count(&self.db).await?;
        let ids = mine.select_only().column(item::Column::Id);
        let ids = sea_orm::QueryTrait::into_query(ids);
        let last = item_move::Entity::find()
            .filter(item_move::Column::ItemId.in_subquery(ids))
            .filter(item_move::Column::FromState.is_null())
            .order_by_desc(item_move::Column::Seq)
            .limit(most)
            .all(&self.db)
            .await?;
        let mut entered = Vec::with_capacity(last.len());
        for step in last {
            let row = item::Entity::find_by_id(step.item_id).one(&self.db).await?;
            let moves = item_move::Entity::find()
                .filter(item_move::Column::ItemId.eq(step.item_id))
                .count(&self.db)
                .await?;
            // Taken back between two reads by another phone: it is not there any more.
            let Some(row) = row else { continue };
            let (item, at) = (item_value(row)?, step.at.timestamp());
            entered.push(Enlisted { item, at, touched: moves > 1 });
        }
        Ok((total, entered))
    }
}

/// What a code names, as a row.
pub(crate) enum Named {
    Ours(Box<item::Model>),
    Elsewhere,
    Unknown,
}

/// Looks a code up. A serial number may be that of two items of different kinds, or of one that left and was
/// received again: the one that should be at the desk is meant, then one that the town still has, then the
/// latest.
pub(crate) async fn named(db: &impl ConnectionTrait, code: &str, by: By) -> Result<Named, Failure> {
    // A label of a town that prints its address: the number stands behind the last slash.
    let code = code.trim();
    let code = code.rsplit_once('/').map_or(code, |(_, last)| last);
    if code.is_empty() {
        return Ok(Named::Unknown);
    }
    let upper = code.to_uppercase();
    let mut any = Condition::any()
        .add(item::Column::Serial.eq(upper.as_str()))
        .add(item::Column::Imei.eq(upper.as_str()))
        .add(item::Column::Iccid.eq(upper.as_str()))
        .add(item::Column::FormerTag.eq(code));
    any = match AssetTag::parse(code) {
        Ok(tag) => any.add(item::Column::Tag.eq(tag.as_str())),
        Err(_) => any.add(item::Column::Tag.eq(upper.as_str())),
    };
    let rows = item::Entity::find().filter(any).order_by_asc(item::Column::Tag).all(db).await?;
    let elsewhere = !rows.is_empty();
    let mine = rows.into_iter().filter(|row| row.cite_id == Uuid::from(by.cite));
    let likely = |row: &item::Model| match row.state.parse::<ItemState>() {
        Ok(state) if state.is_at_desk() => 2,
        Ok(state) if state.is_held() => 1,
        Ok(_) | Err(_) => 0,
    };
    Ok(match mine.max_by_key(likely) {
        Some(row) => Named::Ours(Box::new(row)),
        None if elsewhere => Named::Elsewhere,
        None => Named::Unknown,
    })
}
