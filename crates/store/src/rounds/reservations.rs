//! What is set aside for whom.

use std::collections::BTreeMap;

use domain::ids::{HouseholdId, ItemId, NeedId, PlanId, ReservationId};
use domain::stock::ItemKind;
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::base::columns::Instant;
use crate::base::error::Failure;
use crate::entities::{household, item, reservation};
use crate::parcels::packed::packed;
use crate::{By, Store};

domain::vocabulary! {
    /// Where a reservation stands.
    ReservationState {
        /// The item waits for the family.
        Held = "held",
        /// Handed over.
        Posted = "posted",
        /// Given back to the stock.
        Released = "released",
    }
}

/// An item set aside for a need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reservation {
    /// Its id.
    pub id: ReservationId,
    /// The plan that made it.
    pub plan: PlanId,
    /// The need.
    pub need: NeedId,
    /// Whose.
    pub household: HouseholdId,
    /// What the household is called.
    pub label: String,
    /// The item.
    pub item: ItemId,
    /// What it is.
    pub kind: ItemKind,
    /// Its inventory number.
    pub tag: String,
    /// The need's place in the plan.
    pub rank: i64,
    /// Where it stands.
    pub state: ReservationState,
    /// Until when it waits for the family; nothing for what was set aside before there was a delay.
    pub hold_until: Option<Timestamp>,
    /// The number of the bag that it is in, on its way to the family.
    pub bag: Option<i64>,
}

impl Reservation {
    /// Has the family's time to come passed?
    #[must_use]
    pub fn is_past(&self, now: Timestamp) -> bool {
        self.hold_until.is_some_and(|until| until < now)
    }
}

impl Store {
    /// What is held for a household of the asker's cité.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn reservations_of(
        &self,
        home: HouseholdId,
        by: By,
    ) -> Result<Vec<Reservation>, Failure> {
        let rows = held(by)
            .filter(reservation::Column::HouseholdId.eq(Uuid::from(home)))
            .order_by_asc(reservation::Column::Rank)
            .all(&self.db)
            .await?;
        self.reservation_values(rows).await
    }

    /// For whom an item of the asker's cité is held, if it is.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn reservation_of(
        &self,
        item: ItemId,
        by: By,
    ) -> Result<Option<Reservation>, Failure> {
        let rows = held(by).filter(reservation::Column::ItemId.eq(Uuid::from(item)));
        let rows = rows.all(&self.db).await?;
        Ok(self.reservation_values(rows).await?.pop())
    }

    /// Everything held in the asker's cité, in rank order, and how much there is; only what nobody came
    /// for in time when `past` is given.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn reservations(
        &self,
        past: Option<Timestamp>,
        offset: u64,
        limit: u64,
        by: By,
    ) -> Result<(Vec<Reservation>, u64), Failure> {
        let mut wanted = held(by);
        if let Some(now) = past {
            wanted = wanted.filter(reservation::Column::HoldUntil.lt(Instant::from(now)));
        }
        let total = wanted.clone().count(&self.db).await?;
        let rows = wanted
            .order_by_asc(reservation::Column::Rank)
            .order_by_asc(reservation::Column::Id)
            .offset(offset)
            .limit(limit)
            .all(&self.db)
            .await?;
        Ok((self.reservation_values(rows).await?, total))
    }

    pub(super) async fn reservation_values(
        &self,
        rows: Vec<reservation::Model>,
    ) -> Result<Vec<Reservation>, Failure> {
        let ids: Vec<Uuid> = rows.iter().map(|row| row.item_id).collect();
        let bags = packed(&self.db, &ids).await?;
        let items = rows.iter().map(|row| row.item_id);
        let items =
            item::Entity::find().filter(item::Column::Id.is_in(items)).all(&self.db).await?;
        let items: BTreeMap<_, _> = items.into_iter().map(|row| (row.id, row)).collect();
        let homes = rows.iter().map(|row| row.household_id);
        let homes = household::Entity::find().filter(household::Column::Id.is_in(homes));
        let homes: BTreeMap<_, _> =
            homes.all(&self.db).await?.into_iter().map(|row| (row.id, row.label)).collect();
        rows.into_iter()
            .map(|row| {
                let wrong =
                    |problem: &dyn std::fmt::Display| Failure::row("reservations", row.id, problem);
                let item = items.get(&row.item_id).ok_or_else(|| wrong(&"no such item"))?;
                Ok(Reservation {
                    id: ReservationId(row.id),
                    plan: PlanId(row.plan_id),
                    need: NeedId(row.need_id),
                    household: HouseholdId(row.household_id),
                    label: homes.get(&row.household_id).cloned().unwrap_or_default(),
                    item: ItemId(row.item_id),
                    kind: item.kind.parse().map_err(|problem| wrong(&problem))?,
                    tag: item.tag.clone(),
                    rank: row.rank,
                    state: row.state.parse().map_err(|problem| wrong(&problem))?,
                    hold_until: row.hold_until.map(Instant::timestamp),
                    bag: bags.get(&row.item_id).copied(),
                })
            })
            .collect()
    }
}

pub(super) fn held(by: By) -> sea_orm::Select<reservation::Entity> {
    reservation::Entity::find()
        .filter(reservation::Column::CiteId.eq(Uuid::from(by.cite)))
        .filter(reservation::Column::State.eq(ReservationState::Held.code()))
}
