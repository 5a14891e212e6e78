//! The lines of a hand-over: which items may go, and which needs they meet.

use std::collections::BTreeMap;

use domain::ids::ItemId;
use domain::people::equipment::{NeedKind, NeedState};
use domain::stock::{ItemKind, TransferMode};
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::judge::Judge;
use super::lend::{ItemRefusal, RefusedItem};
use crate::By;
use crate::base::error::Failure;
use crate::base::transaction::Verb;
use crate::entities::{household, item, lot, need, reservation};
use crate::parcels::packed::{awaited, packed};
use crate::provisions::custody::open_provisions;
use crate::rounds::reservations::ReservationState;
use crate::stock::values::{holders, items_by_id};

/// What an item of the order does to needs and reservations.
pub(crate) struct Line {
    pub item: item::Model,
    /// Its lot is given, not lent.
    pub given: bool,
    /// The provision that a school lends it on from.
    pub provision: Option<Uuid>,
    pub reservation: Option<reservation::Model>,
    pub need: Option<need::Model>,
}

/// The items that may be handed over to this household, lent or given, and every reason why the others
/// may not.
pub(crate) async fn decide(
    verb: &Verb,
    ids: &[Uuid],
    home: &household::Model,
    due_on: Date,
    by: By,
) -> Result<(Vec<Line>, Vec<RefusedItem>), Failure> {
    let mut items = items_by_id(&verb.tx, ids, by.cite).await?;
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
    let packed = packed(&verb.tx, ids).await?;
    let judge = Judge::of(verb, home, by).await?;
    let provided = open_provisions(&verb.tx, ids).await?;
    let with_families = holders(&verb.tx, ids).await?;
    let (mut lines, mut refused) = (Vec::new(), Vec::new());
    for id in ids {
        let (id, item) = (ItemId(*id), items.remove(id));
        let Some(item) = item else {
            refused.push(RefusedItem { item: id, tag: None, why: ItemRefusal::Unknown });
            continue;
        };
        if let Some(number) = packed.get(&item.id) {
            let why = ItemRefusal::Packed { number: *number };
            refused.push(RefusedItem { item: id, tag: Some(item.tag), why });
            continue;
        }
        let reservation = held.remove(&item.id);
        let lot = lots.get(&item.lot_id);
        let lot = lot.ok_or_else(|| Failure::row("items", id, "no such lot"))?;
        let provision = provided.get(&item.id);
        let custody = judge.custody(provision, with_families.contains_key(&item.id));
        match judge.refusal(&item, lot, reservation.as_ref(), (custody, due_on))? {
            None => {
                let given = lot.mode == TransferMode::Gift.code();
                let provision = provision.map(|row| row.id);
                lines.push(Line { item, given, provision, reservation, need: None });
            }
            Some(why) => refused.push(RefusedItem { item: id, tag: Some(item.tag), why }),
        }
    }
    Ok((lines, refused))
}

/// Reserved items take the needs they were reserved for; then each other item takes an active need of
/// its kind that is still free and no bag is for, the household's first before its next.
pub(crate) async fn attach_needs(
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
    // A need that a bag under way will meet waits for that bag.
    let awaited = awaited(&verb.tx, active.keys().copied()).await?;
    active.retain(|need, _| !awaited.contains(need));
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
