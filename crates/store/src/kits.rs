//! Kits: bills of materials, named once, handed over whole.

use std::collections::BTreeMap;

use domain::ids::{KitId, SupplyId};
use domain::kit::Parts;
use domain::stock::ItemKind;
use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, Set,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::base::error::{Failure, VerbError, breaks_unique};
use crate::base::journal::Subject;
use crate::base::rows::insert;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{kit, kit_part, supply};
use crate::{By, Store};

/// A kit to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewKit {
    /// Its id, minted when the form was shown.
    pub id: KitId,
    /// What people call it.
    pub label: String,
    /// What it holds.
    pub parts: Parts,
}

/// Why a kit was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewKitRefused {
    /// Nothing is in it.
    Empty,
    /// The cité has one of this name.
    LabelTaken,
    /// The cité does not know this thing.
    UnknownSupply(SupplyId),
}

/// An order to hand a kit out no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RetireKit {
    /// Minted when the form was shown.
    pub form: Uuid,
    /// The kit.
    pub kit: KitId,
}

/// Why a kit was not retired.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetireKitRefused {
    /// The cité has no such kit.
    Unknown,
}

/// A kit that is handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kit {
    /// Its id.
    pub id: KitId,
    /// What people call it.
    pub label: String,
    /// What it holds.
    pub parts: Parts,
}

impl Store {
    /// Makes a kit.
    ///
    /// # Errors
    /// [`NewKitRefused`].
    pub async fn add_kit(
        &self,
        order: &NewKit,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<NewKitRefused>> {
        let verb = match self.begin_once("add_kit", order.id.into(), order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        if order.parts.is_empty() {
            return Err(VerbError::Refused(NewKitRefused::Empty));
        }
        let cite = Uuid::from(by.cite);
        for supply in order.parts.supplies().keys() {
            let mine = supply::Entity::find_by_id(Uuid::from(*supply));
            let mine = mine.filter(supply::Column::CiteId.eq(cite)).one(&verb.tx).await?;
            mine.ok_or(VerbError::Refused(NewKitRefused::UnknownSupply(*supply)))?;
        }
        let (id, label) = (Uuid::from(order.id), order.label.clone());
        let row = kit::Model { id, cite_id: cite, label, retired: false }.into_active_model();
        match kit::Entity::insert(row).exec_without_returning(&verb.tx).await {
            Err(error) if breaks_unique(&error, "kits_label_once", "kits.label") => {
                return Err(VerbError::Refused(NewKitRefused::LabelTaken));
            }
            other => other?,
        };
        write_parts(&verb, order).await?;
        let (items, supplies) = (order.parts.items().len(), order.parts.supplies().len());
        let facts = json!({ "items": items, "supplies": supplies });
        Ok(verb.commit(Subject::Kit, order.id, facts).await?)
    }

    /// Hands a kit out no more; what was handed over stays as it is.
    ///
    /// # Errors
    /// [`RetireKitRefused`].
    pub async fn retire_kit(
        &self,
        order: &RetireKit,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<RetireKitRefused>> {
        let verb = match self.begin_once("retire_kit", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let mine = kit::Entity::find_by_id(Uuid::from(order.kit))
            .filter(kit::Column::CiteId.eq(Uuid::from(by.cite)));
        let row = mine.one(&verb.tx).await?.ok_or(VerbError::Refused(RetireKitRefused::Unknown))?;
        let mut row = row.into_active_model();
        row.retired = Set(true);
        row.update(&verb.tx).await?;
        Ok(verb.commit(Subject::Kit, order.kit, json!({})).await?)
    }

    /// The kits that the asker's cité hands out, by name.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn kits(&self, by: By) -> Result<Vec<Kit>, Failure> {
        let rows = kit::Entity::find()
            .filter(kit::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(kit::Column::Retired.eq(false))
            .order_by_asc(kit::Column::Label)
            .all(&self.db)
            .await?;
        let mut kits = Vec::with_capacity(rows.len());
        for row in rows {
            let parts = parts_of(&self.db, row.id).await?;
            kits.push(Kit { id: KitId(row.id), label: row.label, parts });
        }
        Ok(kits)
    }
}

async fn write_parts(verb: &Verb, order: &NewKit) -> Result<(), Failure> {
    let items = order.parts.items().iter().map(|(kind, many)| (Some(*kind), None, *many));
    let supplies = order.parts.supplies().iter().map(|(id, many)| (None, Some(*id), *many));
    let rows = items.chain(supplies).zip(1..).map(|((kind, supply, many), nth)| kit_part::Model {
        kit_id: order.id.into(),
        nth,
        item_kind: kind.map(|kind: ItemKind| kind.code().to_owned()),
        supply_id: supply.map(Uuid::from),
        quantity: many.into(),
    });
    Ok(insert::<kit_part::Entity>(&verb.tx, rows.collect()).await?)
}

/// What a kit holds.
pub(crate) async fn parts_of(db: &impl ConnectionTrait, kit: Uuid) -> Result<Parts, Failure> {
    let rows = kit_part::Entity::find().filter(kit_part::Column::KitId.eq(kit)).all(db).await?;
    let wrong = |problem: &dyn std::fmt::Display| Failure::row("kit_parts", kit, problem);
    let (mut items, mut supplies) = (BTreeMap::new(), BTreeMap::new());
    for row in rows {
        let many = u32::try_from(row.quantity).map_err(|problem| wrong(&problem))?;
        match (row.item_kind, row.supply_id) {
            (Some(kind), None) => {
                items.insert(kind.parse().map_err(|problem| wrong(&problem))?, many);
            }
            (None, Some(supply)) => {
                supplies.insert(SupplyId(supply), many);
            }
            _ => return Err(wrong(&"neither an item nor a counted thing")),
        }
    }
    Ok(Parts::new(items, supplies))
}
