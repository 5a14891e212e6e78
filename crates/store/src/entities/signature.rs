//! A signature given for a whole hand-over, or for what came back.

use sea_orm::entity::prelude::*;

use crate::base::columns::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signatures")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub hand_over_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub side: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub cite_id: Uuid,
    pub manner: String,
    pub strokes: Option<String>,
    pub read_in: Option<String>,
    pub interpreter: bool,
    pub signed_at: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
