//! The waiting list: its order first, then its rows.

use std::collections::BTreeMap;

use domain::ids::{CiteId, NeedId};
use domain::people::equipment::NeedState;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::base::columns::Day;
use crate::base::error::Failure;
use crate::entities::need;
use crate::{ExportedNeed, Store};

impl Store {
    /// The open needs of a cité with their place in the last adopted plan: those it ranked first, in
    /// its order, then the oldest. The ids alone are held, for the order is that of the whole.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn export_waiting_order(
        &self,
        cite: CiteId,
    ) -> Result<Vec<(NeedId, Option<u32>)>, Failure> {
        let ranks = self.last_ranks(cite).await?;
        let open: Vec<(Uuid, Day)> = need::Entity::find()
            .select_only()
            .column(need::Column::Id)
            .column(need::Column::OpenedOn)
            .filter(need::Column::CiteId.eq(Uuid::from(cite)))
            .filter(need::Column::State.eq(NeedState::Open.code()))
            .into_tuple()
            .all(&self.db)
            .await?;
        let place = |id: Uuid| ranks.get(&id.to_string()).map(|rank| rank.position);
        let mut order: Vec<_> = open.into_iter().map(|(id, day)| (place(id), day, id)).collect();
        order.sort_by_key(|(rank, day, id)| (rank.unwrap_or(u32::MAX), *day, *id));
        Ok(order.into_iter().map(|(rank, _, id)| (NeedId(id), rank)).collect())
    }

    /// These needs of a cité, in this order, without those that wait no more.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn export_waiting(
        &self,
        needs: &[(NeedId, Option<u32>)],
        cite: CiteId,
    ) -> Result<Vec<(Option<u32>, ExportedNeed)>, Failure> {
        let found = need::Entity::find()
            .filter(need::Column::Id.is_in(needs.iter().map(|(id, _)| Uuid::from(*id))))
            .all(&self.db)
            .await?;
        // As in `items_by_id`: by their ids, not through the whole cité.
        let waits = |row: &need::Model| {
            row.cite_id == Uuid::from(cite) && row.state == NeedState::Open.code()
        };
        let rows = self.need_rows(found.into_iter().filter(waits).collect()).await?;
        let mut rows: BTreeMap<NeedId, ExportedNeed> =
            rows.into_iter().map(|row| (row.need, row)).collect();
        Ok(needs.iter().filter_map(|(id, rank)| Some((*rank, rows.remove(id)?))).collect())
    }
}
