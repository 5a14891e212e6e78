//! Searches for a plan: begun on one node, seen and stopped from any other.
//!
//! A search changes nothing of the register, so it writes no journal line; the plan that it ends with does.

use domain::ids::{PlanId, RoundId};
use jiff::{SignedDuration, Timestamp};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::open::{RoundState, find};
use crate::base::columns::Instant;
use crate::base::error::{Failure, VerbError, breaks_unique};
use crate::entities::solve;
use crate::{By, Store};

/// A search that has told nothing for so long is dead: its node has gone.
const DEAD_AFTER: SignedDuration = SignedDuration::from_secs(60);

domain::vocabulary! {
    /// Where a search stands.
    SolveState {
        /// It runs.
        Running = "running",
        /// Its plan is kept.
        Kept = "kept",
        /// It ended without a plan.
        Failed = "failed",
    }
}

/// A search for a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solve {
    /// The id its plan will have.
    pub plan: PlanId,
    /// The round it is for.
    pub round: RoundId,
    /// Where it stands.
    pub state: SolveState,
    /// Somebody asked it to stop and to keep the best plan it has.
    pub stop_asked: bool,
    /// Steps done.
    pub done: u32,
    /// Steps in all.
    pub steps: u32,
    /// Needs that the best plan so far serves.
    pub served: u64,
    /// When it was begun.
    pub begun_at: Timestamp,
    /// Why it ended without a plan, in French; empty otherwise.
    pub fault: String,
}

/// Why no search was begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BeginSolveRefused {
    /// The cité has no such round.
    UnknownRound,
    /// The round is not open any more.
    RoundClosed,
    /// Another search for this round runs.
    AnotherRuns(PlanId),
}

impl Store {
    /// Notes that a search begins; nothing new when it has begun already.
    ///
    /// # Errors
    /// [`BeginSolveRefused`].
    pub async fn begin_solve(
        &self,
        plan: PlanId,
        round: RoundId,
        by: By,
        now: Timestamp,
    ) -> Result<bool, VerbError<BeginSolveRefused>> {
        let row = find(&self.db, round, by).await?;
        let row = row.ok_or(VerbError::Refused(BeginSolveRefused::UnknownRound))?;
        if row.state != RoundState::Open.code() {
            return Err(VerbError::Refused(BeginSolveRefused::RoundClosed));
        }
        self.bury_dead_solves(now).await?;
        if solve::Entity::find_by_id(Uuid::from(plan)).one(&self.db).await?.is_some() {
            return Ok(false);
        }
        let begun = solve::Model {
            plan_id: plan.into(),
            cite_id: by.cite.into(),
            round_id: row.id,
            state: SolveState::Running.code().to_owned(),
            stop_asked: false,
            done: 0,
            steps: 1,
            served: 0,
            begun_at: Instant::from(now),
            told_at: Instant::from(now),
            fault: String::new(),
        };
        let insert = solve::Entity::insert(begun.into_active_model());
        match insert.exec_without_returning(&self.db).await {
            Err(error)
                if breaks_unique(&error, "solves_one_running_per_round", "solves.round_id") =>
            {
                let other = running(round).one(&self.db).await?;
                let other = other.map_or(plan, |row| PlanId(row.plan_id));
                Err(VerbError::Refused(BeginSolveRefused::AnotherRuns(other)))
            }
            Err(error) if breaks_unique(&error, "solves_pkey", "solves.plan_id") => Ok(false),
            other => Ok(other.map(|_| true)?),
        }
    }

    /// Notes how far a search has come; answers whether it goes on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tell_solve(
        &self,
        plan: PlanId,
        (done, steps): (u32, u32),
        served: u64,
        now: Timestamp,
    ) -> Result<bool, Failure> {
        solve::Entity::update_many()
            .col_expr(solve::Column::Done, Expr::value(i64::from(done.min(steps))))
            .col_expr(solve::Column::Steps, Expr::value(i64::from(steps)))
            .col_expr(solve::Column::Served, Expr::value(i64::try_from(served).unwrap_or(i64::MAX)))
            .col_expr(solve::Column::ToldAt, Expr::value(Instant::from(now)))
            .filter(solve::Column::PlanId.eq(Uuid::from(plan)))
            .exec(&self.db)
            .await?;
        let row = solve::Entity::find_by_id(Uuid::from(plan)).one(&self.db).await?;
        Ok(row.is_some_and(|row| row.state == SolveState::Running.code() && !row.stop_asked))
    }

    /// Notes that a search has ended: with a plan, or with the sentence that says why not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_solve(&self, plan: PlanId, fault: Option<&str>) -> Result<(), Failure> {
        let state = if fault.is_some() { SolveState::Failed } else { SolveState::Kept };
        solve::Entity::update_many()
            .col_expr(solve::Column::State, Expr::value(state.code()))
            .col_expr(solve::Column::Fault, Expr::value(fault.unwrap_or_default()))
            .filter(solve::Column::PlanId.eq(Uuid::from(plan)))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Asks a search of the asker's cité to stop and to keep the best plan it has; answers whether it
    /// runs.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stop_solve(&self, plan: PlanId, by: By) -> Result<bool, Failure> {
        let asked = solve::Entity::update_many()
            .col_expr(solve::Column::StopAsked, Expr::value(true))
            .filter(solve::Column::PlanId.eq(Uuid::from(plan)))
            .filter(solve::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(solve::Column::State.eq(SolveState::Running.code()))
            .exec(&self.db)
            .await?;
        Ok(asked.rows_affected > 0)
    }

    /// A search of the asker's cité; one whose node has gone has failed.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn solve(
        &self,
        plan: PlanId,
        by: By,
        now: Timestamp,
    ) -> Result<Option<Solve>, Failure> {
        self.bury_dead_solves(now).await?;
        let mine = solve::Entity::find_by_id(Uuid::from(plan))
            .filter(solve::Column::CiteId.eq(Uuid::from(by.cite)));
        mine.one(&self.db).await?.map(value).transpose()
    }

    /// The search that runs for a round of the asker's cité.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn solve_of(
        &self,
        round: RoundId,
        by: By,
        now: Timestamp,
    ) -> Result<Option<Solve>, Failure> {
        self.bury_dead_solves(now).await?;
        let mine = running(round).filter(solve::Column::CiteId.eq(Uuid::from(by.cite)));
        mine.one(&self.db).await?.map(value).transpose()
    }

    async fn bury_dead_solves(&self, now: Timestamp) -> Result<(), Failure> {
        let Ok(since) = now.checked_sub(DEAD_AFTER) else { return Ok(()) };
        let dead = Condition::all()
            .add(solve::Column::State.eq(SolveState::Running.code()))
            .add(solve::Column::ToldAt.lt(Instant::from(since)));
        // Looked for first: a page that only reads must not wait for whoever writes.
        let found: Vec<Uuid> = solve::Entity::find()
            .filter(dead.clone())
            .order_by_asc(solve::Column::PlanId)
            .select_only()
            .column(solve::Column::PlanId)
            .into_tuple()
            .all(&self.db)
            .await?;
        if !found.is_empty() {
            solve::Entity::update_many()
                .col_expr(solve::Column::State, Expr::value(SolveState::Failed.code()))
                .filter(dead)
                .exec(&self.db)
                .await?;
        }
        Ok(())
    }
}

fn running(round: RoundId) -> sea_orm::Select<solve::Entity> {
    solve::Entity::find()
        .filter(solve::Column::RoundId.eq(Uuid::from(round)))
        .filter(solve::Column::State.eq(SolveState::Running.code()))
}

fn value(row: solve::Model) -> Result<Solve, Failure> {
    let wrong = |problem: &dyn std::fmt::Display| Failure::row("solves", row.plan_id, problem);
    Ok(Solve {
        plan: PlanId(row.plan_id),
        round: RoundId(row.round_id),
        state: row.state.parse().map_err(|problem| wrong(&problem))?,
        stop_asked: row.stop_asked,
        done: u32::try_from(row.done).map_err(|problem| wrong(&problem))?,
        steps: u32::try_from(row.steps).map_err(|problem| wrong(&problem))?,
        served: u64::try_from(row.served).map_err(|problem| wrong(&problem))?,
        begun_at: row.begun_at.timestamp(),
        fault: row.fault,
    })
}
