//! People who share equipment at one address.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::base::columns::Instant;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "households")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cite_id: Uuid,
    pub label: String,
    pub search_key: String,
    pub address: String,
    pub postal_code: String,
    pub commune: String,
    pub in_qpv: bool,
    pub lost_contact: bool,
    pub contact_language: String,
    pub equipment: String,
    pub connection: String,
    pub accepts_loan: bool,
    pub accepts_refurbished: bool,
    pub created_at: Instant,
    pub forgotten_at: Option<Instant>,
    pub no_contact: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// The households that were not forgotten: every list, search and verb begins here. What is left
    /// of the others only carries their closed loans and their served needs.
    pub fn remembered() -> Select<Self> {
        Self::find().filter(Column::ForgottenAt.is_null())
    }
}
