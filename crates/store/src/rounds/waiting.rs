//! Who waits, in the order of the last adopted plan.

use std::collections::BTreeMap;

use domain::allocation::{Plan, Rank};
use domain::ids::{CiteId, HouseholdId, NeedId};
use domain::people::equipment::{NeedKind, NeedState};
use domain::stock::{ItemKind, ItemState};
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::plans::PlanState;
use crate::base::error::Failure;
use crate::entities::{household, item, need, plan};
use crate::{By, Store};

/// A need that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The need.
    pub need: NeedId,
    /// What is needed.
    pub kind: NeedKind,
    /// Which of the household's devices it is, from 1; 1 for a connection.
    pub nth: u8,
    /// Whose.
    pub household: HouseholdId,
    /// What the household is called.
    pub label: String,
    /// Since when.
    pub opened_on: Date,
    /// Its place in the last adopted plan; none if it was not in it, or set aside before it.
    pub rank: Option<Rank>,
}

impl Store {
    /// The open needs of the asker's cité: those ranked by the last adopted plan first, in its order;
    /// then those no plan has ranked. And how many there are.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn waiting_list(
        &self,
        offset: u64,
        limit: u64,
        by: By,
    ) -> Result<(Vec<Waiting>, u64), Failure> {
        let cite = Uuid::from(by.cite);
        let ranks = self.last_ranks(by.cite).await?;
        let open = need::Entity::find()
            .filter(need::Column::CiteId.eq(cite))
            .filter(need::Column::State.eq(NeedState::Open.code()));
        let mut rows: Vec<_> = open
            .all(&self.db)
            .await?
            .into_iter()
            .map(|row| (ranks.get(&row.id.to_string()).copied(), row))
            .collect();
        let total = rows.len() as u64;
        rows.sort_by_key(|(rank, row)| {
            (rank.map_or(u32::MAX, |rank| rank.position), row.opened_on, row.id)
        });
        let skip = usize::try_from(offset).unwrap_or(usize::MAX);
        let take = usize::try_from(limit).unwrap_or(usize::MAX);
        let rows: Vec<_> = rows.into_iter().skip(skip).take(take).collect();
        let homes = rows.iter().map(|(_, row)| row.household_id);
        let homes = household::Entity::find().filter(household::Column::Id.is_in(homes));
        let homes: BTreeMap<_, _> =
            homes.all(&self.db).await?.into_iter().map(|row| (row.id, row.label)).collect();
        let waiting = rows.into_iter().map(|(rank, row)| {
            Ok(Waiting {
                need: NeedId(row.id),
                kind: row.kind.parse().map_err(|problem| Failure::row("needs", row.id, problem))?,
                nth: row.nth(),
                household: HouseholdId(row.household_id),
                label: homes.get(&row.household_id).cloned().unwrap_or_default(),
                opened_on: row.opened_on.0,
                rank,
            })
        });
        Ok((waiting.collect::<Result<_, Failure>>()?, total))
    }

    /// Open needs by kind, and free units by kind, in the asker's cité.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn supply_and_demand(
        &self,
        by: By,
    ) -> Result<(BTreeMap<NeedKind, u64>, BTreeMap<ItemKind, u64>), Failure> {
        let cite = Uuid::from(by.cite);
        let (mut needs, mut units) = (BTreeMap::new(), BTreeMap::new());
        for kind in NeedKind::ALL {
            let open = need::Entity::find()
                .filter(need::Column::CiteId.eq(cite))
                .filter(need::Column::State.eq(NeedState::Open.code()))
                .filter(need::Column::Kind.eq(kind.code()));
            needs.insert(*kind, open.count(&self.db).await?);
        }
        for kind in ItemKind::ALL {
            let free = item::Entity::find()
                .filter(item::Column::CiteId.eq(cite))
                .filter(item::Column::State.eq(ItemState::Available.code()))
                .filter(item::Column::Kind.eq(kind.code()));
            units.insert(*kind, free.count(&self.db).await?);
        }
        Ok((needs, units))
    }

    /// Ranks of the last adopted plan, by the need's id as text.
    pub(crate) async fn last_ranks(&self, cite: CiteId) -> Result<BTreeMap<String, Rank>, Failure> {
        let last: Option<(Uuid, String)> = last_adopted(cite)
            .select_only()
            .column(plan::Column::Id)
            .column(plan::Column::Content)
            .into_tuple()
            .one(&self.db)
            .await?;
        let Some((id, content)) = last else { return Ok(BTreeMap::new()) };
        let plan: Plan =
            serde_json::from_str(&content).map_err(|problem| Failure::row("plans", id, problem))?;
        // Decided before the plan, with nothing given: its place in the plan is no place in a line.
        let ranked = plan.lines.into_iter().filter(|line| !line.reason.is_set_aside());
        Ok(ranked.map(|line| (line.need, line.rank)).collect())
    }
}

/// The plans of a cité that were adopted, the last first.
pub(crate) fn last_adopted(cite: CiteId) -> sea_orm::Select<plan::Entity> {
    plan::Entity::find()
        .filter(plan::Column::CiteId.eq(Uuid::from(cite)))
        .filter(plan::Column::State.eq(PlanState::Adopted.code()))
        .order_by_desc(plan::Column::MadeAt)
        .order_by_desc(plan::Column::Id)
}
