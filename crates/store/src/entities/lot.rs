//! Things received together.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::base::columns::Day;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "lots")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cite_id: Uuid,
    pub label: String,
    pub origin: String,
    pub donor_id: Option<Uuid>,
    pub commitment_id: Option<Uuid>,
    pub acceptance: Option<String>,
    pub kind: String,
    pub condition: String,
    pub mode: String,
    pub restriction: String,
    pub received_on: Day,
    // Kept rows of an import made before the column have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
