//! A sealed bag on its way to a family.

use sea_orm::entity::prelude::*;

use crate::base::columns::{Day, Instant};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "parcels")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cite_id: Uuid,
    pub number: i64,
    pub household_id: Uuid,
    pub channel: String,
    pub relay_id: Option<Uuid>,
    pub delivery_round_id: Option<Uuid>,
    pub nth: Option<i64>,
    pub seal: String,
    pub tracking: Option<String>,
    pub code_sealed: Option<Vec<u8>>,
    pub code_hash: Option<String>,
    pub due_on: Day,
    pub keep_until: Option<Day>,
    pub state: String,
    pub prepared_at: Instant,
    pub arrived_at: Option<Instant>,
    pub ended_at: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
