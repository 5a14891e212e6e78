//! What came of an order at once, and its certificate.

use sea_orm::entity::prelude::*;

use crate::base::columns::Day;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deliveries")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cite_id: Uuid,
    pub commitment_id: Uuid,
    pub number: String,
    pub delivered_on: Day,
    pub school_id: Option<Uuid>,
    pub remark: String,
    pub certified_by: Option<Uuid>,
    pub certified_on: Option<Day>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
