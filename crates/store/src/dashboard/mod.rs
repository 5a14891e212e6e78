//! The figures of the first page: counts in a few queries, never a list of families.

use domain::codes::UnknownCode;
use domain::disclosure::{Audience, Shown, disclose};
use domain::ids::CiteId;
use domain::people::equipment::{NeedKind, NeedState};
use jiff::civil::Date;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::base::columns::Day;
use crate::base::error::Failure;
use crate::census::find::not_asked;
use crate::entities::{household, import, loan, need, reservation};
use crate::loans::lists::open;
use crate::stock::find::StockCounts;
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
    pub stock: StockCounts,
    /// Reservations that wait for their hand-over.
    pub to_hand_over: u64,
    /// Loans with something still out past their due day.
    pub overdue: u64,
    /// Files read and not confirmed.
    pub imports: u64,
    /// Households whose equipment or connection nobody has asked about yet.
    pub to_ask: u64,
}

/// What the national reader sees of one cité: families, each once; counts under 11 are hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CiteFigures {
    /// The cité's name.
    pub name: String,
    /// Families that wait for a device or have one reserved, then families served.
    pub devices: (Shown, Shown),
    /// The same for a connection.
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
        let overdue = open(by).filter(loan::Column::DueOn.lt(Day(today))).count(&self.db).await?;
        let imports = import::Entity::find()
            .filter(import::Column::CiteId.eq(cite))
            .filter(import::Column::State.eq("staged"))
            .count(&self.db)
            .await?;
        let to_ask = household::Entity::remembered()
            .filter(household::Column::CiteId.eq(cite))
            .filter(not_asked())
            .count(&self.db)
            .await?;
        let stock = self.stock_by_state(by).await?;
        Ok(Figures { devices, connections, stock, to_hand_over, overdue, imports, to_ask })
    }

    /// Every cité, disclosed as to readers outside the partnership. A family that was served twice is
    /// one family: needs would count it again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn national_figures(&self) -> Result<Vec<CiteFigures>, Failure> {
        let mut all = Vec::new();
        for cite in self.cites().await? {
            let stock = self.stock_of(cite.id).await?;
            let held = stock.iter().filter(|((_, state), _)| state.is_held());
            all.push(CiteFigures {
                devices: self.families(cite.id, NeedKind::Device).await?,
                connections: self.families(cite.id, NeedKind::Connection).await?,
                items: held.map(|(_, count)| count).sum(),
                name: cite.name,
            });
        }
        Ok(all)
    }

    /// Families that wait or have something reserved, then families that were served.
    async fn families(&self, cite: CiteId, kind: NeedKind) -> Result<(Shown, Shown), Failure> {
        let of = |states: &[NeedState]| {
            need::Entity::find()
                .select_only()
                .column(need::Column::HouseholdId)
                .distinct()
                .filter(need::Column::CiteId.eq(Uuid::from(cite)))
                .filter(need::Column::Kind.eq(kind.code()))
                .filter(need::Column::State.is_in(states.iter().map(|state| state.code())))
        };
        let waiting = of(&[NeedState::Open, NeedState::Reserved]).count(&self.db).await?;
        let served = of(&[NeedState::Served]).count(&self.db).await?;
        Ok((disclose(waiting, Audience::Outside), disclose(served, Audience::Outside)))
    }

    async fn need_counts(&self, cite: CiteId) -> Result<(NeedCounts, NeedCounts), Failure> {
        let rows: Vec<(String, String, i64)> = need::Entity::find()
            .select_only()
            .column(need::Column::Kind)
            .column(need::Column::State)
            // Rows, not ids: then the index `needs_by_kind` answers alone.
            .column_as(Expr::cust("COUNT(*)"), "many")
            .filter(need::Column::CiteId.eq(Uuid::from(cite)))
            .group_by(need::Column::Kind)
            .group_by(need::Column::State)
            .into_tuple()
            .all(&self.db)
            .await?;
        let bad = |error: UnknownCode| Failure::row("needs", cite, error);
        let (mut devices, mut connections) = (NeedCounts::default(), NeedCounts::default());
        for (kind, state, many) in rows {
            let counts = match kind.parse().map_err(bad)? {
                NeedKind::Device => &mut devices,
                NeedKind::Connection => &mut connections,
            };
            let many = many.unsigned_abs();
            match state.parse().map_err(bad)? {
                NeedState::Open => counts.open = many,
                NeedState::Reserved => counts.reserved = many,
                NeedState::Served => counts.served = many,
                // Nobody's any more.
                NeedState::Withdrawn => {}
            }
        }
        Ok((devices, connections))
    }
}
