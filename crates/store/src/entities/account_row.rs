//! Which row of the form a category goes into, where a cité says so.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account_rows")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub cite_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub category: String,
    pub report_row: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
