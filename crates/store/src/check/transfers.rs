//! What was sent and is not received is gone from the sender; what was received is in the other cité, under a
//! number that remembers the first.

use std::collections::BTreeMap;

use sea_orm::{DatabaseTransaction, EntityTrait, QueryOrder};
use uuid::Uuid;

use super::Finding;
use crate::Failure;
use crate::entities::{item, transfer, transfer_item};

pub(super) async fn check(
    tx: &DatabaseTransaction,
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    let heads = transfer::Entity::find().all(tx).await?;
    let heads: BTreeMap<Uuid, transfer::Model> =
        heads.into_iter().map(|row| (row.id, row)).collect();
    if heads.is_empty() {
        return Ok(());
    }
    let items = item::Entity::find().all(tx).await?;
    let items: BTreeMap<Uuid, item::Model> = items.into_iter().map(|row| (row.id, row)).collect();
    let lines = transfer_item::Entity::find()
        .order_by_asc(transfer_item::Column::TransferId)
        .order_by_asc(transfer_item::Column::ItemId)
        .all(tx)
        .await?;
    for line in lines {
        let (Some(head), Some(sent)) = (heads.get(&line.transfer_id), items.get(&line.item_id))
        else {
            continue;
        };
        let gone = line.arrival == "taken_back" || sent.state == "gone";
        let there = line.received_item_id.and_then(|id| items.get(&id)).is_none_or(|new| {
            new.cite_id == head.to_cite_id && new.former_tag.as_ref() == Some(&sent.tag)
        });
        if !(gone && there && sent.cite_id == head.from_cite_id) {
            findings.push(Finding::ItemTransfer { tag: sent.tag.clone() });
        }
    }
    Ok(())
}
