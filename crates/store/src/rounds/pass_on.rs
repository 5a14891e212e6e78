//! Passing a reserved item on: its family did not come in time, the next in rank may have it.

use domain::allocation::{Alternative, NeedLine, SituationLot, first_failed_rule};
use domain::ids::ReservationId;
use domain::people::equipment::NeedState;
use domain::stock::ItemState;
use jiff::{SignedDuration, Timestamp};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::adopt::held_until;
use super::plans::{KeptPlan, find_plan, read};
use super::release::{ReleaseRefused, ReleaseReservation, give_back, held_row, let_go, unit_of};
use crate::base::columns::Instant;
use crate::base::derived;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{household, need, reservation};
use crate::fund::plan_money::not_awaiting_purchase;
use crate::stock::moves::move_item;
use crate::{By, Store};

/// An order to keep what is set aside for longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct KeepLonger {
    /// Minted when the button was shown.
    pub form: Uuid,
    /// Which.
    pub reservation: ReservationId,
}

impl Store {
    /// Releases a reservation and sets its item aside for the next need in the plan's rank that may
    /// have it and still waits; back on the shelf when there is none. The need that waits no longer has
    /// its item, and keeps its rank.
    ///
    /// # Errors
    /// [`ReleaseRefused`].
    pub async fn pass_on(
        &self,
        order: &ReleaseReservation,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<ReleaseRefused>> {
        let verb = match self.begin_once("pass_on", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let row = held_row(&verb, order.reservation, by).await?;
        let mut facts = json!({ "item": row.item_id, "need": row.need_id });
        if let Some((next, rank)) = next(&verb, &row, by).await? {
            facts["next"] = json!({ "need": next.id, "household": next.household_id });
            let until = held_until(&verb, by, now).await?;
            hand_on(&verb, row, (next, rank), (until, now)).await?;
        } else {
            give_back(&verb, row, now).await?;
        }
        Ok(verb.commit(Subject::Reservation, order.reservation, facts).await?)
    }

    /// Gives the family as long again as it had, from now.
    ///
    /// # Errors
    /// [`ReleaseRefused`].
    pub async fn keep_longer(
        &self,
        order: &KeepLonger,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<ReleaseRefused>> {
        let verb = match self.begin_once("keep_longer", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let row = held_row(&verb, order.reservation, by).await?;
        let until = held_until(&verb, by, now).await?;
        let mut row = row.into_active_model();
        row.hold_until = Set(Some(Instant::from(until)));
        row.update(&verb.tx).await?;
        let days = until.duration_since(now).as_hours() / SignedDuration::from_hours(24).as_hours();
        Ok(verb.commit(Subject::Reservation, order.reservation, json!({ "days": days })).await?)
    }
}

/// The first need after this one, in the plan's rank, that the item may go to and that still waits; and
/// that rank.
async fn next(
    verb: &Verb,
    held: &reservation::Model,
    by: By,
) -> Result<Option<(need::Model, i64)>, Failure> {
    let unit = unit_of(verb, held).await?;
    if unit.state != ItemState::Reserved.code() {
        return Ok(None);
    }
    let Some(row) = find_plan(&verb.tx, held.plan_id.into(), by).await? else { return Ok(None) };
    let kept = read(&verb.tx, row).await?;
    let lot = kept.situation.lots().iter().find(|lot| lot.lot == unit.lot_id.to_string());
    let Some(lot) = lot else { return Ok(None) };
    for line in waiting(&kept, lot) {
        let id: Uuid =
            line.need.parse().map_err(|problem| Failure::row("plans", kept.id, problem))?;
        if id == held.need_id {
            continue;
        }
        let free = need::Entity::find_by_id(id).filter(not_awaiting_purchase());
        let Some(row) = free.one(&verb.tx).await? else { continue };
        let home = household::Entity::find_by_id(row.household_id).one(&verb.tx).await?;
        let remembered = home.is_some_and(|home| home.forgotten_at.is_none());
        if row.state == NeedState::Open.code() && remembered {
            return Ok(Some((row, line.rank.position.into())));
        }
    }
    Ok(None)
}

/// The needs that the plan left without anything, in rank order, that one item of this lot can meet.
fn waiting<'a>(kept: &'a KeptPlan, lot: &SituationLot) -> Vec<&'a NeedLine> {
    let alone = Alternative::single(&lot.kind);
    let may = |line: &&NeedLine| {
        let needs = kept.situation.needs();
        let place = needs.binary_search_by(|need| need.need.as_str().cmp(&line.need));
        place.is_ok_and(|at| {
            let need = &needs[at];
            need.asks.iter().any(|ask| ask.is_same(&alone))
                && first_failed_rule(need, lot).is_none()
        })
    };
    // What people decided to give nothing stands in no line.
    let unmet = kept.plan.unmet().filter(|line| !line.reason.is_set_aside());
    let mut lines: Vec<_> = unmet.filter(may).collect();
    lines.sort_unstable_by_key(|line| line.rank.position);
    lines
}

/// The item changes families without passing over the shelf.
async fn hand_on(
    verb: &Verb,
    held: reservation::Model,
    (next, rank): (need::Model, i64),
    (until, now): (Timestamp, Timestamp),
) -> Result<(), Failure> {
    let unit = unit_of(verb, &held).await?;
    let fresh = reservation::Model {
        id: derived(&[held.id.as_bytes(), next.id.as_bytes()]),
        need_id: next.id,
        household_id: next.household_id,
        rank,
        hold_until: Some(Instant::from(until)),
        passed_from: Some(held.id),
        ..held.clone()
    };
    let_go(verb, held).await?;
    let grade = unit.grade.parse().map_err(|problem| Failure::row("items", unit.id, problem))?;
    let home = Some(next.household_id);
    move_item(verb, unit, ItemState::Reserved, grade, home, now).await?;
    let mut next = next.into_active_model();
    next.state = Set(NeedState::Reserved.code().to_owned());
    next.update(&verb.tx).await?;
    reservation::Entity::insert(fresh.into_active_model()).exec_without_returning(&verb.tx).await?;
    Ok(())
}
