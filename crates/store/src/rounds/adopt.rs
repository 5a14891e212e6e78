//! Adopting a plan: its money is there, its base has not moved, an audit finds nothing; then units and money
//! are set aside.

use std::collections::BTreeMap;

use audit::Violation;
use domain::Euros;
use domain::ids::{PlanId, RoundId};
use domain::people::equipment::NeedState;
use domain::stock::ItemState;
use jiff::{SignedDuration, Timestamp};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::buy::{self, Charged};
use super::open::{RoundState, find};
use super::plans::{KeptPlan, PlanState, find_plan, read};
use super::reservations::ReservationState;
use super::situation::collect;
use crate::base::columns::Instant;
use crate::base::derived;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{cite, item, need, plan, reservation, round};
use crate::stock::moves::move_item;
use crate::{By, Store};

/// Rows per statement.
const CHUNK: usize = 500;

/// An order to adopt a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct AdoptPlan {
    /// Minted when the confirmation was shown.
    pub form: Uuid,
    /// The plan.
    pub plan: PlanId,
}

/// Why a plan was not adopted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AdoptRefused {
    /// The cité has no such plan.
    Unknown,
    /// It is adopted already.
    AlreadyAdopted,
    /// Its round is closed: another plan of it was adopted, or it was given up.
    RoundClosed(RoundId),
    /// A line has not enough left for what the plan buys on it.
    Short {
        /// What the line is called.
        line: String,
        /// What the plan buys on it.
        needed: Euros,
        /// What it has left; below zero after a reduced notification.
        available: Euros,
    },
    /// Needs or stock have moved since it was proposed: propose again.
    StalePlan(RoundId),
    /// The auditor finds it wrong.
    AuditFailed(Vec<Violation>),
}

impl Store {
    /// Adopts a plan and reserves exactly its units, the lowest inventory number first in rank order. What
    /// it buys is set aside on the lines that it names, and the troïka is asked: those needs stay open, since
    /// nothing meets them yet, but no round counts them while their purchase is under way.
    ///
    /// # Errors
    /// [`AdoptRefused`]; nothing is reserved and nobody asked then.
    pub async fn adopt_plan(
        &self,
        order: &AdoptPlan,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<AdoptRefused>> {
        let verb = match self.begin_once("adopt_plan", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let Some(row) = find_plan(&verb.tx, order.plan, by).await? else {
            return Err(VerbError::Refused(AdoptRefused::Unknown));
        };
        let kept = read(&verb.tx, row.clone()).await?;
        let (round, charged) = check(&verb, &kept, by).await?;
        let until = held_until(&verb, by, now).await?;
        reserve(&verb, &kept, until, now).await?;
        let bought = buy::buy(&verb, &kept, charged, by, (now, until)).await?;
        close(&verb, row, round).await?;
        let facts = json!({
            "round": kept.round.id,
            "digest": kept.plan.digest,
            "reserved": kept.plan.assignments.iter().filter(|one| one.lot().is_some()).count(),
            "to_buy": kept.plan.orders.iter().map(|order| order.amount.cents()).sum::<i64>(),
            "waiting": kept.plan.unmet().count(),
            "requests": bought["requests"],
            "deltas": bought["deltas"],
        });
        Ok(verb.commit(Subject::Plan, order.plan, facts).await?)
    }
}

/// Everything that must hold before anything is set aside; answers the round's row, and the lines with what
/// they will have left. The money comes first: where it is what has moved, that is what is said.
async fn check(
    verb: &Verb,
    kept: &KeptPlan,
    by: By,
) -> Result<(round::Model, Vec<Charged>), VerbError<AdoptRefused>> {
    if kept.state == PlanState::Adopted {
        return Err(VerbError::Refused(AdoptRefused::AlreadyAdopted));
    }
    let round = find(&verb.tx, kept.round.id, by).await?;
    let round = round.ok_or_else(|| Failure::row("rounds", kept.round.id, "missing"))?;
    if round.state != RoundState::Open.code() {
        return Err(VerbError::Refused(AdoptRefused::RoundClosed(kept.round.id)));
    }
    let charged = buy::lines(verb, kept, by).await?;
    let base = collect(&verb.tx, round.clone()).await?;
    if base.digest()? != kept.base_digest
        || base.situation != kept.situation
        || base.policy != kept.policy
    {
        return Err(VerbError::Refused(AdoptRefused::StalePlan(kept.round.id)));
    }
    // Against what is there now, not against what was kept beside the plan.
    audit::audit(&base.situation, &base.policy, &kept.plan)
        .map_err(|found| VerbError::Refused(AdoptRefused::AuditFailed(found)))?;
    Ok((round, charged))
}

/// Until when what is set aside waits for its family.
pub(super) async fn held_until(verb: &Verb, by: By, now: Timestamp) -> Result<Timestamp, Failure> {
    let home = cite::Entity::find_by_id(Uuid::from(by.cite)).one(&verb.tx).await?;
    let days = home.ok_or_else(|| Failure::row("cites", by.cite, "missing"))?.hold_days;
    Ok(now.saturating_add(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MAX))
}

async fn reserve(
    verb: &Verb,
    kept: &KeptPlan,
    until: Timestamp,
    now: Timestamp,
) -> Result<(), Failure> {
    let wrong = |what: &str| Failure::row("plans", kept.id, what);
    let mut free: BTreeMap<String, Vec<item::Model>> = BTreeMap::new();
    let items = item::Entity::find()
        .filter(item::Column::State.eq(ItemState::Available.code()))
        .filter(item::Column::LotId.is_in(lots_used(kept)?))
        .order_by_desc(item::Column::Tag);
    for row in items.all(&verb.tx).await? {
        free.entry(row.lot_id.to_string()).or_default().push(row);
    }
    let given: BTreeMap<&str, &str> =
        kept.plan.assignments.iter().filter_map(|a| Some((a.need.as_str(), a.lot()?))).collect();
    let homes: BTreeMap<&str, &str> =
        kept.situation.needs().iter().map(|n| (n.need.as_str(), n.household.as_str())).collect();
    let mut lines: Vec<_> = kept.plan.lines.iter().collect();
    lines.sort_unstable_by_key(|line| line.rank.position);
    let mut reserved = Vec::with_capacity(given.len());
    for line in lines {
        let Some(lot) = given.get(line.need.as_str()) else { continue };
        // Sorted from the highest tag: the lowest is the last.
        let unit = free.get_mut(*lot).and_then(Vec::pop).ok_or_else(|| wrong("no unit left"))?;
        let need = uuid(&line.need, kept)?;
        let home = homes.get(line.need.as_str()).ok_or_else(|| wrong("unknown need"))?;
        let home = uuid(home, kept)?;
        reserved.push(reservation::Model {
            id: derived(&[kept.id.0.as_bytes(), need.as_bytes()]),
            cite_id: unit.cite_id,
            plan_id: kept.id.into(),
            need_id: need,
            item_id: unit.id,
            household_id: home,
            rank: line.rank.position.into(),
            state: ReservationState::Held.code().to_owned(),
            hold_until: Some(Instant::from(until)),
            passed_from: None,
        });
        let grade =
            unit.grade.parse().map_err(|problem| Failure::row("items", unit.id, problem))?;
        move_item(verb, unit, ItemState::Reserved, grade, Some(home), now).await?;
    }
    for rows in reserved.chunks(CHUNK) {
        need::Entity::update_many()
            .col_expr(need::Column::State, Expr::value(NeedState::Reserved.code()))
            .filter(need::Column::Id.is_in(rows.iter().map(|row| row.need_id)))
            .exec(&verb.tx)
            .await?;
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        reservation::Entity::insert_many(rows).exec_without_returning(&verb.tx).await?;
    }
    Ok(())
}

fn lots_used(kept: &KeptPlan) -> Result<Vec<Uuid>, Failure> {
    let used = kept.plan.lots.iter().filter(|lot| lot.used > 0);
    used.map(|lot| uuid(&lot.lot, kept)).collect()
}

fn uuid(text: &str, kept: &KeptPlan) -> Result<Uuid, Failure> {
    text.parse().map_err(|problem| Failure::row("plans", kept.id, problem))
}

async fn close(verb: &Verb, plan: plan::Model, round: round::Model) -> Result<(), Failure> {
    let mut plan = plan.into_active_model();
    plan.state = Set(PlanState::Adopted.code().to_owned());
    plan.update(&verb.tx).await?;
    let mut round = round.into_active_model();
    round.state = Set(RoundState::Adopted.code().to_owned());
    round.update(&verb.tx).await?;
    Ok(())
}
