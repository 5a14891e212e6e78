//! Kept plans still read, are those the journal names, still pass the audit, and an adopted one's
//! reservations are its assignments (invariant 6).

use std::collections::BTreeMap;

use domain::allocation::{Plan, Policy, Situation};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde::Deserialize;
use uuid::Uuid;

use super::Finding;
use crate::Failure;
use crate::entities::{item, journal, plan, reservation};

/// The lines of the journal that name a plan's digest.
const KEPT: &str = "keep_plan";
const ADOPTED: &str = "adopt_plan";

/// A need, the lot of the unit it gets, and whose it is.
type Given = (String, String, String);

#[derive(Deserialize)]
struct Facts {
    digest: String,
}

pub(super) async fn check(
    tx: &DatabaseTransaction,
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    let told = told(tx).await?;
    let mut reserved = reserved(tx).await?;
    for row in plan::Entity::find().order_by_asc(plan::Column::Id).all(tx).await? {
        let plan = row.id.to_string();
        for (verb, must) in [(KEPT, true), (ADOPTED, row.state == "adopted")] {
            let digests = told.get(&(row.id, verb)).map_or(&[][..], Vec::as_slice);
            let expected: &[&str] = if must { &[row.digest.as_str()] } else { &[] };
            if digests != expected {
                findings.push(Finding::PlanJournal { plan: plan.clone(), verb });
            }
        }
        let reserved = reserved.remove(&row.id).unwrap_or_default();
        let Some((situation, policy, kept)) = read(&row) else {
            findings.push(Finding::PlanAltered { plan });
            continue;
        };
        let assigned =
            if row.state == "adopted" { assigned(&situation, &kept) } else { Vec::new() };
        if reserved != assigned {
            let (plan, reserved, assigned) = (plan.clone(), reserved.len(), assigned.len());
            findings.push(Finding::PlanReservations { plan, reserved, assigned });
        }
        if kept.digest != row.digest {
            findings.push(Finding::PlanAltered { plan });
        } else if let Err(violations) = audit::audit(&situation, &policy, &kept) {
            findings.push(Finding::PlanAudit { plan, violations: violations.len() });
        }
    }
    Ok(())
}

fn read(row: &plan::Model) -> Option<(Situation, Policy, Plan)> {
    let situation = serde_json::from_str(&row.situation).ok()?;
    let policy = serde_json::from_str(&row.policy).ok()?;
    Some((situation, policy, serde_json::from_str(&row.content).ok()?))
}

fn assigned(situation: &Situation, plan: &Plan) -> Vec<Given> {
    let homes: BTreeMap<&str, &str> = situation
        .needs()
        .iter()
        .map(|need| (need.need.as_str(), need.household.as_str()))
        .collect();
    let given = plan.assignments.iter().filter_map(|one| {
        let home = homes.get(one.need.as_str()).copied().unwrap_or_default();
        Some((one.need.clone(), one.lot()?.to_owned(), home.to_owned()))
    });
    let mut given: Vec<Given> = given.collect();
    given.sort();
    given
}

/// What each plan has set aside, whatever became of it since; what was passed on to the next family is no
/// part of the plan.
async fn reserved(tx: &DatabaseTransaction) -> Result<BTreeMap<Uuid, Vec<Given>>, Failure> {
    let lots: Vec<(Uuid, Uuid)> = item::Entity::find()
        .select_only()
        .column(item::Column::Id)
        .column(item::Column::LotId)
        .into_tuple()
        .all(tx)
        .await?;
    let lots: BTreeMap<Uuid, Uuid> = lots.into_iter().collect();
    let mut reserved: BTreeMap<Uuid, Vec<Given>> = BTreeMap::new();
    let of_plans = reservation::Entity::find().filter(reservation::Column::PassedFrom.is_null());
    for held in of_plans.all(tx).await? {
        let lot = lots.get(&held.item_id).map(Uuid::to_string).unwrap_or_default();
        let given = (held.need_id.to_string(), lot, held.household_id.to_string());
        reserved.entry(held.plan_id).or_default().push(given);
    }
    reserved.values_mut().for_each(|given| given.sort());
    Ok(reserved)
}

/// The digests that the journal names, by plan and verb.
async fn told(
    tx: &DatabaseTransaction,
) -> Result<BTreeMap<(Uuid, &'static str), Vec<String>>, Failure> {
    let lines = journal::Entity::find().filter(journal::Column::Verb.is_in([KEPT, ADOPTED]));
    let mut told: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for line in lines.order_by_asc(journal::Column::Seq).all(tx).await? {
        let facts: Facts = serde_json::from_str(&line.facts)
            .map_err(|problem| Failure::row("journal", line.seq, problem))?;
        let verb = if line.verb == KEPT { KEPT } else { ADOPTED };
        told.entry((line.subject_id, verb)).or_default().push(facts.digest);
    }
    Ok(told)
}
