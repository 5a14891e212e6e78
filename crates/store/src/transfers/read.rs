//! Transfers read back, by either cité, and what an item's page says of them.

use std::collections::BTreeMap;

use domain::ids::{CiteId, ItemId, LotId, TransferId};
use domain::stock::{Grade, ItemState};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::sea_query::Query;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::Arrival;
use crate::base::error::Failure;
use crate::entities::{cite, item, item_move, lot, transfer, transfer_item};
use crate::stock::values::{Item, item_value};
use crate::{By, Store};

/// A transfer in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferHead {
    /// Its id.
    pub id: TransferId,
    /// Who sent it.
    pub from: (CiteId, String),
    /// To whom.
    pub to: (CiteId, String),
    /// The sender's act.
    pub from_act: String,
    /// The receiver's act.
    pub to_act: Option<String>,
    /// The day it was sent.
    pub sent_on: Date,
    /// When the other cité received it.
    pub received_at: Option<Timestamp>,
    /// How many items are in each place.
    pub arrivals: BTreeMap<Arrival, u64>,
}

impl TransferHead {
    /// How many items are there.
    #[must_use]
    pub fn count(&self, arrival: Arrival) -> u64 {
        self.arrivals.get(&arrival).copied().unwrap_or_default()
    }

    /// How many there are in all.
    #[must_use]
    pub fn items(&self) -> u64 {
        self.arrivals.values().sum()
    }
}

/// One item of a transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferLine {
    /// The sender's item.
    pub item: Item,
    /// The lot it is of there, with its name.
    pub lot: (LotId, String),
    /// What became of it.
    pub arrival: Arrival,
    /// The receiver's item, with its number.
    pub received: Option<(ItemId, String)>,
}

/// A transfer with its items, by the sender's inventory numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// What it is.
    pub head: TransferHead,
    /// Its items.
    pub lines: Vec<TransferLine>,
}

/// Where an item came from, and its life there: states and days, nobody's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CameFrom {
    /// By which transfer.
    pub transfer: TransferId,
    /// The cité.
    pub cite: String,
    /// The number it had there.
    pub tag: String,
    /// When it was in which state, the latest first.
    pub steps: Vec<(Timestamp, ItemState, Grade)>,
}

/// Where an item went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WentTo {
    /// By which transfer.
    pub transfer: TransferId,
    /// The cité.
    pub cite: String,
    /// The day.
    pub on: Date,
    /// What became of it.
    pub arrival: Arrival,
}

impl Store {
    /// The transfers from and to the asker's cité, what is on its way first, then the latest; and how many
    /// there are.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn transfers(
        &self,
        offset: u64,
        limit: u64,
        by: By,
    ) -> Result<(Vec<TransferHead>, u64), Failure> {
        let query = transfer::Entity::find().filter(either(by));
        let total = query.clone().count(&self.db).await?;
        let rows = query
            .order_by_desc(transfer::Column::SentAt)
            .order_by_asc(transfer::Column::Id)
            .offset(offset)
            .limit(limit)
            .all(&self.db)
            .await?;
        Ok((self.transfer_heads(rows).await?, total))
    }

    /// How many transfers wait for the asker's cité to receive them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn transfers_to_receive(&self, by: By) -> Result<u64, Failure> {
        let on_the_way = Query::select()
            .column(transfer_item::Column::TransferId)
            .from(transfer_item::Entity)
            .and_where(transfer_item::Column::Arrival.eq(Arrival::OnTheWay.code()))
            .to_owned();
        let waiting = transfer::Entity::find()
            .filter(transfer::Column::ToCiteId.eq(Uuid::from(by.cite)))
            .filter(transfer::Column::Id.in_subquery(on_the_way));
        Ok(waiting.count(&self.db).await?)
    }

    /// A transfer from or to the asker's cité.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn transfer(&self, id: TransferId, by: By) -> Result<Option<Transfer>, Failure> {
        let mine = transfer::Entity::find_by_id(Uuid::from(id)).filter(either(by));
        let Some(row) = mine.one(&self.db).await? else { return Ok(None) };
        let lines = transfer_item::Entity::find()
            .filter(transfer_item::Column::TransferId.eq(row.id))
            .all(&self.db)
            .await?;
        let ids = lines.iter().flat_map(|line| [Some(line.item_id), line.received_item_id]);
        let items = item::Entity::find().filter(item::Column::Id.is_in(ids.flatten()));
        let items: BTreeMap<Uuid, item::Model> =
            items.all(&self.db).await?.into_iter().map(|row| (row.id, row)).collect();
        let lots = lot::Entity::find()
            .filter(lot::Column::Id.is_in(items.values().map(|row| row.lot_id)))
            .all(&self.db)
            .await?;
        let lots: BTreeMap<Uuid, String> =
            lots.into_iter().map(|row| (row.id, row.label)).collect();
        let mut values = Vec::with_capacity(lines.len());
        for line in lines {
            let wrong = |problem: &dyn std::fmt::Display| {
                Failure::row("transfer_items", line.transfer_id, problem)
            };
            let unit = items.get(&line.item_id).cloned().ok_or_else(|| wrong(&"no item"))?;
            let label = lots.get(&unit.lot_id).cloned().unwrap_or_default();
            let received = line.received_item_id.and_then(|id| items.get(&id));
            values.push(TransferLine {
                lot: (LotId(unit.lot_id), label),
                item: item_value(unit)?,
                arrival: line.arrival.parse().map_err(|problem| wrong(&problem))?,
                received: received.map(|row| (ItemId(row.id), row.tag.clone())),
            });
        }
        values.sort_by(|a, b| a.item.tag.cmp(&b.item.tag));
        let head = self.transfer_heads(vec![row]).await?.pop();
        Ok(head.map(|head| Transfer { head, lines: values }))
    }

    /// Where an item of the asker's cité came from by a transfer.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn came_from(&self, id: ItemId, by: By) -> Result<Option<CameFrom>, Failure> {
        let line = transfer_item::Entity::find()
            .filter(transfer_item::Column::ReceivedItemId.eq(Uuid::from(id)));
        let Some(line) = line.one(&self.db).await? else { return Ok(None) };
        let head = transfer::Entity::find_by_id(line.transfer_id)
            .filter(transfer::Column::ToCiteId.eq(Uuid::from(by.cite)));
        let Some(head) = head.one(&self.db).await? else { return Ok(None) };
        let there = item::Entity::find_by_id(line.item_id).one(&self.db).await?;
        let there = there.ok_or_else(|| Failure::row("transfer_items", head.id, "no item"))?;
        let moves = item_move::Entity::find()
            .filter(item_move::Column::ItemId.eq(there.id))
            .order_by_desc(item_move::Column::Seq)
            .all(&self.db)
            .await?;
        let wrong = |problem| Failure::row("item_moves", there.id, problem);
        let step = |row: item_move::Model| {
            let (to, grade) = (row.to_state.parse(), row.grade.parse());
            Ok((row.at.timestamp(), to.map_err(wrong)?, grade.map_err(wrong)?))
        };
        let steps = moves.into_iter().map(step).collect::<Result<_, Failure>>()?;
        let names = self.cite_names([head.from_cite_id]).await?;
        Ok(Some(CameFrom {
            transfer: TransferId(head.id),
            cite: names.get(&head.from_cite_id).cloned().unwrap_or_default(),
            tag: there.tag,
            steps,
        }))
    }

    /// Where an item of the asker's cité was sent, the latest first.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn went_to(&self, id: ItemId, by: By) -> Result<Vec<WentTo>, Failure> {
        let lines = transfer_item::Entity::find()
            .filter(transfer_item::Column::ItemId.eq(Uuid::from(id)))
            .all(&self.db)
            .await?;
        let lines: BTreeMap<Uuid, String> =
            lines.into_iter().map(|line| (line.transfer_id, line.arrival)).collect();
        let rows = transfer::Entity::find()
            .filter(transfer::Column::Id.is_in(lines.keys().copied()))
            .filter(transfer::Column::FromCiteId.eq(Uuid::from(by.cite)))
            .order_by_desc(transfer::Column::SentAt)
            .all(&self.db)
            .await?;
        let names = self.cite_names(rows.iter().map(|row| row.to_cite_id)).await?;
        let value = |row: transfer::Model| {
            let arrival = lines.get(&row.id).cloned().unwrap_or_default();
            let arrival = arrival.parse();
            Ok(WentTo {
                transfer: TransferId(row.id),
                cite: names.get(&row.to_cite_id).cloned().unwrap_or_default(),
                on: row.sent_on.0,
                arrival: arrival
                    .map_err(|problem| Failure::row("transfer_items", row.id, problem))?,
            })
        };
        rows.into_iter().map(value).collect()
    }

    async fn cite_names(
        &self,
        ids: impl IntoIterator<Item = Uuid>,
    ) -> Result<BTreeMap<Uuid, String>, Failure> {
        let rows = cite::Entity::find().filter(cite::Column::Id.is_in(ids)).all(&self.db).await?;
        Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
    }

    async fn transfer_heads(
        &self,
        rows: Vec<transfer::Model>,
    ) -> Result<Vec<TransferHead>, Failure> {
        let ends = rows.iter().flat_map(|row| [row.from_cite_id, row.to_cite_id]);
        let names = self.cite_names(ends).await?;
        let name = |id: Uuid| (CiteId(id), names.get(&id).cloned().unwrap_or_default());
        let lines = transfer_item::Entity::find()
            .filter(transfer_item::Column::TransferId.is_in(rows.iter().map(|row| row.id)))
            .all(&self.db)
            .await?;
        let mut counts: BTreeMap<Uuid, BTreeMap<Arrival, u64>> = BTreeMap::new();
        for line in lines {
            let arrival = line.arrival.parse();
            let arrival = arrival
                .map_err(|problem| Failure::row("transfer_items", line.transfer_id, problem))?;
            *counts.entry(line.transfer_id).or_default().entry(arrival).or_default() += 1;
        }
        let head = |row: transfer::Model| TransferHead {
            id: TransferId(row.id),
            from: name(row.from_cite_id),
            to: name(row.to_cite_id),
            arrivals: counts.remove(&row.id).unwrap_or_default(),
            from_act: row.from_act,
            to_act: row.to_act,
            sent_on: row.sent_on.0,
            received_at: row.received_at.map(crate::base::columns::Instant::timestamp),
        };
        Ok(rows.into_iter().map(head).collect())
    }
}

/// From or to the asker's cité.
fn either(by: By) -> Condition {
    let cite = Uuid::from(by.cite);
    Condition::any()
        .add(transfer::Column::FromCiteId.eq(cite))
        .add(transfer::Column::ToCiteId.eq(cite))
}
