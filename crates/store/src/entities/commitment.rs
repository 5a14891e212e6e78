//! Money reserved for an order.

use sea_orm::entity::prelude::*;

use crate::base::columns::Day;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "commitments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cite_id: Uuid,
    pub fund_line_id: Uuid,
    pub agreement_id: Uuid,
    pub supplier: String,
    pub purpose: String,
    pub order_number: String,
    pub amount_cents: i64,
    pub settled_cents: i64,
    pub state: String,
    pub committed_on: Day,
    pub before_convention: bool,
    pub supplier_siret: Option<String>,
    pub category: Option<String>,
    pub quote: String,
    pub delivered_to: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
