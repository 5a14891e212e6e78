//! Stocktakes as they are shown: how far one is, what differs.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::StocktakeId;
use domain::stocktake::Difference;
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::open::{AT_DESK, at_desk, here};
use super::scan::{Scanned, difference_of, scanned};
use crate::base::columns::Instant;
use crate::base::error::Failure;
use crate::entities::{item, item_move, stocktake, stocktake_difference, stocktake_scan};
use crate::stock::values::{Holder, Item, holders, item_value, items_by_id};
use crate::{By, Store};

/// A stocktake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stocktake {
    /// Its id.
    pub id: StocktakeId,
    /// When it was opened.
    pub opened: Timestamp,
    /// When it was closed; nothing while it runs.
    pub closed: Option<Timestamp>,
    /// How many items should be at the desk: now, or when it was closed.
    pub expected: u64,
    /// How many were scanned, things that should not be there included.
    pub scanned: u64,
}

/// A difference, and what is known of the thing now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DifferenceLine {
    /// What differs.
    pub difference: Difference,
    /// The inventory number, or the code that was read.
    pub code: String,
    /// The item, as it stands now.
    pub item: Option<Item>,
    /// Who has it now by the register.
    pub holder: Option<Holder>,
}

impl Store {
    /// The stocktakes of the asker's cité, the latest first, fifty at most.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn stocktakes(&self, by: By) -> Result<Vec<Stocktake>, Failure> {
        let rows = stocktake::Entity::find()
            .filter(stocktake::Column::CiteId.eq(Uuid::from(by.cite)))
            .order_by_desc(stocktake::Column::OpenedAt)
            .limit(50)
            .all(&self.db)
            .await?;
        let mut all = Vec::with_capacity(rows.len());
        for row in rows {
            all.push(value(&self.db, row, by).await?);
        }
        Ok(all)
    }

    /// A stocktake of the asker's cité.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn stocktake(&self, id: StocktakeId, by: By) -> Result<Option<Stocktake>, Failure> {
        let mine = stocktake::Entity::find_by_id(Uuid::from(id))
            .filter(stocktake::Column::CiteId.eq(Uuid::from(by.cite)));
        let Some(row) = mine.one(&self.db).await? else { return Ok(None) };
        value(&self.db, row, by).await.map(Some)
    }

    /// What was scanned last, the latest first.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn scanned_last(
        &self,
        id: StocktakeId,
        most: u64,
        by: By,
    ) -> Result<Vec<Scanned>, Failure> {
        if self.stocktake(id, by).await?.is_none() {
            return Ok(Vec::new());
        }
        let rows = stocktake_scan::Entity::find()
            .filter(stocktake_scan::Column::StocktakeId.eq(Uuid::from(id)))
            .order_by_desc(stocktake_scan::Column::At)
            .order_by_asc(stocktake_scan::Column::Code)
            .limit(most)
            .all(&self.db)
            .await?;
        rows.into_iter().map(|row| scanned(row, false)).collect()
    }

    /// What differs: as of now while it runs, as it was found once it is closed.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn stocktake_differences(
        &self,
        id: StocktakeId,
        by: By,
    ) -> Result<Vec<DifferenceLine>, Failure> {
        let mine = stocktake::Entity::find_by_id(Uuid::from(id))
            .filter(stocktake::Column::CiteId.eq(Uuid::from(by.cite)));
        let Some(row) = mine.one(&self.db).await? else { return Ok(Vec::new()) };
        let found = if row.closed_at.is_some() {
            kept(&self.db, row.id).await?
        } else {
            differences(&self.db, &row, by).await?
        };
        let ids: Vec<Uuid> = found.iter().filter_map(|one| one.item).collect();
        let mut items = items_by_id(&self.db, &ids, by.cite).await?;
        let mut holding = BTreeMap::new();
        for chunk in ids.chunks(500) {
            holding.extend(holders(&self.db, chunk).await?);
        }
        let line = |one: Found| {
            let item = one.item.and_then(|id| items.remove(&id)).map(item_value).transpose()?;
            let holder = one.item.and_then(|id| holding.remove(&id));
            Ok(DifferenceLine { difference: one.difference, code: one.code, item, holder })
        };
        found.into_iter().map(line).collect()
    }
}

async fn value(
    db: &impl ConnectionTrait,
    row: stocktake::Model,
    by: By,
) -> Result<Stocktake, Failure> {
    let scans = stocktake_scan::Entity::find()
        .filter(stocktake_scan::Column::StocktakeId.eq(row.id))
        .count(db)
        .await?;
    let expected = if row.closed_at.is_some() { row.expected } else { at_desk(db, by).await? };
    Ok(Stocktake {
        id: StocktakeId(row.id),
        opened: row.opened_at.timestamp(),
        closed: row.closed_at.map(Instant::timestamp),
        expected: expected.try_into().unwrap_or(0),
        scanned: scans,
    })
}

/// A difference, by ids.
pub(super) struct Found {
    pub difference: Difference,
    pub code: String,
    pub item: Option<Uuid>,
}

/// Holds the shelf against the register, by code.
pub(super) async fn differences(
    db: &impl ConnectionTrait,
    stocktake: &stocktake::Model,
    by: By,
) -> Result<Vec<Found>, Failure> {
    let scans = stocktake_scan::Entity::find()
        .filter(stocktake_scan::Column::StocktakeId.eq(stocktake.id))
        .order_by_asc(stocktake_scan::Column::Code)
        .all(db)
        .await?;
    let seen: BTreeSet<Uuid> = scans.iter().filter_map(|row| row.item_id).collect();
    let mut found = Vec::new();
    for item in missing(db, stocktake, by).await? {
        if !seen.contains(&item.id) {
            let (difference, item, code) = (Difference::Missing, Some(item.id), item.tag);
            found.push(Found { difference, code, item });
        }
    }
    for scan in scans {
        if let Some(difference) = difference_of(&scan)? {
            found.push(Found { difference, code: scan.code, item: scan.item_id });
        }
    }
    Ok(found)
}

/// What should be at the desk, and what was declared lost from there since the stocktake began.
async fn missing(
    db: &impl ConnectionTrait,
    stocktake: &stocktake::Model,
    by: By,
) -> Result<Vec<item::Model>, Failure> {
    let mine = item::Entity::find().filter(item::Column::CiteId.eq(Uuid::from(by.cite)));
    let mut all = here(by).all(db).await?;
    let since = item_move::Entity::find()
        .filter(item_move::Column::At.gte(stocktake.opened_at))
        .filter(item_move::Column::ToState.eq("lost"))
        .filter(item_move::Column::FromState.is_in(AT_DESK))
        .all(db)
        .await?;
    for chunk in since.chunks(500) {
        let lost = mine
            .clone()
            .filter(item::Column::State.eq("lost"))
            .filter(item::Column::Id.is_in(chunk.iter().map(|step| step.item_id)));
        all.extend(lost.all(db).await?);
    }
    all.sort_by(|one, other| one.tag.cmp(&other.tag));
    all.dedup_by(|one, other| one.id == other.id);
    Ok(all)
}

async fn kept(db: &impl ConnectionTrait, id: Uuid) -> Result<Vec<Found>, Failure> {
    let rows = stocktake_difference::Entity::find()
        .filter(stocktake_difference::Column::StocktakeId.eq(id))
        .order_by_asc(stocktake_difference::Column::Code)
        .all(db)
        .await?;
    let wrong = |problem| Failure::row("stocktake_differences", id, problem);
    let found = |row: stocktake_difference::Model| {
        let difference: Difference = row.difference.parse().map_err(wrong)?;
        Ok(Found { difference, code: row.code, item: row.item_id })
    };
    let mut all: Vec<Found> = rows.into_iter().map(found).collect::<Result<_, Failure>>()?;
    all.sort_by_key(|one| one.difference);
    Ok(all)
}
