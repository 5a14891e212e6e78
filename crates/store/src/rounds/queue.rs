//! The queue of a hand-over day: the families that something is set aside for, in rank order.

use std::collections::BTreeMap;

use domain::ids::HouseholdId;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
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

/// In the words of the partial indexes of `m0031_desk_lists`.
const HELD: &str = "reservations.state = 'held'";

/// Nothing of a lower rank is set aside for the same family; among what was not collected before an instant,
/// if one is given.
fn first_of_its_family(past: Option<Timestamp>) -> SimpleExpr {
    // A number: nothing to quote, and the two databases mark places for values differently.
    let late = past.map_or_else(String::new, |now| {
        format!(" AND e.hold_until < {}", Instant::from(now).milliseconds())
    });
    Expr::cust(format!(
        "NOT EXISTS (SELECT 1 FROM reservations e WHERE e.state = 'held'{late} \
         AND e.household_id = reservations.household_id \
         AND (e.rank < reservations.rank OR (e.rank = reservations.rank AND e.id < reservations.id)))"
    ))
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
        let mut waiting = reservation::Entity::find()
            .filter(reservation::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(Expr::cust(HELD));
        if let Some(now) = past {
            waiting = waiting.filter(reservation::Column::HoldUntil.lt(Instant::from(now)));
        }
        let total: Option<i64> = waiting
            .clone()
            .select_only()
            .column_as(Expr::cust("COUNT(DISTINCT household_id)"), "families")
            .into_tuple()
            .one(&self.db)
            .await?;
        let total = u64::try_from(total.unwrap_or(0)).unwrap_or(0);
        // A family stands where the first thing stands that is set aside for it: the page ends without looking
        // at the rest.
        let homes: Vec<Uuid> = waiting
            .filter(first_of_its_family(past))
            .select_only()
            .column(reservation::Column::HouseholdId)
            .order_by_asc(reservation::Column::Rank)
            .order_by_asc(reservation::Column::HouseholdId)
            .offset(offset)
            .limit(limit)
            .into_tuple()
            .all(&self.db)
            .await?;
        let rows = held(by)
            .filter(reservation::Column::HouseholdId.is_in(homes.iter().copied()))
            .order_by_asc(reservation::Column::Rank)
            .order_by_asc(reservation::Column::Id)
            .all(&self.db)
            .await?;
        let mut theirs: BTreeMap<HouseholdId, Vec<Reservation>> = BTreeMap::new();
        for one in self.reservation_values(rows).await? {
            theirs.entry(one.household).or_default().push(one);
        }
        let awaited = homes.into_iter().filter_map(|home| {
            let household = HouseholdId(home);
            let held = theirs.remove(&household)?;
            let label = held.first().map(|one| one.label.clone()).unwrap_or_default();
            Some(Awaited { household, label, held })
        });
        Ok((awaited.collect(), total))
    }
}
