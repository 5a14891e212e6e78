//! A link by which a school hands in its answers without an account.

use sea_orm::entity::prelude::*;

use crate::base::columns::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "census_links")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cite_id: Uuid,
    pub school_id: Uuid,
    pub class_name: Option<String>,
    pub token_hash: Vec<u8>,
    pub created_by: Uuid,
    pub created_at: Instant,
    pub expires_at: Instant,
    pub draft: String,
    pub saves: i64,
    pub handed_in_at: Option<Instant>,
    pub handed_in_form: Option<Uuid>,
    pub note: String,
    pub revoked_at: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
