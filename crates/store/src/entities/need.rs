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
    /// Tells a household's devices apart while they are waited for, from 1.
    #[serde(default = "first")]
    pub slot: i64,
    pub state: String,
    pub priority: Option<String>,
    pub opened_on: Day,
}

// Pictures of imports made before there were several.
const fn first() -> i64 {
    1
}

impl Model {
    /// Which of the household's devices it is.
    pub fn nth(&self) -> u8 {
        u8::try_from(self.slot).unwrap_or(u8::MAX)
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
