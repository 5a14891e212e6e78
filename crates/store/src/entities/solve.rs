//! A search for a plan, while it runs and when it has ended.

use sea_orm::entity::prelude::*;

use crate::base::columns::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "solves")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub plan_id: Uuid,
    pub cite_id: Uuid,
    pub round_id: Uuid,
    pub state: String,
    pub stop_asked: bool,
    pub done: i64,
    pub steps: i64,
    pub served: i64,
    pub begun_at: Instant,
    pub told_at: Instant,
    pub fault: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
