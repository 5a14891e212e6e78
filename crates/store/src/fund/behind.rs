//! Reading what adopted plans buy: their requests, and the families behind each.

use std::collections::BTreeMap;

use domain::Euros;
use domain::ids::{AgreementId, CatalogueItemId, HouseholdId, NeedId, PlanId};
use domain::people::equipment::{NeedKind, NeedState};
use domain::stock::ItemKind;
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::asked::Agreement;
use super::plan_money::Claim;
use crate::base::error::Failure;
use crate::entities::{agreement, catalogue_item, need, plan_purchase, plan_purchase_need};
use crate::stock::values::labels;
use crate::{By, Store};

/// Ids per statement.
const CHUNK: usize = 500;

/// What a request buys for an adopted plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanPurchase {
    /// The plan.
    pub plan: PlanId,
    /// What the item of the catalogue is called.
    pub item: String,
    /// What it is.
    pub kind: ItemKind,
    /// How many; those that no need waits for enter the stock.
    pub units: u64,
    /// What is still set aside for it.
    pub reserved: Euros,
    /// The needs behind it, by rank.
    pub behind: Vec<Behind>,
}

/// A need behind a purchase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// The need.
    pub need: NeedId,
    /// What is needed.
    pub kind: NeedKind,
    /// Which of the household's devices it is, from 1; 1 for a connection.
    pub nth: u8,
    /// Where the need stands by itself: something else may have met it.
    pub state: NeedState,
    /// Whose.
    pub household: HouseholdId,
    /// What the household is called; empty when it has been forgotten.
    pub label: String,
    /// Its place in the plan.
    pub rank: i64,
    /// Where it stands behind the purchase.
    pub claim: Claim,
}

impl Behind {
    /// Did it wait for a purchase that was given up, and does nothing meet it since?
    #[must_use]
    pub fn waits_again(&self) -> bool {
        self.claim == Claim::Released && self.state == NeedState::Open
    }

    /// Has a unit for it entered the stock, to be handed over?
    #[must_use]
    pub fn may_be_handed_over(&self) -> bool {
        self.claim == Claim::Arrived
            && matches!(self.state, NeedState::Open | NeedState::Reserved)
            && !self.label.is_empty()
    }
}

impl Store {
    /// What a request of the asker's cité buys for an adopted plan; nothing for one that no plan made.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn plan_purchase(
        &self,
        id: AgreementId,
        by: By,
    ) -> Result<Option<PlanPurchase>, Failure> {
        if super::agreements::asked(&self.db, id, by).await?.is_none() {
            return Ok(None);
        }
        let row = plan_purchase::Entity::find_by_id(Uuid::from(id)).one(&self.db).await?;
        let Some(row) = row else { return Ok(None) };
        let wrong = |problem: &dyn std::fmt::Display| Failure::row("plan_purchases", id, problem);
        let item = catalogue_item::Entity::find_by_id(row.item_id).one(&self.db).await?;
        let item = item.ok_or_else(|| wrong(&"no such item"))?;
        Ok(Some(PlanPurchase {
            plan: PlanId(row.plan_id),
            kind: item.kind.parse().map_err(|problem| wrong(&problem))?,
            item: item.label,
            units: u64::try_from(row.units).map_err(|problem| wrong(&problem))?,
            reserved: Euros::from_cents(row.reserved_cents),
            behind: self.behind(row.agreement_id).await?,
        }))
    }

    async fn behind(&self, agreement: Uuid) -> Result<Vec<Behind>, Failure> {
        let rows = plan_purchase_need::Entity::find()
            .filter(plan_purchase_need::Column::AgreementId.eq(agreement))
            .order_by_asc(plan_purchase_need::Column::Rank)
            .order_by_asc(plan_purchase_need::Column::NeedId)
            .all(&self.db)
            .await?;
        let mut needs: BTreeMap<Uuid, need::Model> = BTreeMap::new();
        for some in rows.chunks(CHUNK) {
            let ids = some.iter().map(|row| row.need_id);
            let found = need::Entity::find().filter(need::Column::Id.is_in(ids));
            needs.extend(found.all(&self.db).await?.into_iter().map(|row| (row.id, row)));
        }
        let homes = labels(&self.db, needs.values().map(|row| row.household_id)).await?;
        rows.into_iter()
            .map(|row| {
                let wrong = |problem: &dyn std::fmt::Display| {
                    Failure::row("plan_purchase_needs", row.need_id, problem)
                };
                let wanted = needs.get(&row.need_id).ok_or_else(|| wrong(&"no such need"))?;
                Ok(Behind {
                    need: NeedId(row.need_id),
                    kind: wanted.kind.parse().map_err(|problem| wrong(&problem))?,
                    nth: wanted.nth(),
                    state: wanted.state.parse().map_err(|problem| wrong(&problem))?,
                    household: HouseholdId(wanted.household_id),
                    label: homes.get(&wanted.household_id).cloned().unwrap_or_default(),
                    rank: row.rank,
                    claim: row.state.parse().map_err(|problem| wrong(&problem))?,
                })
            })
            .collect()
    }

    /// The requests that a plan of the asker's cité made when it was adopted, each with the item it buys.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn plan_requests(
        &self,
        plan: PlanId,
        by: By,
    ) -> Result<Vec<(CatalogueItemId, Agreement)>, Failure> {
        let of_plan = plan_purchase::Column::PlanId.eq(Uuid::from(plan));
        let rows = plan_purchase::Entity::find().filter(of_plan.clone()).all(&self.db).await?;
        let items: BTreeMap<Uuid, Uuid> =
            rows.into_iter().map(|row| (row.agreement_id, row.item_id)).collect();
        let made = Query::select()
            .column(plan_purchase::Column::AgreementId)
            .from(plan_purchase::Entity)
            .and_where(of_plan)
            .to_owned();
        let asked = self.agreements_where(agreement::Column::Id.in_subquery(made), by).await?;
        let item = |one: &Agreement| items.get(&Uuid::from(one.id)).map(|id| CatalogueItemId(*id));
        Ok(asked.into_iter().filter_map(|one| Some((item(&one)?, one))).collect())
    }
}
