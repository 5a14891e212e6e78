//! Ending a provision, whole or in part. What a family has from the school comes back from the family first.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::ItemId;
use domain::loan::Outcome;
use domain::provision::EndProvision;
use domain::stock::ItemState;
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use super::custody::close;
use crate::base::columns::day;
use crate::base::derived;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{item, loan_item, provision, provision_item};
use crate::incidents::declare::open_for_lost;
use crate::stock::moves::move_item;
use crate::stock::values::items_by_id;
use crate::{By, Store};

/// Why nothing was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EndProvisionRefused {
    /// The cité has no such provision.
    Unknown,
    /// The provision has no such item.
    NotIn(ItemId),
    /// These are back or lost already, by inventory number.
    Closed(Vec<String>),
    /// Families still have these, by inventory number: they give them back first.
    WithFamilies(Vec<String>),
}

impl Store {
    /// Takes every item of the order back from a school or an organisation, or none. What is at the desk
    /// already, to be checked or repaired after a family had it, only changes who answers for it.
    ///
    /// # Errors
    /// [`EndProvisionRefused`].
    pub async fn end_provision(
        &self,
        order: &EndProvision,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<EndProvisionRefused>> {
        let verb = match self.begin_once("end_provision", order.form(), order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let id = Uuid::from(order.provision());
        let mine = provision::Entity::find_by_id(id)
            .filter(provision::Column::CiteId.eq(Uuid::from(by.cite)));
        if mine.one(&verb.tx).await?.is_none() {
            return Err(VerbError::Refused(EndProvisionRefused::Unknown));
        }
        let mut facts = Vec::new();
        for (line, unit, outcome) in lines(&verb, order, by).await? {
            let unit_id = ItemId(unit.id);
            take(&verb, unit, outcome, now).await?;
            if outcome == Outcome::Lost {
                let incident = derived(&[order.form().as_bytes(), unit_id.0.as_bytes()]);
                open_for_lost(&verb, incident, (unit_id, None), by, day(now)).await?;
            }
            close(&verb, line, outcome, now).await?;
            let (code, grade) = (outcome.code(), outcome.grade());
            facts.push(json!({ "item": unit_id, "outcome": code, "grade": grade }));
        }
        let facts = json!({ "items": facts });
        Ok(verb.commit(Subject::Provision, order.provision(), facts).await?)
    }
}

/// The lines of the order with their items, if all of them may come back.
async fn lines(
    verb: &Verb,
    order: &EndProvision,
    by: By,
) -> Result<Vec<(provision_item::Model, item::Model, Outcome)>, VerbError<EndProvisionRefused>> {
    let id = Uuid::from(order.provision());
    let lines = provision_item::Entity::find().filter(provision_item::Column::ProvisionId.eq(id));
    let mut lines: BTreeMap<_, _> =
        lines.all(&verb.tx).await?.into_iter().map(|line| (line.item_id, line)).collect();
    let ids: Vec<Uuid> = order.items().iter().map(|(item, _)| (*item).into()).collect();
    let mut items = items_by_id(&verb.tx, &ids, by.cite).await?;
    let out = loan_item::Entity::find()
        .filter(loan_item::Column::ItemId.is_in(ids))
        .filter(loan_item::Column::ClosedAt.is_null());
    let out: BTreeSet<Uuid> =
        out.all(&verb.tx).await?.into_iter().map(|line| line.item_id).collect();
    let (mut found, mut closed, mut with_families) = (Vec::new(), Vec::new(), Vec::new());
    for (item, outcome) in order.items() {
        let not_in = || VerbError::Refused(EndProvisionRefused::NotIn(*item));
        let line = lines.remove(&Uuid::from(*item)).ok_or_else(not_in)?;
        let unit = items.remove(&line.item_id).ok_or_else(not_in)?;
        if line.closed_at.is_some() {
            closed.push(unit.tag);
        } else if out.contains(&unit.id) {
            with_families.push(unit.tag);
        } else {
            found.push((line, unit, *outcome));
        }
    }
    if !closed.is_empty() {
        return Err(VerbError::Refused(EndProvisionRefused::Closed(closed)));
    }
    if !with_families.is_empty() {
        return Err(VerbError::Refused(EndProvisionRefused::WithFamilies(with_families)));
    }
    Ok(found)
}

/// Where the item goes: to be looked at; what is already at the desk stays where it is.
async fn take(
    verb: &Verb,
    unit: item::Model,
    outcome: Outcome,
    now: Timestamp,
) -> Result<(), Failure> {
    let wrong = |problem| Failure::row("items", unit.id, problem);
    let state: ItemState = unit.state.parse().map_err(wrong)?;
    let kept = unit.grade.parse().map_err(wrong)?;
    let grade = outcome.grade().unwrap_or(kept);
    if state == ItemState::Lent || outcome == Outcome::Lost {
        move_item(verb, unit, outcome.state(), grade, None, now).await?;
    }
    Ok(())
}
