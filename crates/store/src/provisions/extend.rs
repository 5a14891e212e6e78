//! Giving a loan to a school or an organisation a later day. What families have from there keeps its own.

use domain::loan::{ExtendFault, may_extend};
use domain::provision::ExtendProvision;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, Set,
};
use serde_json::json;
use uuid::Uuid;

use crate::base::columns::Day;
use crate::base::error::VerbError;
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::{provision, provision_item};
use crate::{By, Store};

/// Why it was not extended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExtendProvisionRefused {
    /// The cité has no such provision.
    Unknown,
    /// It has no end to put off.
    NoEnd,
    /// Everything is back already.
    Closed,
    /// The day makes no sense.
    Day(ExtendFault),
}

impl Store {
    /// Lets a loan to a school or an organisation go on until a later day.
    ///
    /// # Errors
    /// [`ExtendProvisionRefused`].
    pub async fn extend_provision(
        &self,
        order: &ExtendProvision,
        by: By,
        now: Timestamp,
        today: Date,
    ) -> Result<(), VerbError<ExtendProvisionRefused>> {
        let refused = |why| Err(VerbError::Refused(why));
        let verb = match self.begin_once("extend_provision", order.form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let mine = provision::Entity::find_by_id(Uuid::from(order.provision))
            .filter(provision::Column::CiteId.eq(Uuid::from(by.cite)));
        let Some(row) = mine.one(&verb.tx).await? else {
            return refused(ExtendProvisionRefused::Unknown);
        };
        let open = provision_item::Entity::find()
            .filter(provision_item::Column::ProvisionId.eq(row.id))
            .filter(provision_item::Column::ClosedAt.is_null());
        if open.count(&verb.tx).await? == 0 {
            return refused(ExtendProvisionRefused::Closed);
        }
        let Some(Day(due_on)) = row.due_on else {
            return refused(ExtendProvisionRefused::NoEnd);
        };
        if let Err(fault) = may_extend(due_on, order.due_on, today) {
            return refused(ExtendProvisionRefused::Day(fault));
        }
        let mut row = row.into_active_model();
        row.due_on = Set(Some(Day(order.due_on)));
        row.update(&verb.tx).await?;
        let facts = json!({ "from": due_on, "to": order.due_on });
        Ok(verb.commit(Subject::Provision, order.provision, facts).await?)
    }
}
