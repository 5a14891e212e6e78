//! Papers printed together: a whole file is as long as it says, and nothing is left of one that is not.

use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement};
use uuid::Uuid;

use super::Finding;
use crate::Failure;

/// Batches whose pieces are not what their state says. One that is printed has as many as it has come to.
const FILES: &str = "SELECT b.id AS id, b.size AS size, COALESCE(p.held, 0) AS held FROM batches b \
     LEFT JOIN (SELECT batch_id, CAST(SUM(length(content)) AS BIGINT) AS held FROM batch_parts GROUP BY batch_id) p \
     ON p.batch_id = b.id \
     WHERE (b.state = 'ready' AND b.size <> COALESCE(p.held, 0)) \
        OR (b.state IN ('stopped', 'broken', 'erased') AND p.held IS NOT NULL) ORDER BY b.id";

pub(super) async fn check(
    tx: &DatabaseTransaction,
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    let statement = Statement::from_string(tx.get_database_backend(), FILES);
    for row in tx.query_all_raw(statement).await? {
        let batch: Uuid = row.try_get("", "id")?;
        let (size, held) = (row.try_get("", "size")?, row.try_get("", "held")?);
        findings.push(Finding::BatchFile { batch: batch.to_string(), size, held });
    }
    Ok(())
}
