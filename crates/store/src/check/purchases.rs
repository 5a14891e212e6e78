//! What adopted plans buy: a request holds money and needs only while it may still lead to goods.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{DatabaseTransaction, EntityTrait, QueryOrder};
use uuid::Uuid;

use super::Finding;
use super::fund::{of, sums};
use crate::Failure;
use crate::entities::{agreement, commitment, plan_purchase, plan_purchase_need};

/// What each line's requests hold on it.
pub(super) async fn reserved(tx: &DatabaseTransaction) -> Result<BTreeMap<Uuid, i64>, Failure> {
    let held = plan_purchase::Entity::find().all(tx).await?;
    let held = sums(held.iter().map(|row| (row.agreement_id, row.reserved_cents)));
    let asked = agreement::Entity::find().all(tx).await?;
    Ok(sums(asked.iter().map(|row| (row.fund_line_id, of(&held, row.id)))))
}

pub(super) async fn check(
    tx: &DatabaseTransaction,
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    let asked: BTreeMap<Uuid, agreement::Model> =
        agreement::Entity::find().all(tx).await?.into_iter().map(|row| (row.id, row)).collect();
    let orders = commitment::Entity::find().all(tx).await?;
    let ordered: BTreeSet<Uuid> = orders.iter().map(|row| row.agreement_id).collect();
    let running: BTreeSet<Uuid> =
        orders.iter().filter(|row| row.state != "cancelled").map(|row| row.agreement_id).collect();
    let mut behind: BTreeMap<Uuid, usize> = BTreeMap::new();
    for row in plan_purchase_need::Entity::find().all(tx).await? {
        if row.state == "waiting" {
            *behind.entry(row.agreement_id).or_default() += 1;
        }
    }
    let rows = plan_purchase::Entity::find().order_by_asc(plan_purchase::Column::AgreementId);
    for row in rows.all(tx).await? {
        let Some(request) = asked.get(&row.agreement_id) else { continue };
        let waiting = behind.get(&row.agreement_id).copied().unwrap_or_default();
        let (held, whole) = (row.reserved_cents, request.amount_cents);
        let id = &row.agreement_id;
        let (holds, waits) = match request.state.as_str() {
            "asked" => (held == whole, true),
            // Until it is ordered or given up, all of it; from then on nothing, and the needs behind it wait
            // for an order that runs.
            "agreed" if ordered.contains(id) => (held == 0, running.contains(id)),
            "agreed" => (held == whole || held == 0, held > 0),
            _ => (held == 0, false),
        };
        if !holds || (waiting > 0 && !waits) {
            findings.push(Finding::PlanPurchase {
                agreement: row.agreement_id.to_string(),
                state: request.state.clone(),
                held,
                waiting,
            });
        }
    }
    Ok(())
}
