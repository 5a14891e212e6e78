//! A decision that items leave for good.

use sea_orm::entity::prelude::*;

use crate::base::columns::Day;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "disposals")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cite_id: Uuid,
    pub act_number: String,
    pub act_on: Day,
    pub reason: String,
    pub destination: String,
    pub recipient: Option<String>,
    pub slip: Option<String>,
    pub destruction: Option<String>,
    pub value_checked: bool,
    pub unlocked: bool,
    pub recorded_on: Day,
    pub taken_back_on: Option<Day>,
    pub mistake: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
