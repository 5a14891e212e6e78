//! Lending: one item is in at most one open loan (invariant 1).

use std::collections::BTreeMap;

use domain::allocation::FailedRule;
use domain::ids::ItemId;
use domain::item_life::NotLendable;
use domain::loan::Lend;
use domain::people::equipment::{NeedKind, NeedState};
use domain::stock::{ItemKind, ItemState, Level};
use jiff::Timestamp;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde_json::json;
use uuid::Uuid;

use super::judge::Judge;
use crate::base::columns::{Day, Instant};
use crate::base::error::{Failure, VerbError, breaks_unique};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{household, item, loan, loan_item, lot, need, reservation};
use crate::rounds::reservations::ReservationState;
use crate::stock::moves::move_item;
use crate::stock::values::items_by_id;
use crate::{By, Store};

/// Why one item cannot be handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemRefusal {
    /// The cité has no such item.
    Unknown,
    /// Its state, or another household's reservation, says no.
    State(NotLendable),
    /// Its lot is given, not lent.
    Given,
    /// Its donor keeps it for pupils of these levels, and the household has none.
    Levels(Vec<Level>),
    /// Its donor keeps it for families of the priority neighbourhoods.
    PriorityNeighbourhood,
    /// Another rule that the engine goes by.
    Rule(FailedRule),
}

/// An item that cannot be handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedItem {
    /// Which.
    pub item: ItemId,
    /// Its inventory number, if the cité has it.
    pub tag: Option<String>,
    /// Why.
    pub why: ItemRefusal,
}

/// Why nothing was lent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LendRefused {
    /// The cité has no such household.
    UnknownHousehold,
    /// Some items cannot be handed over; the others stay on the shelf too.
    Items(Vec<RefusedItem>),
}

/// What an item of the order does to needs and reservations.
struct Line {
    item: item::Model,
    reservation: Option<reservation::Model>,
    need: Option<need::Model>,
}

impl Store {
    /// Hands items over to a household. A reserved item posts its reservation; any other meets an open
    /// need of its kind, whose own reservation is released.
    ///
    /// # Errors
    /// [`LendRefused`], naming every item that stands in the way; nothing is lent then.
    pub async fn lend(
        &self,
        order: &Lend,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<LendRefused>> {
        let form = Uuid::from(order.loan());
        let verb = match self.begin_once("lend", form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let mine = household::Entity::remembered()
            .filter(household::Column::Id.eq(Uuid::from(order.household())))
            .filter(household::Column::CiteId.eq(Uuid::from(by.cite)));
        let home = mine.one(&verb.tx).await?;
        let home = home.ok_or(VerbError::Refused(LendRefused::UnknownHousehold))?;
        let mut lines = decide(&verb, order, &home, by).await?;
        attach_needs(&verb, &mut lines, &home).await?;
        let row = loan::Model {
            id: form,
            cite_id: by.cite.into(),
            household_id: home.id,
            lent_at: Instant::from(now),
            lent_on: Day(order.lent_on()),
            due_on: Day(order.due_on()),
        };
        loan::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
        let mut facts = Vec::new();
        for line in lines {
            let need = line.need.as_ref().map(|need| need.id);
            let reserved = line.reservation.as_ref().map(|held| held.id);
            let item = line.item.id;
            let released = hand_over(&verb, order, line, now).await?;
            let mut fact = json!({ "item": item, "need": need, "reservation": reserved });
            if let Some((reservation, item)) = released {
                fact["released"] = json!({ "reservation": reservation, "item": item });
            }
            facts.push(fact);
        }
        let facts = json!({ "household": home.id, "due_on": order.due_on(), "items": facts });
        Ok(verb.commit(Subject::Loan, order.loan(), facts).await?)
    }
}

/// Every item of the order, or every reason why not.
async fn decide(
    verb: &Verb,
    order: &Lend,
    home: &household::Model,
    by: By,
) -> Result<Vec<Line>, VerbError<LendRefused>> {
    let ids: Vec<Uuid> = order.items().iter().map(|line| line.item.into()).collect();
    let mut items = items_by_id(&verb.tx, &ids, by.cite).await?;
    let held = reservation::Entity::find()
        .filter(reservation::Column::ItemId.is_in(ids.iter().copied()))
        .filter(reservation::Column::State.eq(ReservationState::Held.code()))
        .all(&verb.tx)
        .await?;
    let mut held: BTreeMap<_, _> = held.into_iter().map(|row| (row.item_id, row)).collect();
    let lots = lot::Entity::find()
        .filter(lot::Column::Id.is_in(items.values().map(|item| item.lot_id)))
        .all(&verb.tx)
        .await?;
    let lots: BTreeMap<_, _> = lots.into_iter().map(|row| (row.id, row)).collect();
    let judge = Judge::of(verb, home, by).await?;
    let (mut lines, mut refused) = (Vec::new(), Vec::new());
    for id in ids {
        let Some(item) = items.remove(&id) else {
            refused.push(RefusedItem { item: ItemId(id), tag: None, why: ItemRefusal::Unknown });
            continue;
        };
        let reservation = held.remove(&id);
        let lot = lots.get(&item.lot_id);
        let lot = lot.ok_or_else(|| Failure::row("items", id, "no such lot"))?;
        match judge.refusal(&item, lot, reservation.as_ref())? {
            None => lines.push(Line { item, reservation, need: None }),
            Some(why) => refused.push(RefusedItem { item: ItemId(id), tag: Some(item.tag), why }),
        }
    }
    if refused.is_empty() {
        Ok(lines)
    } else {
        Err(VerbError::Refused(LendRefused::Items(refused)))
    }
}

/// Reserved items take the needs they were reserved for; then each other item takes an active need of
/// its kind that is still free, the household's first before its next.
async fn attach_needs(
    verb: &Verb,
    lines: &mut [Line],
    home: &household::Model,
) -> Result<(), Failure> {
    let active = need::Entity::find()
        .filter(need::Column::HouseholdId.eq(home.id))
        .filter(need::Column::State.is_in([NeedState::Open.code(), NeedState::Reserved.code()]))
        .all(&verb.tx)
        .await?;
    let mut active: BTreeMap<_, _> = active.into_iter().map(|row| (row.id, row)).collect();
    for line in lines.iter_mut() {
        line.need = line.reservation.as_ref().and_then(|held| active.remove(&held.need_id));
    }
    for line in lines.iter_mut().filter(|line| line.reservation.is_none()) {
        let kind: ItemKind = line
            .item
            .kind
            .parse()
            .map_err(|problem| Failure::row("items", line.item.id, problem))?;
        let Some(met) = NeedKind::met_by(kind) else { continue };
        let wanted = active.values().filter(|need| need.kind == met.code());
        // The first device first: the next one stands further back.
        let wanted = wanted.min_by_key(|need| (need.slot, need.id)).map(|need| need.id);
        line.need = wanted.and_then(|id| active.remove(&id));
    }
    Ok(())
}

/// Writes one line; answers the reservation and the item that it set free.
async fn hand_over(
    verb: &Verb,
    order: &Lend,
    line: Line,
    now: Timestamp,
) -> Result<Option<(Uuid, Uuid)>, VerbError<LendRefused>> {
    let item = ItemId(line.item.id);
    let handed = order.items().iter().find(|handed| handed.item == item);
    let grade = handed.ok_or_else(|| Failure::row("items", item, "not in the order"))?.grade;
    let row = loan_item::Model {
        loan_id: order.loan().into(),
        item_id: item.into(),
        need_id: line.need.as_ref().map(|need| need.id),
        grade_out: grade.code().to_owned(),
        grade_in: None,
        outcome: None,
        closed_at: None,
    };
    let tag = line.item.tag.clone();
    match loan_item::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await
    {
        Err(error)
            if breaks_unique(&error, "loan_items_one_open_per_item", "loan_items.item_id") =>
        {
            let why = ItemRefusal::State(NotLendable::AlreadyLent);
            let refused = vec![RefusedItem { item, tag: Some(tag), why }];
            return Err(VerbError::Refused(LendRefused::Items(refused)));
        }
        other => other?,
    };
    let home = Some(order.household().into());
    move_item(verb, line.item, ItemState::Lent, grade, home, now).await?;
    let mut released = None;
    if let Some(held) = line.reservation {
        let mut held = held.into_active_model();
        held.state = Set(ReservationState::Posted.code().to_owned());
        held.update(&verb.tx).await?;
    } else if let Some(need) = &line.need {
        released = release_of(verb, need.id, now).await?;
    }
    if let Some(need) = line.need {
        let mut need = need.into_active_model();
        need.state = Set(NeedState::Served.code().to_owned());
        need.update(&verb.tx).await?;
    }
    Ok(released)
}

/// Another item was handed over for this need: what was set aside for it goes back to the shelf.
async fn release_of(
    verb: &Verb,
    need: Uuid,
    now: Timestamp,
) -> Result<Option<(Uuid, Uuid)>, Failure> {
    let held = reservation::Entity::find()
        .filter(reservation::Column::NeedId.eq(need))
        .filter(reservation::Column::State.eq(ReservationState::Held.code()));
    let Some(held) = held.one(&verb.tx).await? else { return Ok(None) };
    let released = (held.id, held.item_id);
    if let Some(unit) = item::Entity::find_by_id(held.item_id).one(&verb.tx).await?
        && unit.state == ItemState::Reserved.code()
    {
        let wrong = |problem| Failure::row("items", held.item_id, problem);
        let grade = unit.grade.parse().map_err(wrong)?;
        move_item(verb, unit, ItemState::Available, grade, None, now).await?;
    }
    let mut held = held.into_active_model();
    held.state = Set(ReservationState::Released.code().to_owned());
    held.update(&verb.tx).await?;
    Ok(Some(released))
}
