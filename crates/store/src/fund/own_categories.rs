//! The categories of spending that a cité keeps itself, each under one of the program's.

use std::collections::BTreeMap;

use domain::Seat;
use domain::codes::UnknownCode;
use domain::fund::{Category, OwnCategory, Spending};
use domain::ids::{CiteId, OwnCategoryId};
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
use crate::entities::{agreement, commitment, own_category};
use crate::{By, Store};

/// A category to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AddOwnCategory {
    /// Its id.
    pub id: OwnCategoryId,
    /// The category above.
    pub under: Category,
    /// What it is called.
    pub label: String,
    /// A homogeneous family of purchases by itself.
    pub family: bool,
}

/// Why it is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddOwnCategoryRefused {
    /// Only the principal holds the fund.
    NotYourSeat,
    /// Another that is in use is called so, in whatever case.
    LabelTaken,
}

/// A category to be named no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RetireOwnCategory {
    /// The form's id.
    pub form: Uuid,
    /// Which one.
    pub category: OwnCategoryId,
}

/// Why it stays in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetireOwnCategoryRefused {
    /// Only the principal holds the fund.
    NotYourSeat,
    /// No such category in this cité, or out of use already.
    UnknownCategory,
}

impl Store {
    /// Keeps a category of the cité's own: requests and forecasts may name it from now on.
    ///
    /// # Errors
    /// [`AddOwnCategoryRefused`].
    pub async fn add_own_category(
        &self,
        order: &AddOwnCategory,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<AddOwnCategoryRefused>> {
        use AddOwnCategoryRefused::{LabelTaken, NotYourSeat};
        if by.seat != Seat::Principal {
            return Err(VerbError::Refused(NotYourSeat));
        }
        let Submitted::New(verb) =
            self.begin_once("add_own_category", order.id.into(), order, by, now).await?
        else {
            return Ok(());
        };
        // The index folds the case of unaccented letters only in one of the databases.
        let wanted = order.label.to_lowercase();
        let in_use = all(&verb.tx, by.cite).await?;
        if in_use.iter().any(|one| !one.retired && one.label.to_lowercase() == wanted) {
            return Err(VerbError::Refused(LabelTaken));
        }
        let row = own_category::Model {
            id: order.id.into(),
            cite_id: by.cite.into(),
            category: order.under.code().to_owned(),
            label: order.label.clone(),
            report_row: None,
            family: order.family,
            retired_at: None,
        };
        let insert = own_category::Entity::insert(row.into_active_model());
        let once = "own_categories_label_once";
        match insert.exec_without_returning(&verb.tx).await {
            Err(error) if breaks_unique(&error, once, once) => {
                return Err(VerbError::Refused(LabelTaken));
            }
            other => other?,
        };
        let facts = json!({ "own_category": order.id, "under": order.under });
        Ok(verb.commit(Subject::Cite, by.cite, facts).await?)
    }

    /// Takes a category out of use: what named it keeps it.
    ///
    /// # Errors
    /// [`RetireOwnCategoryRefused`].
    pub async fn retire_own_category(
        &self,
        order: &RetireOwnCategory,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<RetireOwnCategoryRefused>> {
        use RetireOwnCategoryRefused::{NotYourSeat, UnknownCategory};
        if by.seat != Seat::Principal {
            return Err(VerbError::Refused(NotYourSeat));
        }
        let Submitted::New(verb) =
            self.begin_once("retire_own_category", order.form, order, by, now).await?
        else {
            return Ok(());
        };
        let row = in_use(&verb.tx, order.category, by.cite).await?;
        let mut row = row.ok_or(VerbError::Refused(UnknownCategory))?.into_active_model();
        row.retired_at = Set(Some(now.into()));
        row.update(&verb.tx).await?;
        let facts = json!({ "own_category_retired": order.category });
        Ok(verb.commit(Subject::Cite, by.cite, facts).await?)
    }

    /// The categories that a cité keeps itself, by name, those out of use among them.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn own_categories(&self, cite: CiteId) -> Result<Vec<OwnCategory>, Failure> {
        all(&self.db, cite).await
    }
}

/// The categories that a cité keeps itself, by name.
pub(super) async fn all(
    db: &impl ConnectionTrait,
    cite: CiteId,
) -> Result<Vec<OwnCategory>, Failure> {
    let rows = own_category::Entity::find()
        .filter(own_category::Column::CiteId.eq(Uuid::from(cite)))
        .order_by_asc(own_category::Column::Label)
        .order_by_asc(own_category::Column::Id);
    rows.all(db).await?.into_iter().map(TryInto::try_into).collect()
}

/// Can something new be spent on this? The program's categories always can.
pub(super) async fn may_name(
    db: &impl ConnectionTrait,
    on: Spending,
    cite: CiteId,
) -> Result<bool, Failure> {
    let Some(own) = on.own else { return Ok(true) };
    let found = in_use(db, own, cite).await?;
    Ok(found.is_some_and(|row| row.category == on.category.code()))
}

async fn in_use(
    db: &impl ConnectionTrait,
    id: OwnCategoryId,
    cite: CiteId,
) -> Result<Option<own_category::Model>, Failure> {
    let found = own_category::Entity::find_by_id(Uuid::from(id))
        .filter(own_category::Column::CiteId.eq(Uuid::from(cite)))
        .filter(own_category::Column::RetiredAt.is_null());
    Ok(found.one(db).await?)
}

/// What a request is for; nothing where it does not say.
pub(super) fn asked_for(row: &agreement::Model) -> Result<Option<Spending>, Failure> {
    let category = row.category.as_deref().map(str::parse).transpose();
    let category = category.map_err(|why: UnknownCode| Failure::row("agreements", row.id, why))?;
    let own = row.own_category_id.map(OwnCategoryId);
    Ok(category.map(|category| Spending { category, own }))
}

/// What each of these orders of a cité is spent on, in their order.
pub(super) async fn of_orders(
    db: &impl ConnectionTrait,
    orders: &[commitment::Model],
    cite: Uuid,
) -> Result<Vec<Spending>, Failure> {
    let asked = agreement::Entity::find().filter(agreement::Column::CiteId.eq(cite));
    let mut agreed = BTreeMap::new();
    for row in asked.all(db).await? {
        agreed.insert(row.id, asked_for(&row)?);
    }
    let spent_on = orders.iter().map(|order| {
        let said = order.category.as_deref().map(str::parse).transpose();
        let said = said.map_err(|why| Failure::row("commitments", order.id, why))?;
        Ok(Spending::ordered(said, agreed.get(&order.agreement_id).copied().flatten()))
    });
    spent_on.collect()
}

impl TryFrom<own_category::Model> for OwnCategory {
    type Error = Failure;
    fn try_from(row: own_category::Model) -> Result<Self, Failure> {
        let bad = |problem: UnknownCode| Failure::row("own_categories", row.id, problem);
        Ok(Self {
            id: OwnCategoryId(row.id),
            under: row.category.parse().map_err(bad)?,
            row: row.report_row.as_deref().map(str::parse).transpose().map_err(bad)?,
            family: row.family,
            retired: row.retired_at.is_some(),
            label: row.label,
        })
    }
}
