//! How many seats must say yes, from a day on.

use sea_orm::entity::prelude::*;

use crate::base::columns::Day;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "troika_rules")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cite_id: Uuid,
    pub rule: String,
    pub limit_cents: Option<i64>,
    pub act: String,
    pub in_force_from: Day,
    /// The number of its journal line: of two rules of the same day, the later one counts.
    pub seq: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
