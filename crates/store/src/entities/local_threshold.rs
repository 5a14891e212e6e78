//! A cité's own threshold of purchases.

use sea_orm::entity::prelude::*;

use crate::base::columns::Day;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "local_thresholds")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cite_id: Uuid,
    pub kind: String,
    pub in_force_from: Day,
    pub in_force_until: Option<Day>,
    pub net_cents: i64,
    pub quotes: i64,
    pub source: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
