//! An item set aside for a need.

use sea_orm::entity::prelude::*;

use crate::base::columns::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reservations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cite_id: Uuid,
    pub plan_id: Uuid,
    pub need_id: Uuid,
    pub item_id: Uuid,
    pub household_id: Uuid,
    pub rank: i64,
    pub state: String,
    pub hold_until: Option<Instant>,
    pub passed_from: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
