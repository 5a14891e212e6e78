//! What is counted: a lot holds what its dated moves add up to, and what was given left the register.

use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement};
use uuid::Uuid;

use super::Finding;
use crate::Failure;

/// Lots whose count is not the sum of their moves.
const COUNTS: &str = "SELECT l.id AS id, l.on_hand AS on_hand, COALESCE(m.moved, 0) AS moved FROM supply_lots l \
     LEFT JOIN (SELECT supply_lot_id, CAST(SUM(quantity) AS BIGINT) AS moved FROM supply_moves GROUP BY supply_lot_id) m \
     ON m.supply_lot_id = l.id WHERE l.on_hand <> COALESCE(m.moved, 0) ORDER BY l.id";

/// Items given to a family that the register still holds.
const GIVEN: &str = "SELECT i.tag AS tag, i.state AS state FROM gift_items g JOIN items i ON i.id = g.item_id \
     WHERE i.state <> 'gone' ORDER BY i.tag";

pub(super) async fn check(
    tx: &DatabaseTransaction,
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    let ask = |sql| Statement::from_string(tx.get_database_backend(), sql);
    for row in tx.query_all_raw(ask(COUNTS)).await? {
        let lot: Uuid = row.try_get("", "id")?;
        let (on_hand, moved) = (row.try_get("", "on_hand")?, row.try_get("", "moved")?);
        findings.push(Finding::SupplyCount { lot: lot.to_string(), on_hand, moved });
    }
    for row in tx.query_all_raw(ask(GIVEN)).await? {
        let (tag, state) = (row.try_get("", "tag")?, row.try_get("", "state")?);
        findings.push(Finding::GivenButHeld { tag, state });
    }
    Ok(())
}
