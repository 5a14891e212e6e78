//! A recognised debt.

use sea_orm::entity::prelude::*;

use crate::base::columns::Day;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "settlements")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cite_id: Uuid,
    pub commitment_id: Uuid,
    pub supplier: String,
    pub invoice: String,
    pub amount_cents: i64,
    pub settled_on: Day,
    pub settled_by: Uuid,
    pub state: String,
    pub decided_by: Option<Uuid>,
    pub payment_reference: Option<String>,
    pub paid_on: Option<Day>,
    pub rejection_reason: Option<String>,
    pub invoice_id: Option<Uuid>,
    pub remark: String,
    pub payment_order: Option<String>,
    pub bordereau: Option<String>,
    pub ordered_on: Option<Day>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
