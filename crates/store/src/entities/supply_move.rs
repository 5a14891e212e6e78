//! So many pieces more or fewer in a lot.

use sea_orm::entity::prelude::*;

use crate::base::columns::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "supply_moves")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub supply_lot_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub reason: String,
    pub quantity: i64,
    pub gift_id: Option<Uuid>,
    pub at: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
