//! Which items are in a bag, and which needs wait for one.

use std::collections::{BTreeMap, BTreeSet};

use domain::parcel::ParcelState;
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::base::error::Failure;
use crate::entities::{parcel, parcel_item};

/// Of these items, those that are in a bag under way, with the bag's number.
pub(crate) async fn packed(
    db: &impl ConnectionTrait,
    items: &[Uuid],
) -> Result<BTreeMap<Uuid, i64>, Failure> {
    let lines = parcel_item::Entity::find()
        .filter(parcel_item::Column::ItemId.is_in(items.iter().copied()))
        .filter(parcel_item::Column::ClosedAt.is_null())
        .all(db)
        .await?;
    let bags = parcel::Entity::find()
        .filter(parcel::Column::Id.is_in(lines.iter().map(|line| line.parcel_id)))
        .all(db)
        .await?;
    let numbers: BTreeMap<Uuid, i64> = bags.into_iter().map(|row| (row.id, row.number)).collect();
    let number = |line: &parcel_item::Model| numbers.get(&line.parcel_id).copied();
    Ok(lines.iter().filter_map(|line| Some((line.item_id, number(line)?))).collect())
}

/// Of these needs, those that a bag under way was packed for.
pub(crate) async fn awaited(
    db: &impl ConnectionTrait,
    needs: impl Iterator<Item = Uuid>,
) -> Result<BTreeSet<Uuid>, Failure> {
    let lines = parcel_item::Entity::find()
        .filter(parcel_item::Column::NeedId.is_in(needs))
        .filter(parcel_item::Column::ClosedAt.is_null())
        .all(db)
        .await?;
    Ok(lines.into_iter().filter_map(|line| line.need_id).collect())
}

/// The items of bags that have left the town's hands and are not back: nobody finds them at the desk.
pub(crate) fn away() -> SelectStatement {
    let left = Query::select()
        .column(parcel::Column::Id)
        .from(parcel::Entity)
        .and_where(parcel::Column::EndedAt.is_null())
        .and_where(parcel::Column::State.ne(ParcelState::Prepared.code()))
        .to_owned();
    Query::select()
        .column(parcel_item::Column::ItemId)
        .from(parcel_item::Entity)
        .and_where(parcel_item::Column::ClosedAt.is_null())
        .and_where(parcel_item::Column::ParcelId.in_subquery(left))
        .to_owned()
}
