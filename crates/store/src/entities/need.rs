//! A household's need.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::base::columns::Day;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "needs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cite_id: Uuid,
    pub household_id: Uuid,
    pub kind: String,
    pub state: String,
    pub priority: Option<String>,
    pub opened_on: Day,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
