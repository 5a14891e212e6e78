//! One thing that can be lent.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::base::columns::Day;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "items")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cite_id: Uuid,
    pub lot_id: Uuid,
    pub kind: String,
    pub tag: String,
    pub serial: Option<String>,
    pub imei: Option<String>,
    pub iccid: Option<String>,
    pub msisdn: Option<String>,
    pub former_tag: Option<String>,
    pub state: String,
    pub grade: String,
    pub received_on: Day,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
