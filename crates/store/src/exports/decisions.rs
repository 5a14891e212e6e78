//! What one plan decides, need by need, in the order of their ranks.

use std::collections::BTreeMap;

use domain::allocation::{Assignment, ClassFacts, Plan, Rank, Reason, Situation};
use domain::ids::{CiteId, HouseholdId, NeedId, PlanId, SchoolId};
use domain::people::equipment::NeedKind;
use domain::scoring::Scored;
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use serde::Deserialize;
use uuid::Uuid;

use super::ROWS;
use crate::base::error::Failure;
use crate::entities::{plan, round};
use crate::rounds::waiting::last_adopted;
use crate::stock::values::labels;
use crate::{LogExport, PlanState, Store};

/// A plan that is read out. It is held whole while its rows are made: it never changes, and it is one value
/// in the database.
#[derive(Debug, Clone)]
pub struct ExportedPlan {
    /// Its id.
    pub id: PlanId,
    /// What its round is called.
    pub round: String,
    /// Where it stands.
    pub state: PlanState,
    /// When it was proposed.
    pub made_at: Timestamp,
    /// The answer.
    pub plan: Plan,
    /// Its needs in the order of their ranks.
    needs: Vec<Asked>,
}

/// What the situation says of a need, and where the plan speaks of it.
#[derive(Debug, Clone)]
struct Asked {
    need: NeedId,
    household: HouseholdId,
    kind: NeedKind,
    nth: u8,
    school: Option<SchoolId>,
    /// Its place among the plan's lines.
    line: usize,
}

/// What a plan decides on one need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedDecision {
    /// The need.
    pub need: NeedId,
    /// What is needed.
    pub kind: NeedKind,
    /// Which of the household's devices it is, from 1; 1 for a connection.
    pub nth: u8,
    /// What the household is called today; empty when it has been forgotten.
    pub label: String,
    /// The school of the child that decides, if there is one.
    pub school: Option<SchoolId>,
    /// Its place.
    pub rank: Rank,
    /// Why it is served or not.
    pub reason: Reason,
    /// What it gets.
    pub given: Vec<Assignment>,
    /// What holds for its class.
    pub class: ClassFacts,
}

/// What is kept of the scores beside a plan.
#[derive(Deserialize)]
struct Scores {
    scores: BTreeMap<NeedId, Scored>,
}

impl Store {
    /// The plan that a logged order names, to be read out.
    ///
    /// # Errors
    /// When the database fails, the row is wrong, or is not there: the order was refused then.
    pub async fn export_plan(&self, order: &LogExport) -> Result<ExportedPlan, Failure> {
        let id = order.plan.ok_or_else(|| Failure::row("plans", order.id, "none named"))?;
        let wrong = |problem: &dyn std::fmt::Display| Failure::row("plans", id, problem);
        let mine = plan::Entity::find_by_id(Uuid::from(id))
            .filter(plan::Column::CiteId.eq(Uuid::from(order.cite)));
        let row = mine.one(&self.db).await?.ok_or_else(|| wrong(&"missing"))?;
        let round = round::Entity::find_by_id(row.round_id).one(&self.db).await?;
        let plan: Plan = serde_json::from_str(&row.content).map_err(|problem| wrong(&problem))?;
        let scores: Scores =
            serde_json::from_str(&row.scores).map_err(|problem| wrong(&problem))?;
        let situation: Situation =
            serde_json::from_str(&row.situation).map_err(|problem| wrong(&problem))?;
        let needs = asked(&plan, &situation, &scores.scores).map_err(|problem| wrong(&problem))?;
        Ok(ExportedPlan {
            id,
            round: round.ok_or_else(|| wrong(&"no such round"))?.name,
            state: row.state.parse().map_err(|problem| wrong(&problem))?,
            made_at: row.made_at.timestamp(),
            plan,
            needs,
        })
    }

    /// Some decisions of a plan after the first `from`; none at the end.
    ///
    /// # Errors
    /// When the database fails or the plan contradicts itself.
    pub async fn export_decisions(
        &self,
        plan: &ExportedPlan,
        from: usize,
    ) -> Result<Vec<ExportedDecision>, Failure> {
        let rows = usize::try_from(ROWS).unwrap_or(usize::MAX);
        let some: Vec<&Asked> = plan.needs.iter().skip(from).take(rows).collect();
        let homes = labels(&self.db, some.iter().map(|asked| asked.household.into())).await?;
        let decisions = some.into_iter().map(|asked| {
            let line = &plan.plan.lines[asked.line];
            let told = plan.plan.explain(&line.need).ok_or_else(|| {
                Failure::row("plans", plan.id, format!("{}: no class", line.need))
            })?;
            Ok(ExportedDecision {
                need: asked.need,
                kind: asked.kind,
                nth: asked.nth,
                label: homes.get(&asked.household.into()).cloned().unwrap_or_default(),
                school: asked.school,
                rank: line.rank,
                reason: line.reason.clone(),
                given: told.given.to_vec(),
                class: told.class.clone(),
            })
        });
        decisions.collect()
    }

    /// The plan of a cité that was adopted last.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn last_adopted_plan(&self, cite: CiteId) -> Result<Option<PlanId>, Failure> {
        let last: Option<Uuid> = last_adopted(cite)
            .select_only()
            .column(plan::Column::Id)
            .into_tuple()
            .one(&self.db)
            .await?;
        Ok(last.map(PlanId))
    }

    /// Is it a plan of this cité?
    pub(super) async fn has_plan(&self, id: Option<PlanId>, cite: CiteId) -> Result<bool, Failure> {
        let Some(id) = id else { return Ok(false) };
        let mine = plan::Entity::find_by_id(Uuid::from(id))
            .filter(plan::Column::CiteId.eq(Uuid::from(cite)));
        Ok(mine.count(&self.db).await? > 0)
    }
}

/// The needs of a plan in the order of their ranks; or which of them cannot be told, and why.
fn asked(
    plan: &Plan,
    situation: &Situation,
    scores: &BTreeMap<NeedId, Scored>,
) -> Result<Vec<Asked>, String> {
    let rows: BTreeMap<&str, _> =
        situation.needs().iter().map(|row| (row.need.as_str(), row)).collect();
    let mut lines: Vec<_> = plan.lines.iter().enumerate().collect();
    lines.sort_unstable_by_key(|(_, line)| line.rank.position);
    let needs = lines.into_iter().map(|(at, line)| {
        let wrong = |what: &str| format!("{}: {what}", line.need);
        let need: NeedId = line.need.parse().map_err(|_| wrong("no id"))?;
        let row = rows.get(line.need.as_str()).ok_or_else(|| wrong("not in the situation"))?;
        let scored = scores.get(&need).ok_or_else(|| wrong("no score"))?;
        Ok(Asked {
            need,
            household: row.household.parse().map_err(|_| wrong("no household"))?,
            kind: scored.circumstances.kind,
            nth: scored.circumstances.nth,
            school: row.school.parse().ok(),
            line: at,
        })
    });
    needs.collect()
}
