//! The figures of the first page: counts in a few queries, never a list of families.

use std::collections::BTreeMap;

use domain::disclosure::{Audience, Shown, disclose};
use domain::ids::CiteId;
use domain::stock::{ItemKind, ItemState};
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::base::columns::Day;
use crate::base::error::Failure;
use crate::entities::{import, item, loan, loan_item, need, reservation};
use crate::{By, Store};

/// Needs of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NeedCounts {
    /// Waiting.
    pub open: u64,
    /// Something is set aside.
    pub reserved: u64,
    /// Served.
    pub served: u64,
}

/// What a cité's first page counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    /// Needs for a device.
    pub devices: NeedCounts,
    /// Needs for a connection.
    pub connections: NeedCounts,
    /// Items by kind and state; what there is none of is left out.
    pub stock: BTreeMap<(ItemKind, ItemState), u64>,
    /// Reservations that wait for their hand-over.
    pub to_hand_over: u64,
    /// Loans with something still out past their due day.
    pub overdue: u64,
    /// Files read and not confirmed.
    pub imports: u64,
}

/// What the national reader sees of one cité: counts of families under 11 are hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CiteFigures {
    /// The cité's name.
    pub name: String,
    /// Needs for a device: waiting or reserved, then served.
    pub devices: (Shown, Shown),
    /// Needs for a connection: waiting or reserved, then served.
    pub connections: (Shown, Shown),
    /// Items in the register: things, not families.
    pub items: u64,
}

impl Store {
    /// The figures of the asker's cité.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn figures(&self, today: Date, by: By) -> Result<Figures, Failure> {
        let cite = Uuid::from(by.cite);
        let (devices, connections) = self.need_counts(by.cite).await?;
        let to_hand_over = reservation::Entity::find()
            .filter(reservation::Column::CiteId.eq(cite))
            .filter(reservation::Column::State.eq("held"))
            .count(&self.db)
            .await?;
        let out = loan_item::Entity::find()
            .select_only()
            .column(loan_item::Column::LoanId)
            .filter(loan_item::Column::ClosedAt.is_null());
        let overdue = loan::Entity::find()
            .filter(loan::Column::CiteId.eq(cite))
            .filter(loan::Column::DueOn.lt(Day(today)))
            .filter(loan::Column::Id.in_subquery(sea_orm::QueryTrait::into_query(out)))
            .count(&self.db)
            .await?;
        let imports = import::Entity::find()
            .filter(import::Column::CiteId.eq(cite))
            .filter(import::Column::State.eq("staged"))
            .count(&self.db)
            .await?;
        let stock = self.stock_counts(by.cite).await?;
        Ok(Figures { devices, connections, stock, to_hand_over, overdue, imports })
    }

    /// Every cité, disclosed as to readers outside the partnership.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn national_figures(&self) -> Result<Vec<CiteFigures>, Failure> {
        let shown = |counts: NeedCounts| {
            (
                disclose(counts.open + counts.reserved, Audience::Outside),
                disclose(counts.served, Audience::Outside),
            )
        };
        let mut all = Vec::new();
        for cite in self.cites().await? {
            let (devices, connections) = self.need_counts(cite.id).await?;
            let stock = self.stock_counts(cite.id).await?;
            let held = stock
                .iter()
                .filter(|((_, state), _)| state.is_held())
                .map(|(_, count)| count)
                .sum();
            all.push(CiteFigures {
                name: cite.name,
                devices: shown(devices),
                connections: shown(connections),
                items: held,
            });
        }
        Ok(all)
    }

    async fn need_counts(&self, cite: CiteId) -> Result<(NeedCounts, NeedCounts), Failure> {
        let rows: Vec<(String, String, i64)> = need::Entity::find()
            .select_only()
            .column(need::Column::Kind)
            .column(need::Column::State)
            .column_as(need::Column::Id.count(), "many")
            .filter(need::Column::CiteId.eq(Uuid::from(cite)))
            .group_by(need::Column::Kind)
            .group_by(need::Column::State)
            .into_tuple()
            .all(&self.db)
            .await?;
        let (mut devices, mut connections) = (NeedCounts::default(), NeedCounts::default());
        for (kind, state, many) in rows {
            let counts = if kind == "device" { &mut devices } else { &mut connections };
            let many = many.unsigned_abs();
            match state.as_str() {
                "open" => counts.open = many,
                "reserved" => counts.reserved = many,
                "served" => counts.served = many,
                // Withdrawn needs are nobody's any more.
                _ => {}
            }
        }
        Ok((devices, connections))
    }

    async fn stock_counts(
        &self,
        cite: CiteId,
    ) -> Result<BTreeMap<(ItemKind, ItemState), u64>, Failure> {
        let rows: Vec<(String, String, i64)> = item::Entity::find()
            .select_only()
            .column(item::Column::Kind)
            .column(item::Column::State)
            .column_as(item::Column::Id.count(), "many")
            .filter(item::Column::CiteId.eq(Uuid::from(cite)))
            .group_by(item::Column::Kind)
            .group_by(item::Column::State)
            .into_tuple()
            .all(&self.db)
            .await?;
        let bad = |error: domain::codes::UnknownCode| Failure::row("items", cite, error);
        rows.into_iter()
            .map(|(kind, state, many)| {
                Ok(((kind.parse().map_err(bad)?, state.parse().map_err(bad)?), many.unsigned_abs()))
            })
            .collect()
    }
}
