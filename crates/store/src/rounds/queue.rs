//! The queue of a hand-over day: the families that something is set aside for, in rank order.

use std::collections::BTreeMap;

use domain::ids::HouseholdId;
use jiff::Timestamp;
use sea_orm::{ColumnTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::reservations::{Reservation, held};
use crate::base::columns::Instant;
use crate::base::error::Failure;
use crate::entities::reservation;
use crate::{By, Store};

/// A family in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaited {
    /// Which.
    pub household: HouseholdId,
    /// What it is called.
    pub label: String,
    /// What is set aside for it, in rank order.
    pub held: Vec<Reservation>,
}

impl Awaited {
    /// Has its time to come passed, for something?
    #[must_use]
    pub fn is_past(&self, now: Timestamp) -> bool {
        self.held.iter().any(|held| held.is_past(now))
    }
}

impl Store {
    /// The families that something is set aside for, by the rank of the first thing, and how many they
    /// are; only those whose time has passed when `past` is given.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn queue(
        &self,
        past: Option<Timestamp>,
        offset: u64,
        limit: u64,
        by: By,
    ) -> Result<(Vec<Awaited>, u64), Failure> {
        let mut waiting = held(by);
        if let Some(now) = past {
            waiting = waiting.filter(reservation::Column::HoldUntil.lt(Instant::from(now)));
        }
        let homes = waiting
            .select_only()
            .column(reservation::Column::HouseholdId)
            .column_as(reservation::Column::Rank.min(), "first")
            .group_by(reservation::Column::HouseholdId);
        let total = homes.clone().into_tuple::<(Uuid, i64)>().count(&self.db).await?;
        let homes: Vec<(Uuid, i64)> = homes
            .order_by(reservation::Column::Rank.min(), Order::Asc)
            .order_by_asc(reservation::Column::HouseholdId)
            .offset(offset)
            .limit(limit)
            .into_tuple()
            .all(&self.db)
            .await?;
        let rows = held(by)
            .filter(reservation::Column::HouseholdId.is_in(homes.iter().map(|home| home.0)))
            .order_by_asc(reservation::Column::Rank)
            .order_by_asc(reservation::Column::Id)
            .all(&self.db)
            .await?;
        let mut theirs: BTreeMap<HouseholdId, Vec<Reservation>> = BTreeMap::new();
        for one in self.reservation_values(rows).await? {
            theirs.entry(one.household).or_default().push(one);
        }
        let awaited = homes.into_iter().filter_map(|(home, _)| {
            let household = HouseholdId(home);
            let held = theirs.remove(&household)?;
            let label = held.first().map(|one| one.label.clone()).unwrap_or_default();
            Some(Awaited { household, label, held })
        });
        Ok((awaited.collect(), total))
    }
}
