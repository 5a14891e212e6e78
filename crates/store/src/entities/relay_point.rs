//! A shop that keeps bags for families.

use sea_orm::entity::prelude::*;

use crate::base::columns::{Day, Instant};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "relay_points")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cite_id: Uuid,
    pub name: String,
    pub address: String,
    pub hours: String,
    pub phone: Option<String>,
    pub act: String,
    pub keep_days: i64,
    pub token_hash: Vec<u8>,
    pub away_until: Option<Day>,
    pub wrong_count: i64,
    pub wrong_since: Option<Instant>,
    pub opened_at: Instant,
    pub ended_at: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
