//! One seat's dated answer.

use sea_orm::entity::prelude::*;

use crate::base::columns::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "agreement_answers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub agreement_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seat: String,
    pub answer: String,
    pub account_id: Uuid,
    pub answered_at: Instant,
    pub remark: String,
    pub deputy: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
