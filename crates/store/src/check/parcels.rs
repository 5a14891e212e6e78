//! Bags: one under way holds all that was packed, one that is over nothing; what the family has was handed
//! over under the bag's own id, and nothing else was.

use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement};

use super::Finding;
use crate::Failure;

/// Bags whose lines say something else than they do.
const LINES: &str = "SELECT p.number AS number, p.state AS state, CAST(COUNT(i.item_id) AS BIGINT) AS lines, \
     CAST(COUNT(i.item_id) - COUNT(i.closed_at) AS BIGINT) AS open FROM parcels p \
     LEFT JOIN parcel_items i ON i.parcel_id = p.id GROUP BY p.id, p.number, p.state \
     HAVING COUNT(i.item_id) = 0 OR COUNT(i.closed_at) <> CASE WHEN p.state IN ('collected', 'back') \
     THEN COUNT(i.item_id) ELSE 0 END ORDER BY p.number";

/// Bags that the family has without a hand-over, or that were handed over without being theirs.
const HANDED: &str = "SELECT p.number AS number, p.state AS state FROM parcels p \
     WHERE (p.state = 'collected') <> (EXISTS (SELECT 1 FROM loans l WHERE l.id = p.id) \
     OR EXISTS (SELECT 1 FROM gifts g WHERE g.id = p.id)) ORDER BY p.number";

pub(super) async fn check(
    tx: &DatabaseTransaction,
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    let ask = |sql| Statement::from_string(tx.get_database_backend(), sql);
    for row in tx.query_all_raw(ask(LINES)).await? {
        let (number, state) = (row.try_get("", "number")?, row.try_get("", "state")?);
        findings.push(Finding::ParcelLines { number, state, open: row.try_get("", "open")? });
    }
    for row in tx.query_all_raw(ask(HANDED)).await? {
        let (number, state) = (row.try_get("", "number")?, row.try_get("", "state")?);
        findings.push(Finding::ParcelHandOver { number, state });
    }
    Ok(())
}
