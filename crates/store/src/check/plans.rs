//! Kept plans still read, still have their digest, still pass the audit (invariant 6).

use domain::allocation::{Plan, Policy, Situation};
use sea_orm::{DatabaseTransaction, EntityTrait, QueryOrder};

use super::Finding;
use crate::Failure;
use crate::entities::plan;

pub(super) async fn check(
    tx: &DatabaseTransaction,
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    for row in plan::Entity::find().order_by_asc(plan::Column::Id).all(tx).await? {
        let read = (
            serde_json::from_str::<Situation>(&row.situation),
            serde_json::from_str::<Policy>(&row.policy),
            serde_json::from_str::<Plan>(&row.content),
        );
        let (Ok(situation), Ok(policy), Ok(kept)) = read else {
            findings.push(Finding::PlanAltered { plan: row.id.to_string() });
            continue;
        };
        if kept.digest != row.digest {
            findings.push(Finding::PlanAltered { plan: row.id.to_string() });
        } else if let Err(violations) = audit::audit(&situation, &policy, &kept) {
            findings.push(Finding::PlanAudit {
                plan: row.id.to_string(),
                violations: violations.len(),
            });
        }
    }
    Ok(())
}
