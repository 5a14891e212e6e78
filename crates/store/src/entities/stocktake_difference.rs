//! A difference that a closed stocktake found.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stocktake_differences")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub stocktake_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    pub item_id: Option<Uuid>,
    pub difference: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
