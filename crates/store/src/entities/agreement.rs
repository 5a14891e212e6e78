//! A request to the troïka.

use sea_orm::entity::prelude::*;

use crate::base::columns::{Day, Instant};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "agreements")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cite_id: Uuid,
    pub fund_line_id: Uuid,
    pub purpose: String,
    pub amount_cents: i64,
    pub regime: String,
    pub document: String,
    pub asked_on: Day,
    pub asked_by: Uuid,
    pub state: String,
    pub axis: String,
    pub category: Option<String>,
    pub off_terms: String,
    pub deadline: Option<Day>,
    pub asked_seat: Option<String>,
    pub rule: String,
    pub rule_limit_cents: Option<i64>,
    pub rule_act: String,
    pub withdrawn_at: Option<Instant>,
    pub own_category_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
