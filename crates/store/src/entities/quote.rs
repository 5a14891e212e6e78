//! What one of those files says as a supplier's quote.

use sea_orm::entity::prelude::*;

use crate::base::columns::Day;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quotes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub file_id: Uuid,
    pub supplier: String,
    pub number: String,
    pub quoted_on: Day,
    pub net_cents: Option<i64>,
    pub vat_cents: Option<i64>,
    pub gross_cents: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
