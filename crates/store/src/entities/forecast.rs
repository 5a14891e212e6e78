//! What is planned on a line, month by month.

use sea_orm::entity::prelude::*;

use crate::base::columns::{Day, Instant};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "forecasts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub fund_line_id: Uuid,
    pub label: String,
    pub category: String,
    pub monthly_cents: i64,
    pub units: i64,
    pub starts_on: Day,
    pub ends_on: Day,
    pub commitment_id: Option<Uuid>,
    pub dropped_at: Option<Instant>,
    pub own_category_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
