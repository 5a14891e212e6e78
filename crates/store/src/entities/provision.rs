//! Items in the hands of a school or an organisation.

use sea_orm::entity::prelude::*;

use crate::base::columns::{Day, Instant};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "provisions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cite_id: Uuid,
    pub school_id: Option<Uuid>,
    pub organisation_id: Option<Uuid>,
    pub act: Option<String>,
    pub responsible: Option<String>,
    pub handed_at: Instant,
    pub handed_on: Day,
    pub due_on: Option<Day>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
