//! A file handed in.

use sea_orm::entity::prelude::*;

use crate::base::columns::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "imports")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cite_id: Uuid,
    pub school_id: Option<Uuid>,
    pub kind: String,
    pub file_name: String,
    pub content: Vec<u8>,
    pub settings: String,
    pub accepted: String,
    pub state: String,
    pub base_seq: i64,
    pub staged_at: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
