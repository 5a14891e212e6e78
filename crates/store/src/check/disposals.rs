//! What left by a decision has gone by it, whole, and with nobody's data.

use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement};

use super::Finding;
use crate::Failure;

/// A disposal that stands, of an item that has not gone by it, or is here again.
const STILL_HERE: &str = "SELECT i.tag AS tag, i.state AS state FROM disposal_items d \
     JOIN items i ON i.id = d.item_id WHERE d.standing AND (i.state <> 'gone' OR d.seq <> \
     (SELECT MAX(m.seq) FROM item_moves m WHERE m.item_id = d.item_id)) ORDER BY i.tag";

/// A move out of the register by a decision that does not name the item.
const WITHOUT: &str = "SELECT i.tag AS tag, m.seq AS seq FROM item_moves m \
     JOIN items i ON i.id = m.item_id JOIN journal j ON j.seq = m.seq AND j.verb = 'dispose_of' \
     LEFT JOIN disposal_items d ON d.item_id = m.item_id AND d.seq = m.seq \
     WHERE m.to_state = 'gone' AND d.item_id IS NULL ORDER BY i.tag, m.seq";

/// A device that keeps data, out of a house since its last wipe, neither destroyed nor absent.
const WITH_DATA: &str = "SELECT i.tag AS tag, d.seq AS seq FROM disposal_items d \
     JOIN items i ON i.id = d.item_id WHERE d.standing AND i.kind IN ('tablet', 'laptop', 'phone') \
     AND (d.proof = 'no_data' OR (d.proof = 'wiped' AND EXISTS (SELECT 1 FROM item_moves m \
     WHERE m.item_id = d.item_id AND m.to_state = 'lent' AND m.seq < d.seq AND NOT EXISTS \
     (SELECT 1 FROM wipes w WHERE w.item_id = d.item_id AND w.result = 'done' \
     AND w.seq > m.seq AND w.seq <= d.seq)))) ORDER BY i.tag";

pub(super) async fn check(
    tx: &DatabaseTransaction,
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    let rows = |sql| tx.query_all_raw(Statement::from_string(tx.get_database_backend(), sql));
    for row in rows(STILL_HERE).await? {
        let (tag, state) = (row.try_get("", "tag")?, row.try_get("", "state")?);
        findings.push(Finding::DisposedButHeld { tag, state });
    }
    for row in rows(WITHOUT).await? {
        let (tag, seq) = (row.try_get("", "tag")?, row.try_get("", "seq")?);
        findings.push(Finding::LeftWithoutDisposal { tag, seq });
    }
    for row in rows(WITH_DATA).await? {
        let (tag, seq) = (row.try_get("", "tag")?, row.try_get("", "seq")?);
        findings.push(Finding::LeftUnwiped { tag, seq });
    }
    Ok(())
}
