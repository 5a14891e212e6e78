//! Items, by inventory number.

use std::collections::BTreeMap;

use domain::ids::CiteId;
use domain::stock::TransferMode;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{ExportPage, ROWS};
use crate::base::error::Failure;
use crate::entities::{item, lot};
use crate::sims::rows;
use crate::stock::values::item_value;
use crate::{Item, Sim, Store};

/// An item and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedItem {
    /// The item.
    pub item: Item,
    /// What its lot is called.
    pub lot: String,
    /// `town`, `donor` or `fund`.
    pub origin: String,
    /// Lent or given.
    pub mode: TransferMode,
    /// Its line, in a file of cards; its codes are in no file.
    pub sim: Option<Sim>,
}

impl Store {
    /// Items of a cité after an inventory number; with a SIM card only, or all.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn export_items(
        &self,
        after: Option<&str>,
        with_sim: bool,
        cite: CiteId,
    ) -> Result<ExportPage<ExportedItem, String>, Failure> {
        let mut query = item::Entity::find().filter(item::Column::CiteId.eq(Uuid::from(cite)));
        if let Some(tag) = after {
            query = query.filter(item::Column::Tag.gt(tag));
        }
        if with_sim {
            query = query.filter(item::Column::Iccid.is_not_null());
        }
        let found = query.order_by_asc(item::Column::Tag).limit(ROWS).all(&self.db).await?;
        let (read, last) = (found.len(), found.last().map(|row| row.tag.clone()));
        let lots = lot::Entity::find()
            .filter(lot::Column::Id.is_in(found.iter().map(|row| row.lot_id)))
            .all(&self.db)
            .await?;
        let lots: BTreeMap<Uuid, lot::Model> = lots.into_iter().map(|row| (row.id, row)).collect();
        let ids: Vec<Uuid> = found.iter().filter(|_| with_sim).map(|row| row.id).collect();
        let sims = rows::sims_of(&self.db, &ids, cite).await?;
        let mut sims: BTreeMap<Uuid, _> = sims.into_iter().map(|row| (row.item_id, row)).collect();
        let rows = found.into_iter().map(|row| {
            let sim = sims.remove(&row.id).map(|sim| rows::sim_value(&sim)).transpose()?;
            let lot = lots.get(&row.lot_id);
            let lot = lot.ok_or_else(|| Failure::row("items", row.id, "its lot is missing"))?;
            let mode = lot.mode.parse().map_err(|why| Failure::row("lots", lot.id, why))?;
            let (label, origin) = (lot.label.clone(), lot.origin.clone());
            Ok(ExportedItem { item: item_value(row)?, lot: label, origin, mode, sim })
        });
        Ok(ExportPage::of(rows.collect::<Result<_, Failure>>()?, read, last))
    }
}
