//! A token of the programming interface, by the hash of its secret.

use sea_orm::entity::prelude::*;

use crate::base::columns::{Day, Instant};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_tokens")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub token_hash: Vec<u8>,
    pub account_id: Uuid,
    pub cite_id: Uuid,
    pub seat_id: Uuid,
    pub seat: String,
    pub scopes: String,
    pub label: String,
    pub created_at: Instant,
    pub expires_at: Instant,
    pub last_used_on: Option<Day>,
    pub revoked_at: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
