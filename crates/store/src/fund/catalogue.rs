//! The catalogue: what can be ordered, and at which price.

use domain::Euros;
use domain::fund::{Amount, MOST_ORDERED, Offered};
use domain::ids::CatalogueItemId;
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
use crate::base::transaction::Submitted;
use crate::entities::catalogue_item;
use crate::{By, Store};

domain::vocabulary! {
    /// Whether an item of the catalogue can still be ordered.
    OfferState {
        /// It can.
        Offered = "offered",
        /// It cannot any more; plans that name it stay readable.
        Withdrawn = "withdrawn",
    }
}

/// An item to offer. Prices are never changed in place: withdraw, then offer again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfferItem {
    /// Minted when the form was shown.
    pub id: CatalogueItemId,
    /// What it is.
    pub offered: Offered,
}

/// Why an item was not offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfferItemRefused {
    /// Another item that is offered has this name.
    LabelTaken,
    /// The minimum order is out of range.
    Minimum,
}

/// Why an item was not withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithdrawItemRefused {
    /// The cité's catalogue has no such item, or has it no more.
    Unknown,
}

/// An item of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueItem {
    /// Its id.
    pub id: CatalogueItemId,
    /// What it is.
    pub offered: Offered,
    /// Whether it can still be ordered.
    pub state: OfferState,
}

impl Store {
    /// Offers an item: rounds may propose to buy it from now on.
    ///
    /// # Errors
    /// [`OfferItemRefused`].
    pub async fn offer_item(
        &self,
        new: &OfferItem,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<OfferItemRefused>> {
        let verb = match self.begin_once("offer_item", new.id.into(), new, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let Offered { label, kind, category, condition, price, minimum_order } = &new.offered;
        if *minimum_order > MOST_ORDERED {
            return Err(VerbError::Refused(OfferItemRefused::Minimum));
        }
        let row = catalogue_item::Model {
            id: new.id.into(),
            cite_id: by.cite.into(),
            label: label.clone(),
            kind: kind.code().to_owned(),
            category: category.code().to_owned(),
            condition: condition.code().to_owned(),
            price_cents: price.cents(),
            minimum_order: (*minimum_order).into(),
            state: OfferState::Offered.code().to_owned(),
        };
        let insert = catalogue_item::Entity::insert(row.into_active_model());
        match insert.exec_without_returning(&verb.tx).await {
            Err(error)
                if breaks_unique(
                    &error,
                    "catalogue_items_label_once",
                    "catalogue_items.cite_id, catalogue_items.label",
                ) =>
            {
                return Err(VerbError::Refused(OfferItemRefused::LabelTaken));
            }
            other => other?,
        };
        let facts = json!({ "kind": kind, "price": price.cents(), "minimum": minimum_order });
        Ok(verb.commit(Subject::CatalogueItem, new.id, facts).await?)
    }

    /// Withdraws an item: no plan may propose it from now on.
    ///
    /// # Errors
    /// [`WithdrawItemRefused`].
    pub async fn withdraw_item(
        &self,
        form: Uuid,
        id: CatalogueItemId,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<WithdrawItemRefused>> {
        let verb = match self.begin_once("withdraw_item", form, &id, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let offered = catalogue_item::Entity::find_by_id(Uuid::from(id))
            .filter(catalogue_item::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(catalogue_item::Column::State.eq(OfferState::Offered.code()));
        let row = offered.one(&verb.tx).await?;
        let row = row.ok_or(VerbError::Refused(WithdrawItemRefused::Unknown))?;
        let mut row = row.into_active_model();
        row.state = Set(OfferState::Withdrawn.code().to_owned());
        row.update(&verb.tx).await?;
        Ok(verb.commit(Subject::CatalogueItem, id, json!({})).await?)
    }

    /// The catalogue of the asker's cité, what can be ordered first, then by name.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn catalogue(&self, by: By) -> Result<Vec<CatalogueItem>, Failure> {
        items(&self.db, by.cite.into()).await
    }
}

/// The whole catalogue of a cité.
pub(crate) async fn items(
    db: &impl ConnectionTrait,
    cite: Uuid,
) -> Result<Vec<CatalogueItem>, Failure> {
    let rows = catalogue_item::Entity::find()
        .filter(catalogue_item::Column::CiteId.eq(cite))
        .order_by_asc(catalogue_item::Column::State)
        .order_by_asc(catalogue_item::Column::Label)
        .order_by_asc(catalogue_item::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(value).collect()
}

fn value(row: catalogue_item::Model) -> Result<CatalogueItem, Failure> {
    let wrong = |problem: &dyn std::fmt::Display| Failure::row("catalogue_items", row.id, problem);
    let price = Amount::new(Euros::from_cents(row.price_cents)).map_err(|why| wrong(&why))?;
    Ok(CatalogueItem {
        id: CatalogueItemId(row.id),
        state: row.state.parse().map_err(|why| wrong(&why))?,
        offered: Offered {
            kind: row.kind.parse().map_err(|why| wrong(&why))?,
            category: row.category.parse().map_err(|why| wrong(&why))?,
            condition: row.condition.parse().map_err(|why| wrong(&why))?,
            price,
            minimum_order: u32::try_from(row.minimum_order).map_err(|why| wrong(&why))?,
            label: row.label,
        },
    })
}
