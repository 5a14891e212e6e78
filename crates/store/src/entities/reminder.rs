//! A family reminded of what it has to bring back.

use sea_orm::entity::prelude::*;

use crate::base::columns::{Day, Instant};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reminders")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cite_id: Uuid,
    pub household_id: Uuid,
    pub channel: String,
    pub standing: String,
    pub loans: i64,
    pub reminded_on: Day,
    pub at: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
