//! Giving a reserved item back to the stock: the family did not come for it.

use domain::ids::ReservationId;
use domain::people::equipment::NeedState;
use domain::stock::ItemState;
use jiff::Timestamp;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::reservations::ReservationState;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{item, need, reservation};
use crate::parcels::packed::packed;
use crate::stock::moves::move_item;
use crate::{By, Store};

/// An order to release a reservation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ReleaseReservation {
    /// Minted when the button was shown.
    pub form: Uuid,
    /// Which.
    pub reservation: ReservationId,
}

/// Why a reservation was not released.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReleaseRefused {
    /// The cité has no such reservation.
    Unknown,
    /// It was handed over or released already.
    NotHeld,
    /// Its item is in a bag on its way to the family: the bag comes back first.
    Packed {
        /// The bag's number.
        number: i64,
    },
}

impl Store {
    /// Puts the item back into the stock and reopens the need, which waits for the next round.
    ///
    /// # Errors
    /// [`ReleaseRefused`].
    pub async fn release_reservation(
        &self,
        order: &ReleaseReservation,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<ReleaseRefused>> {
        let verb = match self.begin_once("release_reservation", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let row = held_row(&verb, order.reservation, by).await?;
        let facts = json!({ "item": row.item_id, "need": row.need_id });
        give_back(&verb, row, now).await?;
        Ok(verb.commit(Subject::Reservation, order.reservation, facts).await?)
    }
}

/// The reservation, if it still holds its item.
pub(super) async fn held_row(
    verb: &Verb,
    id: ReservationId,
    by: By,
) -> Result<reservation::Model, VerbError<ReleaseRefused>> {
    let mine = reservation::Entity::find_by_id(Uuid::from(id))
        .filter(reservation::Column::CiteId.eq(Uuid::from(by.cite)));
    let row = mine.one(&verb.tx).await?.ok_or(VerbError::Refused(ReleaseRefused::Unknown))?;
    if row.state != ReservationState::Held.code() {
        return Err(VerbError::Refused(ReleaseRefused::NotHeld));
    }
    match packed(&verb.tx, &[row.item_id]).await?.get(&row.item_id) {
        Some(number) => Err(VerbError::Refused(ReleaseRefused::Packed { number: *number })),
        None => Ok(row),
    }
}

/// The item goes back to the shelf, and the need waits again. Whatever happened to either meanwhile
/// stays as it is.
pub(super) async fn give_back(
    verb: &Verb,
    row: reservation::Model,
    now: Timestamp,
) -> Result<(), Failure> {
    let (unit, home) = (unit_of(verb, &row).await?, row.household_id);
    if unit.state == ItemState::Reserved.code() {
        let grade =
            unit.grade.parse().map_err(|problem| Failure::row("items", unit.id, problem))?;
        move_item(verb, unit, ItemState::Available, grade, Some(home), now).await?;
    }
    let_go(verb, row).await
}

/// The item that a reservation holds.
pub(super) async fn unit_of(verb: &Verb, row: &reservation::Model) -> Result<item::Model, Failure> {
    let unit = item::Entity::find_by_id(row.item_id).one(&verb.tx).await?;
    unit.ok_or_else(|| Failure::row("reservations", row.id, "no such item"))
}

/// The reservation ends and its need waits again, unless something met it meanwhile; wherever the item is.
pub(super) async fn let_go(verb: &Verb, row: reservation::Model) -> Result<(), Failure> {
    let wanted = need::Entity::find_by_id(row.need_id).one(&verb.tx).await?;
    let wanted = wanted.ok_or_else(|| Failure::row("reservations", row.id, "no such need"))?;
    if wanted.state == NeedState::Reserved.code() {
        let mut wanted = wanted.into_active_model();
        wanted.state = Set(NeedState::Open.code().to_owned());
        wanted.update(&verb.tx).await?;
    }
    let mut row = row.into_active_model();
    row.state = Set(ReservationState::Released.code().to_owned());
    row.update(&verb.tx).await?;
    Ok(())
}
