//! What is known of the line behind a card.

use sea_orm::entity::prelude::*;

use crate::base::columns::Day;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sims")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub item_id: Uuid,
    pub cite_id: Uuid,
    pub operator: String,
    pub customer: Option<String>,
    pub volume_mb: Option<i64>,
    pub subscription: String,
    pub activate_before: Option<Day>,
    pub validity_days: Option<i64>,
    pub rechargeable: Option<bool>,
    pub monthly_cents: Option<i64>,
    pub starts_on: Option<Day>,
    pub ends_on: Option<Day>,
    pub commitment_id: Option<Uuid>,
    pub pin_sealed: Option<Vec<u8>>,
    pub puk_sealed: Option<Vec<u8>>,
    pub state: String,
    pub activated_on: Option<Day>,
    pub valid_until: Option<Day>,
    pub used_on: Option<Day>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
