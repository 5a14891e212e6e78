//! A cité éducative and what its papers print about the lender.

use sea_orm::entity::prelude::*;

use crate::base::columns::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cites")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    pub tag_prefix: String,
    pub lead_school: String,
    pub lender_name: String,
    pub lender_address: String,
    pub lender_signatory: String,
    pub act_reference: String,
    pub contact: String,
    pub dpo_contact: String,
    pub created_at: Instant,
    pub hold_days: i64,
    pub tutorial: String,
    pub sender: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
