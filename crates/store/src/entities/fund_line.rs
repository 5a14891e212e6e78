//! A budget line with its running sums.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fund_lines")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cite_id: Uuid,
    pub code: String,
    pub label: String,
    pub funder: String,
    pub fiscal_year: i64,
    pub notified_cents: i64,
    pub open_cents: i64,
    pub settled_cents: i64,
    pub reduced: bool,
    pub terms: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
