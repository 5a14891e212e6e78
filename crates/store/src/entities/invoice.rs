//! A supplier's invoice, or credit note.

use sea_orm::entity::prelude::*;

use crate::base::columns::Day;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invoices")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cite_id: Uuid,
    pub commitment_id: Uuid,
    pub supplier: String,
    pub siret: String,
    pub siren: String,
    pub number: String,
    pub issued_on: Day,
    pub received_on: Day,
    pub net_cents: i64,
    pub vat_cents: i64,
    pub gross_cents: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
