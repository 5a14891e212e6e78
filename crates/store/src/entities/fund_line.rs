//! A budget line with its running sums.

use sea_orm::entity::prelude::*;

use crate::base::columns::Day;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fund_lines")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cite_id: Uuid,
    pub code: String,
    pub label: String,
    pub funder: String,
    pub fiscal_year: i64,
    pub notified_cents: i64,
    pub open_cents: i64,
    pub settled_cents: i64,
    pub reduced: bool,
    pub terms: String,
    pub purse: String,
    pub service: String,
    pub domaine: String,
    pub activite: String,
    pub spend_from: Option<Day>,
    pub spend_until: Option<Day>,
    pub convention_id: Option<Uuid>,
    pub before_convention: String,
    pub early_release: Option<i64>,
    pub report_months: Option<i64>,
    pub carried_in_cents: i64,
    pub carried_out_cents: i64,
    pub repaid_cents: i64,
    pub reserved_cents: i64,
    pub closed_on: Option<Day>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
