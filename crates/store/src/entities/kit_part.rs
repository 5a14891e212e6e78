//! A line of a bill of materials.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kit_parts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub kit_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub nth: i64,
    pub item_kind: Option<String>,
    pub supply_id: Option<Uuid>,
    pub quantity: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
