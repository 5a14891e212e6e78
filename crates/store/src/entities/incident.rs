//! Damage, loss or theft of an item.

use sea_orm::entity::prelude::*;

use crate::base::columns::Day;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incidents")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cite_id: Uuid,
    pub item_id: Uuid,
    pub loan_id: Option<Uuid>,
    pub kind: String,
    pub happened_on: Option<Day>,
    pub declared_on: Day,
    pub ended_on: Option<Day>,
    pub ending: Option<String>,
    pub charged_cents: Option<i64>,
    pub act: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
