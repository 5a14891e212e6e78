//! What the things that plans name are called.

use std::collections::BTreeMap;

use domain::ids::{CatalogueItemId, CiteId, LotId, SchoolId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::base::error::Failure;
use crate::entities::{lot, school};
use crate::fund::catalogue;
use crate::{FundLine, Store};

/// What the things that a cité's plans name are called.
#[derive(Debug, Clone)]
pub struct NamedParts {
    /// Lots by their labels.
    pub lots: BTreeMap<LotId, String>,
    /// Items of the catalogue by their labels.
    pub items: BTreeMap<CatalogueItemId, String>,
    /// Lines of the fund.
    pub lines: Vec<FundLine>,
    /// Schools by their names.
    pub schools: BTreeMap<SchoolId, String>,
}

impl Store {
    /// What the lots, items, lines and schools of a cité are called.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn named_parts(&self, cite: CiteId) -> Result<NamedParts, Failure> {
        let lots: Vec<(Uuid, String)> = lot::Entity::find()
            .filter(lot::Column::CiteId.eq(Uuid::from(cite)))
            .select_only()
            .columns([lot::Column::Id, lot::Column::Label])
            .into_tuple()
            .all(&self.db)
            .await?;
        let schools: Vec<(Uuid, String)> = school::Entity::find()
            .filter(school::Column::CiteId.eq(Uuid::from(cite)))
            .select_only()
            .columns([school::Column::Id, school::Column::Name])
            .into_tuple()
            .all(&self.db)
            .await?;
        let items = catalogue::items(&self.db, cite.into()).await?.into_iter();
        Ok(NamedParts {
            lots: lots.into_iter().map(|(id, label)| (LotId(id), label)).collect(),
            items: items.map(|item| (item.id, item.offered.label)).collect(),
            lines: self.export_fund_lines(cite).await?,
            schools: schools.into_iter().map(|(id, name)| (SchoolId(id), name)).collect(),
        })
    }
}
