//! Cards: what a line is said to be follows from what happened to it, and an order for cards is what its
//! cards cost.

use std::collections::{BTreeMap, BTreeSet};

use domain::sim::{Life, SimEvent};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::Finding;
use crate::Failure;
use crate::entities::{commitment, item, journal, sim, sim_event};
use crate::sims::rows;

pub(super) async fn check(
    tx: &DatabaseTransaction,
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    let told = sim_event::Entity::find().order_by_asc(sim_event::Column::Seq).all(tx).await?;
    let mut lives: BTreeMap<Uuid, Vec<SimEvent>> = BTreeMap::new();
    let mut paid: BTreeMap<Uuid, i64> = BTreeMap::new();
    for row in &told {
        lives.entry(row.item_id).or_default().push(rows::event(row)?);
        if let (Some(order), Some(cents)) = (row.commitment_id, row.amount_cents) {
            *paid.entry(order).or_default() += cents;
        }
    }
    let told_of: BTreeSet<(Uuid, Option<Uuid>)> =
        told.iter().map(|row| (row.item_id, row.commitment_id)).collect();
    for row in sim::Entity::find().order_by_asc(sim::Column::ItemId).all(tx).await? {
        let card = rows::subscription(&row)?;
        let life = Life::of(lives.remove(&row.item_id).unwrap_or_default());
        let mut right = row.clone();
        rows::put_life(&mut right, life, &card);
        let is_told =
            told_of.contains(&(row.item_id, row.commitment_id)) || row.commitment_id.is_none();
        if right != row || !is_told {
            let item = item::Entity::find_by_id(row.item_id).one(tx).await?;
            findings.push(Finding::SimLife { tag: item.map_or_else(String::new, |item| item.tag) });
        }
    }
    orders(tx, paid, findings).await?;
    lines(tx, &told, findings).await
}

/// Every order for cards, against its cards.
async fn orders(
    tx: &DatabaseTransaction,
    paid: BTreeMap<Uuid, i64>,
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    for (id, derived) in paid {
        let order = commitment::Entity::find_by_id(id).one(tx).await?;
        let order = order.ok_or_else(|| Failure::row("sim_events", id, "no such commitment"))?;
        if order.amount_cents != derived {
            let kept = order.amount_cents;
            findings.push(Finding::SimOrder { order: order.order_number, kept, derived });
        }
    }
    Ok(())
}

/// Every event has its line in the journal.
async fn lines(
    tx: &DatabaseTransaction,
    told: &[sim_event::Model],
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    let seqs: BTreeSet<i64> = told.iter().map(|row| row.seq).collect();
    let mut known: BTreeSet<i64> = BTreeSet::new();
    for chunk in seqs.iter().copied().collect::<Vec<_>>().chunks(500) {
        let lines = journal::Entity::find()
            .select_only()
            .column(journal::Column::Seq)
            .filter(journal::Column::Seq.is_in(chunk.iter().copied()));
        known.extend(lines.into_tuple::<i64>().all(tx).await?);
    }
    for row in told.iter().filter(|row| !known.contains(&row.seq)) {
        let item = item::Entity::find_by_id(row.item_id).one(tx).await?;
        let tag = item.map_or_else(String::new, |item| item.tag);
        findings.push(Finding::MoveLine { tag, seq: row.seq });
    }
    Ok(())
}
