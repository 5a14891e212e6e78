//! The two ends of a bag: the family has it, or the town has it again.

use std::collections::BTreeMap;

use domain::condition::{Accessories, Accessory, Points};
use domain::ids::{CiteId, HouseholdId, ItemId, LoanId};
use domain::loan::HandedOver;
use domain::people::equipment::NeedState;
use domain::stock::{ItemState, TransferMode};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::base::columns::Instant;
use crate::base::error::{Failure, VerbError};
use crate::base::transaction::Verb;
use crate::entities::{item, lot, need, parcel, parcel_item, reservation};
use crate::loans::lend::RefusedItem;
use crate::loans::lines::Line;
use crate::loans::write::{Opening, give_all, lend_all};
use crate::rounds::reservations::ReservationState;
use crate::stock::moves::move_item;

/// An item of a bag as it was packed.
pub(super) fn handed(line: &parcel_item::Model) -> Result<HandedOver, Failure> {
    let wrong =
        |problem: &dyn std::fmt::Display| Failure::row("parcel_items", line.parcel_id, problem);
    let points: Points = serde_json::from_str(&line.points).map_err(|problem| wrong(&problem))?;
    let along: BTreeMap<Accessory, u8> =
        serde_json::from_str(&line.accessories).map_err(|problem| wrong(&problem))?;
    let grade = line.grade.parse().map_err(|problem| wrong(&problem))?;
    let accessories = Accessories::counted(along);
    Ok(HandedOver { item: ItemId(line.item_id), grade, points, accessories })
}

/// The lines of a bag that is not over.
async fn open_lines(verb: &Verb, bag: Uuid) -> Result<Vec<parcel_item::Model>, Failure> {
    let mine = parcel_item::Entity::find()
        .filter(parcel_item::Column::ParcelId.eq(bag))
        .filter(parcel_item::Column::ClosedAt.is_null());
    Ok(mine.all(&verb.tx).await?)
}

/// The reservation that holds an item, if a plan set it aside.
async fn held(verb: &Verb, item: Uuid) -> Result<Option<reservation::Model>, Failure> {
    let held = reservation::Entity::find()
        .filter(reservation::Column::ItemId.eq(item))
        .filter(reservation::Column::State.eq(ReservationState::Held.code()));
    Ok(held.one(&verb.tx).await?)
}

/// A need that still waits for what was set aside for it.
async fn waiting(verb: &Verb, id: Option<Uuid>) -> Result<Option<need::Model>, Failure> {
    let Some(id) = id else { return Ok(None) };
    let found = need::Entity::find_by_id(id).one(&verb.tx).await?;
    Ok(found.filter(|row| row.state == NeedState::Reserved.code()))
}

async fn unit(verb: &Verb, line: &parcel_item::Model) -> Result<item::Model, Failure> {
    let unit = item::Entity::find_by_id(line.item_id).one(&verb.tx).await?;
    let unit = unit.filter(|unit| unit.state == ItemState::Reserved.code());
    unit.ok_or_else(|| {
        Failure::row("parcel_items", line.parcel_id, "an item that is not set aside")
    })
}

async fn close(verb: &Verb, line: parcel_item::Model, now: Timestamp) -> Result<(), Failure> {
    let mut line = line.into_active_model();
    line.closed_at = Set(Some(Instant::from(now)));
    line.update(&verb.tx).await?;
    Ok(())
}

/// The family has the bag: what is in it is lent, or given, from `today` on. Answers the facts of the
/// journal line.
pub(super) async fn hand_over(
    verb: &Verb,
    bag: &parcel::Model,
    (today, now): (Date, Timestamp),
) -> Result<Value, Failure> {
    let rows = open_lines(verb, bag.id).await?;
    let mut items = Vec::new();
    let mut lines = Vec::new();
    for row in rows {
        items.push(handed(&row)?);
        let item = unit(verb, &row).await?;
        let lot = lot::Entity::find_by_id(item.lot_id).one(&verb.tx).await?;
        let lot = lot.ok_or_else(|| Failure::row("items", item.id, "no such lot"))?;
        let reservation = held(verb, item.id).await?;
        let need = match &reservation {
            Some(held) => waiting(verb, Some(held.need_id)).await?,
            None => waiting(verb, row.need_id).await?,
        };
        let given = lot.mode == TransferMode::Gift.code();
        lines.push(Line { item, given, provision: None, reservation, need });
        close(verb, row, now).await?;
    }
    let opening = Opening {
        id: LoanId(bag.id),
        cite: CiteId(bag.cite_id),
        home: HouseholdId(bag.household_id),
        on: today,
        due_on: bag.due_on.0,
        items: &items,
    };
    let (given, lent): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| line.given);
    let mut facts = json!({ "household": bag.household_id });
    if !lent.is_empty() {
        facts["due_on"] = json!(bag.due_on);
        facts["items"] = json!(lend_all(verb, &opening, lent, now).await.map_err(lent_already)?);
    }
    if !given.is_empty() {
        facts["given"] = json!(give_all(verb, &opening, given, now).await?);
    }
    Ok(facts)
}

/// What is in a bag is set aside: that it is lent elsewhere is a fault of the register.
fn lent_already(error: VerbError<RefusedItem>) -> Failure {
    match error {
        VerbError::Refused(line) => Failure::row("items", line.item, "lent and in a bag at once"),
        VerbError::Failed(failure) => failure,
        VerbError::OtherContent => Failure::row("parcels", "", "no form is sent here"),
    }
}

/// The town opens the bag: what a plan set aside still waits for its family, the rest is free, and the
/// needs that the bag held wait again.
pub(super) async fn unpack(
    verb: &Verb,
    bag: &parcel::Model,
    now: Timestamp,
) -> Result<Value, Failure> {
    let mut items = Vec::new();
    for row in open_lines(verb, bag.id).await? {
        let item = unit(verb, &row).await?;
        items.push(item.id);
        if held(verb, item.id).await?.is_none() {
            let wrong = |problem| Failure::row("items", row.item_id, problem);
            let grade = item.grade.parse().map_err(wrong)?;
            let home = Some(bag.household_id);
            move_item(verb, item, ItemState::Available, grade, home, now).await?;
        }
        if let Some(wanted) = waiting(verb, row.need_id).await? {
            let mut wanted = wanted.into_active_model();
            wanted.state = Set(NeedState::Open.code().to_owned());
            wanted.update(&verb.tx).await?;
        }
        close(verb, row, now).await?;
    }
    Ok(json!({ "household": bag.household_id, "items": items }))
}
