//! Plans: kept as proposed, never changed.

use std::collections::BTreeMap;

use domain::allocation::{Plan, Policy, Situation};
use domain::ids::{NeedId, PlanId, RoundId};
use domain::scoring::Scored;
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::open::{Round, RoundState, find, value};
use super::situation::Base;
use crate::base::columns::Instant;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::{plan, round};
use crate::{By, Store};

domain::vocabulary! {
    /// Where a plan stands.
    PlanState {
        /// To be adopted, or not.
        Proposed = "proposed",
        /// Its units are reserved.
        Adopted = "adopted",
    }
}

/// A plan as it was kept, with everything it was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPlan {
    /// Its id.
    pub id: PlanId,
    /// Its round.
    pub round: Round,
    /// Where it stands.
    pub state: PlanState,
    /// When it was proposed.
    pub made_at: Timestamp,
    /// The journal's number of its base.
    pub base_seq: i64,
    /// The digest of its base.
    pub base_digest: String,
    /// The question.
    pub situation: Situation,
    /// The rule and the seed.
    pub policy: Policy,
    /// The answer.
    pub plan: Plan,
    /// What the rule set made of each need.
    pub scores: BTreeMap<NeedId, Scored>,
}

/// A plan in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanHead {
    /// Its id.
    pub id: PlanId,
    /// Where it stands.
    pub state: PlanState,
    /// When it was proposed.
    pub made_at: Timestamp,
    /// Its digest.
    pub digest: String,
}

/// Why a plan was not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeepPlanRefused {
    /// The cité has no such round.
    UnknownRound,
    /// The round is not open any more.
    RoundClosed,
    /// Decisions by hand cannot be kept any more: they are to be taken back, or made anew.
    BrokenDecisions,
}

/// What is kept of a base beside the engine's own question.
#[derive(Serialize, Deserialize)]
struct Scores {
    base: String,
    scores: BTreeMap<NeedId, Scored>,
}

impl Store {
    /// Keeps a plan for a round as proposed. It is audited when it is adopted.
    ///
    /// # Errors
    /// [`KeepPlanRefused`].
    pub async fn keep_plan(
        &self,
        id: PlanId,
        base: &Base,
        plan: &Plan,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<KeepPlanRefused>> {
        if !base.broken_pins.is_empty() {
            return Err(VerbError::Refused(KeepPlanRefused::BrokenDecisions));
        }
        // The same form answers the same round; what it computed may have moved between two clicks.
        let verb = match self.begin_once("keep_plan", id.into(), &base.round.id, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let Some(round) = find(&verb.tx, base.round.id, by).await? else {
            return Err(VerbError::Refused(KeepPlanRefused::UnknownRound));
        };
        if round.state != RoundState::Open.code() {
            return Err(VerbError::Refused(KeepPlanRefused::RoundClosed));
        }
        let scores = Scores { base: base.digest()?, scores: base.scores.clone() };
        let row = plan::Model {
            id: id.into(),
            cite_id: by.cite.into(),
            round_id: round.id,
            base_seq: base.seq,
            situation: serde_json::to_string(&base.situation).map_err(Failure::from)?,
            scores: serde_json::to_string(&scores).map_err(Failure::from)?,
            policy: serde_json::to_string(&base.policy).map_err(Failure::from)?,
            content: serde_json::to_string(plan).map_err(Failure::from)?,
            digest: plan.digest.clone(),
            made_at: Instant::from(now),
            state: PlanState::Proposed.code().to_owned(),
        };
        plan::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
        let facts = json!({
            "round": round.id,
            "base_seq": base.seq,
            "policy": base.rules.version,
            "digest": plan.digest,
        });
        Ok(verb.commit(Subject::Plan, id, facts).await?)
    }

    /// A plan of the asker's cité.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn plan(&self, id: PlanId, by: By) -> Result<Option<KeptPlan>, Failure> {
        match find_plan(&self.db, id, by).await? {
            Some(row) => Ok(Some(read(&self.db, row).await?)),
            None => Ok(None),
        }
    }

    /// The plans of a round, the latest first.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn plans_of(&self, round: RoundId, by: By) -> Result<Vec<PlanHead>, Failure> {
        let rows: Vec<(Uuid, String, Instant, String)> = plan::Entity::find()
            .filter(plan::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(plan::Column::RoundId.eq(Uuid::from(round)))
            .order_by_desc(plan::Column::MadeAt)
            .order_by_desc(plan::Column::Id)
            .select_only()
            .column(plan::Column::Id)
            .column(plan::Column::State)
            .column(plan::Column::MadeAt)
            .column(plan::Column::Digest)
            .into_tuple()
            .all(&self.db)
            .await?;
        rows.into_iter()
            .map(|(id, state, made_at, digest)| {
                let state = state.parse().map_err(|problem| Failure::row("plans", id, problem))?;
                Ok(PlanHead { id: PlanId(id), state, made_at: made_at.timestamp(), digest })
            })
            .collect()
    }
}

pub(super) async fn find_plan(
    db: &impl ConnectionTrait,
    id: PlanId,
    by: By,
) -> Result<Option<plan::Model>, Failure> {
    let mine = plan::Entity::find_by_id(Uuid::from(id));
    Ok(mine.filter(plan::Column::CiteId.eq(Uuid::from(by.cite))).one(db).await?)
}

pub(super) async fn read(db: &impl ConnectionTrait, row: plan::Model) -> Result<KeptPlan, Failure> {
    let wrong = |problem: &dyn std::fmt::Display| Failure::row("plans", row.id, problem);
    let round = round::Entity::find_by_id(row.round_id).one(db).await?;
    let round = value(db, round.ok_or_else(|| wrong(&"no such round"))?).await?;
    let scores: Scores = serde_json::from_str(&row.scores).map_err(|problem| wrong(&problem))?;
    Ok(KeptPlan {
        id: PlanId(row.id),
        round,
        state: row.state.parse().map_err(|problem| wrong(&problem))?,
        made_at: row.made_at.timestamp(),
        base_seq: row.base_seq,
        base_digest: scores.base,
        situation: serde_json::from_str(&row.situation).map_err(|problem| wrong(&problem))?,
        policy: serde_json::from_str(&row.policy).map_err(|problem| wrong(&problem))?,
        plan: serde_json::from_str(&row.content).map_err(|problem| wrong(&problem))?,
        scores: scores.scores,
    })
}
