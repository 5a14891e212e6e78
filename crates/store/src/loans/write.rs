//! Writing a hand-over: the loan and the gift with their lines, the needs they meet, the reservations
//! they post or set free.

use domain::ids::{CiteId, HouseholdId, ItemId, LoanId};
use domain::item_life::NotLendable;
use domain::loan::HandedOver;
use domain::people::equipment::NeedState;
use domain::stock::ItemState;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde_json::json;
use uuid::Uuid;

use super::lend::{ItemRefusal, RefusedItem};
use super::lines::Line;
use crate::base::columns::{Day, Instant};
use crate::base::error::{Failure, VerbError, breaks_unique};
use crate::base::rows::insert;
use crate::base::transaction::Verb;
use crate::entities::{gift, gift_item, item, loan, loan_accessory, loan_item, need, reservation};
use crate::parcels::packed::packed;
use crate::rounds::reservations::ReservationState;
use crate::stock::moves::move_item;

/// What a loan, or a gift, begins with.
pub(crate) struct Opening<'a> {
    pub id: LoanId,
    pub cite: CiteId,
    pub home: HouseholdId,
    pub on: Date,
    pub due_on: Date,
    /// Every item of the hand-over, the given ones too.
    pub items: &'a [HandedOver],
}

impl Opening<'_> {
    /// What the order says of an item.
    fn handed(&self, item: Uuid) -> Result<&HandedOver, Failure> {
        let handed = self.items.iter().find(|handed| Uuid::from(handed.item) == item);
        handed.ok_or_else(|| Failure::row("items", item, "not in the order"))
    }
}

/// Writes one lent item with its accessories; answers the reservation and the item that it set free.
async fn write_lent(
    verb: &Verb,
    opening: &Opening<'_>,
    line: Line,
    now: Timestamp,
) -> Result<Option<(Uuid, Uuid)>, VerbError<RefusedItem>> {
    let (item, handed) = (ItemId(line.item.id), opening.handed(line.item.id)?);
    let (loan, home) = (opening.id, opening.home);
    let row = loan_item::Model {
        loan_id: loan.into(),
        item_id: item.into(),
        need_id: line.need.as_ref().map(|need| need.id),
        grade_out: handed.grade.code().to_owned(),
        grade_in: None,
        outcome: None,
        closed_at: None,
        points_out: serde_json::to_string(&handed.points).map_err(Failure::from)?,
        points_in: None,
        provision_id: line.provision,
    };
    let tag = line.item.tag.clone();
    match loan_item::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await
    {
        Err(error)
            if breaks_unique(&error, "loan_items_one_open_per_item", "loan_items.item_id") =>
        {
            let why = ItemRefusal::State(NotLendable::AlreadyLent);
            return Err(VerbError::Refused(RefusedItem { item, tag: Some(tag), why }));
        }
        other => other?,
    };
    let along = handed.accessories.iter().map(|(accessory, count)| loan_accessory::Model {
        loan_id: loan.into(),
        item_id: item.into(),
        accessory: accessory.code().to_owned(),
        count_out: count.into(),
        count_in: None,
    });
    insert::<loan_accessory::Entity>(&verb.tx, along.collect()).await?;
    move_item(verb, line.item, ItemState::Lent, handed.grade, Some(home.into()), now).await?;
    Ok(settle(verb, line.reservation, line.need, now).await?)
}

/// Writes one given item: it leaves the register with the family.
async fn write_given(
    verb: &Verb,
    opening: &Opening<'_>,
    line: Line,
    now: Timestamp,
) -> Result<Option<(Uuid, Uuid)>, Failure> {
    let handed = opening.handed(line.item.id)?;
    let row = gift_item::Model {
        gift_id: opening.id.into(),
        item_id: line.item.id,
        need_id: line.need.as_ref().map(|need| need.id),
        grade: handed.grade.code().to_owned(),
    };
    gift_item::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
    let home = Some(opening.home.into());
    move_item(verb, line.item, ItemState::Gone, handed.grade, home, now).await?;
    settle(verb, line.reservation, line.need, now).await
}

/// Posts the reservation, or releases the one that the need had on another item, and meets the need.
async fn settle(
    verb: &Verb,
    reservation: Option<reservation::Model>,
    need: Option<need::Model>,
    now: Timestamp,
) -> Result<Option<(Uuid, Uuid)>, Failure> {
    let mut released = None;
    if let Some(held) = reservation {
        let mut held = held.into_active_model();
        held.state = Set(ReservationState::Posted.code().to_owned());
        held.update(&verb.tx).await?;
    } else if let Some(need) = &need {
        released = release_of(verb, need.id, now).await?;
    }
    if let Some(need) = need {
        let mut need = need.into_active_model();
        need.state = Set(NeedState::Served.code().to_owned());
        need.update(&verb.tx).await?;
    }
    Ok(released)
}

/// Another item goes to this need: what was set aside for it goes back to the shelf, or comes back with
/// the bag that it is in.
pub(crate) async fn release_of(
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
        && packed(&verb.tx, &[unit.id]).await?.is_empty()
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

/// Writes the loan and its lines; answers what the journal tells of each.
pub(crate) async fn lend_all(
    verb: &Verb,
    opening: &Opening<'_>,
    lines: Vec<Line>,
    now: Timestamp,
) -> Result<Vec<serde_json::Value>, VerbError<RefusedItem>> {
    let row = loan::Model {
        id: opening.id.into(),
        cite_id: opening.cite.into(),
        household_id: opening.home.into(),
        lent_at: Instant::from(now),
        lent_on: Day(opening.on),
        due_on: Day(opening.due_on),
    };
    loan::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
    let mut facts = Vec::new();
    for line in lines {
        let fact = told(&line);
        let released = write_lent(verb, opening, line, now).await?;
        facts.push(with_released(fact, released));
    }
    Ok(facts)
}

/// What the journal tells of a line.
fn told(line: &Line) -> serde_json::Value {
    let need = line.need.as_ref().map(|need| need.id);
    let reserved = line.reservation.as_ref().map(|held| held.id);
    let mut told = json!({ "item": line.item.id, "need": need, "reservation": reserved });
    if let Some(provision) = line.provision {
        told["provision"] = json!(provision);
    }
    told
}

/// The same, with the reservation that the line set free.
fn with_released(mut fact: serde_json::Value, released: Option<(Uuid, Uuid)>) -> serde_json::Value {
    if let Some((reservation, item)) = released {
        fact["released"] = json!({ "reservation": reservation, "item": item });
    }
    fact
}

/// Writes the gift and its items; answers what the journal tells of each.
pub(crate) async fn give_all(
    verb: &Verb,
    opening: &Opening<'_>,
    lines: Vec<Line>,
    now: Timestamp,
) -> Result<Vec<serde_json::Value>, Failure> {
    let row = gift::Model {
        id: opening.id.into(),
        cite_id: opening.cite.into(),
        household_id: opening.home.into(),
        given_at: Instant::from(now),
        given_on: Day(opening.on),
    };
    gift::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
    let mut facts = Vec::new();
    for line in lines {
        let fact = told(&line);
        facts.push(with_released(fact, write_given(verb, opening, line, now).await?));
    }
    Ok(facts)
}
