//! A pupil; the birth date is only a keyed seal.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "children")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cite_id: Uuid,
    pub household_id: Uuid,
    pub school_id: Uuid,
    pub family_name: String,
    pub first_name: String,
    pub match_key: String,
    pub birth_year: i64,
    pub birth_seal: String,
    pub level: String,
    pub grade_label: String,
    pub class_name: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
