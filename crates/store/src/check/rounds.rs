//! Rounds: one open in a cité; adopted when exactly one of its plans is.

use std::collections::BTreeMap;

use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::Finding;
use super::loans::counts;
use crate::Failure;
use crate::entities::{plan, round};

pub(super) async fn check(
    tx: &DatabaseTransaction,
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    let adopted: Vec<Uuid> = plan::Entity::find()
        .filter(plan::Column::State.eq("adopted"))
        .select_only()
        .column(plan::Column::RoundId)
        .into_tuple()
        .all(tx)
        .await?;
    let adopted = counts(adopted.into_iter());
    let mut open: BTreeMap<Uuid, usize> = BTreeMap::new();
    for row in round::Entity::find().order_by_asc(round::Column::FrozenSeq).all(tx).await? {
        if row.state == "open" {
            *open.entry(row.cite_id).or_default() += 1;
        }
        let adopted = adopted.get(&row.id).copied().unwrap_or_default();
        if adopted != usize::from(row.state == "adopted") {
            findings.push(Finding::RoundPlans { round: row.name, state: row.state, adopted });
        }
    }
    for (cite, open) in open.into_iter().filter(|(_, open)| *open > 1) {
        findings.push(Finding::OpenRounds { cite: cite.to_string(), open });
    }
    Ok(())
}
