//! A file handed in.

use sea_orm::DerivePartialModel;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;

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

/// All of it but its bytes, of which there may be 50 MB: most verbs have no need of them.
#[derive(Clone, Debug, PartialEq, Eq, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct Head {
    pub id: Uuid,
    pub school_id: Option<Uuid>,
    pub kind: String,
    pub file_name: String,
    pub settings: String,
    pub accepted: String,
    pub state: String,
    pub staged_at: Instant,
    #[sea_orm(from_expr = "Expr::cust(\"CAST(length(content) AS BIGINT)\")")]
    pub bytes: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
