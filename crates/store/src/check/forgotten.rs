//! Who was forgotten is gone: on the list and erased, or neither (invariant 10).

use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement};
use uuid::Uuid;

use super::Finding;
use crate::Failure;

/// Households on the list that are still called something or still hold people, and erased ones that
/// are not on the list: a restoration would bring them back.
const HALF_FORGOTTEN: &str = "
    SELECT h.id AS id FROM households h
    LEFT JOIN forgotten f ON f.subject_id = h.id AND f.subject = 'household'
    WHERE (f.subject_id IS NULL) <> (h.forgotten_at IS NULL)
       OR (h.forgotten_at IS NOT NULL AND (
            EXISTS (SELECT 1 FROM guardians g WHERE g.household_id = h.id)
            OR EXISTS (SELECT 1 FROM children c WHERE c.household_id = h.id)))
    ORDER BY h.id";

pub(super) async fn check(
    tx: &DatabaseTransaction,
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    let statement = Statement::from_string(tx.get_database_backend(), HALF_FORGOTTEN);
    for row in tx.query_all_raw(statement).await? {
        let id: Uuid = row.try_get("", "id")?;
        findings.push(Finding::HalfForgotten { household: id.to_string() });
    }
    Ok(())
}
