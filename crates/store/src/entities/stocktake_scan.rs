//! A thing scanned in a stocktake, once.

use sea_orm::entity::prelude::*;

use crate::base::columns::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stocktake_scans")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub stocktake_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    pub item_id: Option<Uuid>,
    pub found: String,
    pub state: Option<String>,
    pub at: Instant,
    pub account_id: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
