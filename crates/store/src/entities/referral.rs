//! A family sent in by a PRE referent.

use sea_orm::entity::prelude::*;

use crate::base::columns::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "referrals")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cite_id: Uuid,
    pub account_id: Uuid,
    pub family_name: Option<String>,
    pub first_name: Option<String>,
    pub phone: Option<String>,
    pub child_first_name: Option<String>,
    pub school_id: Option<Uuid>,
    pub contact_language: Option<String>,
    pub lacks_device: bool,
    pub lacks_connection: bool,
    pub state: String,
    pub household_id: Option<Uuid>,
    pub created_at: Instant,
    pub closed_at: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
