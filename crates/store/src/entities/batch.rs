//! Papers printed together.

use sea_orm::entity::prelude::*;

use crate::base::columns::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "batches")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cite_id: Uuid,
    pub account_id: Uuid,
    pub paper: String,
    pub chosen: String,
    pub beside: Option<String>,
    pub state: String,
    pub run: i64,
    pub stop_asked: bool,
    pub papers: i64,
    pub done: i64,
    pub left_out: i64,
    pub pages: i64,
    pub size: i64,
    pub begun_at: Instant,
    pub told_at: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
