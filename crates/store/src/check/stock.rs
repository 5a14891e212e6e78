//! Conservation: an item's moves lead from its reception to its state, so that at any past date the
//! sum over states is what was received less what is gone (invariant 2).

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DatabaseTransaction, EntityTrait, QueryOrder, Statement};
use uuid::Uuid;

use super::Finding;
use crate::Failure;
use crate::entities::{item, item_move};

pub(super) async fn check(
    tx: &DatabaseTransaction,
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    let moves = item_move::Entity::find().order_by_asc(item_move::Column::Seq).all(tx).await?;
    let mut reached: BTreeMap<Uuid, Option<String>> = BTreeMap::new();
    for step in moves {
        let before = reached.get(&step.item_id).cloned();
        // The first move comes from nowhere, each later one from where the last one led.
        let follows = match before {
            None => step.from_state.is_none(),
            Some(state) => state.is_some() && state == step.from_state,
        };
        reached.insert(step.item_id, follows.then_some(step.to_state));
    }
    for item in item::Entity::find().order_by_asc(item::Column::Tag).all(tx).await? {
        if reached.get(&item.id) != Some(&Some(item.state.clone())) {
            findings.push(Finding::ItemMoves { tag: item.tag, state: item.state });
        }
    }
    unwiped(tx, findings).await?;
    let without_line = "SELECT i.tag AS tag, m.seq AS seq FROM item_moves m \
         JOIN items i ON i.id = m.item_id LEFT JOIN journal j ON j.seq = m.seq \
         WHERE j.seq IS NULL ORDER BY i.tag, m.seq";
    let without_line = Statement::from_string(tx.get_database_backend(), without_line);
    for row in tx.query_all_raw(without_line).await? {
        findings
            .push(Finding::MoveLine { tag: row.try_get("", "tag")?, seq: row.try_get("", "seq")? });
    }
    Ok(())
}

/// Whatever was checked or repaired and is free, or back with its school, has a wipe that was done, or its kind keeps nothing. Moves
/// from before wipes were recorded say so, and none does after the first that could.
async fn unwiped(tx: &DatabaseTransaction, findings: &mut Vec<Finding>) -> Result<(), Failure> {
    let freed = "SELECT i.tag AS tag, m.seq AS seq FROM item_moves m JOIN items i ON i.id = m.item_id \
         LEFT JOIN wipes w ON w.item_id = m.item_id AND w.seq = m.seq AND w.result = 'done' \
         WHERE m.to_state IN ('available', 'lent') AND m.from_state IN ('to_check', 'repair') AND NOT ( \
         (m.wipe = 'recorded' AND w.seq IS NOT NULL) OR (m.wipe = 'no_data' AND i.kind NOT IN ('tablet', 'laptop', 'phone')) \
         OR (m.wipe = 'before' AND NOT EXISTS (SELECT 1 FROM item_moves n WHERE n.seq < m.seq AND n.wipe <> 'before'))) \
         ORDER BY i.tag, m.seq";
    let freed = Statement::from_string(tx.get_database_backend(), freed);
    for row in tx.query_all_raw(freed).await? {
        let (tag, seq) = (row.try_get("", "tag")?, row.try_get("", "seq")?);
        findings.push(Finding::FreedUnwiped { tag, seq });
    }
    Ok(())
}
