//! A delivery of something counted, and what is left of it.

use sea_orm::entity::prelude::*;

use crate::base::columns::Day;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "supply_lots")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cite_id: Uuid,
    pub supply_id: Uuid,
    pub donor_id: Option<Uuid>,
    pub commitment_id: Option<Uuid>,
    pub received_on: Day,
    pub on_hand: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
