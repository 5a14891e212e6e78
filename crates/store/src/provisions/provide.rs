//! Putting items in the hands of a school or an organisation. They are lent, and counted once: no round,
//! no desk and no stocktake takes them for the town's shelf.

use domain::ids::ItemId;
use domain::item_life::{NotLendable, may_be_provided};
use domain::provision::{Custodian, Provide};
use domain::stock::{ItemState, TransferMode};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use super::custody::open_provisions;
use crate::base::columns::{Day, Instant};
use crate::base::error::{Failure, VerbError, breaks_unique};
use crate::base::journal::Subject;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{item, lot, organisation, provision, provision_item, school};
use crate::loans::lend::{ItemRefusal, RefusedItem};
use crate::stock::moves::move_item;
use crate::stock::values::items_by_id;
use crate::{By, Store};

/// Why nothing was put in other hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProvideRefused {
    /// The cité has no such school.
    UnknownSchool,
    /// The cité has no such organisation.
    UnknownOrganisation,
    /// An organisation of this name is known: choose it.
    NameTaken,
    /// Some items cannot go; the others stay on the shelf too.
    Items(Vec<RefusedItem>),
}

impl Store {
    /// Puts every item of the order in other hands, or none.
    ///
    /// # Errors
    /// [`ProvideRefused`], naming every item that stands in the way.
    pub async fn provide(
        &self,
        order: &Provide,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<ProvideRefused>> {
        let form = Uuid::from(order.id());
        let verb = match self.begin_once("provide", form, order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let (school_id, organisation_id) = holder(&verb, &order.terms().custodian, by).await?;
        let rows = free(&verb, order, by).await?;
        let terms = order.terms();
        let row = provision::Model {
            id: form,
            cite_id: by.cite.into(),
            school_id,
            organisation_id,
            act: terms.act.clone(),
            responsible: terms.responsible.clone(),
            handed_at: Instant::from(now),
            handed_on: Day(order.on()),
            due_on: terms.due_on.map(Day),
        };
        provision::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
        for (unit, (item, grade)) in rows.into_iter().zip(order.items()) {
            let line = provision_item::Model {
                provision_id: form,
                item_id: unit.id,
                grade_out: grade.code().to_owned(),
                grade_in: None,
                outcome: None,
                closed_at: None,
            };
            let tag = unit.tag.clone();
            let line = provision_item::Entity::insert(line.into_active_model());
            match line.exec_without_returning(&verb.tx).await {
                Err(error)
                    if breaks_unique(
                        &error,
                        "provision_items_one_open_per_item",
                        "provision_items.item_id",
                    ) =>
                {
                    let why = ItemRefusal::State(NotLendable::HeldBySchool);
                    let one = RefusedItem { item: *item, tag: Some(tag), why };
                    return Err(VerbError::Refused(ProvideRefused::Items(vec![one])));
                }
                other => other?,
            };
            move_item(&verb, unit, ItemState::Lent, *grade, None, now).await?;
        }
        let items: Vec<ItemId> = order.items().iter().map(|(item, _)| *item).collect();
        let facts = json!({
            "school": school_id, "organisation": organisation_id, "due_on": terms.due_on, "items": items,
        });
        Ok(verb.commit(Subject::Provision, order.id(), facts).await?)
    }
}

/// The school, or the organisation, of the asker's cité; a new one is written.
async fn holder(
    verb: &Verb,
    custodian: &Custodian,
    by: By,
) -> Result<(Option<Uuid>, Option<Uuid>), VerbError<ProvideRefused>> {
    let cite = Uuid::from(by.cite);
    match custodian {
        Custodian::School(id) => {
            let mine =
                school::Entity::find_by_id(Uuid::from(*id)).filter(school::Column::CiteId.eq(cite));
            let found = mine.one(&verb.tx).await?;
            let found = found.ok_or(VerbError::Refused(ProvideRefused::UnknownSchool))?;
            Ok((Some(found.id), None))
        }
        Custodian::Organisation(id) => {
            let mine = organisation::Entity::find_by_id(Uuid::from(*id))
                .filter(organisation::Column::CiteId.eq(cite));
            let found = mine.one(&verb.tx).await?;
            let found = found.ok_or(VerbError::Refused(ProvideRefused::UnknownOrganisation))?;
            Ok((None, Some(found.id)))
        }
        Custodian::New { id, name, contact } => {
            let row = organisation::Model {
                id: (*id).into(),
                cite_id: cite,
                name: name.clone(),
                contact: contact.clone(),
            };
            let row = organisation::Entity::insert(row.into_active_model());
            match row.exec_without_returning(&verb.tx).await {
                Err(error)
                    if breaks_unique(&error, "organisations_name_once", "organisations.name") =>
                {
                    Err(VerbError::Refused(ProvideRefused::NameTaken))
                }
                Err(error) => Err(error.into()),
                Ok(_) => Ok((None, Some((*id).into()))),
            }
        }
    }
}

/// The items of the order, in its order, if all of them may go.
async fn free(
    verb: &Verb,
    order: &Provide,
    by: By,
) -> Result<Vec<item::Model>, VerbError<ProvideRefused>> {
    let ids: Vec<Uuid> = order.items().iter().map(|(item, _)| (*item).into()).collect();
    let mut items = items_by_id(&verb.tx, &ids, by.cite).await?;
    let held = open_provisions(&verb.tx, &ids).await?;
    let gifts = lot::Entity::find()
        .filter(lot::Column::Id.is_in(items.values().map(|item| item.lot_id)))
        .filter(lot::Column::Mode.eq(TransferMode::Gift.code()))
        .all(&verb.tx)
        .await?;
    let (mut free, mut refused) = (Vec::new(), Vec::new());
    for id in ids {
        let (item, found) = (ItemId(id), items.remove(&id));
        let Some(unit) = found else {
            refused.push(RefusedItem { item, tag: None, why: ItemRefusal::Unknown });
            continue;
        };
        let state = unit.state.parse().map_err(|problem| Failure::row("items", id, problem))?;
        let why = match may_be_provided(state, held.contains_key(&id)) {
            Err(why) => Some(ItemRefusal::State(why)),
            Ok(()) if gifts.iter().any(|lot| lot.id == unit.lot_id) => Some(ItemRefusal::Given),
            Ok(()) => None,
        };
        match why {
            Some(why) => refused.push(RefusedItem { item, tag: Some(unit.tag), why }),
            None => free.push(unit),
        }
    }
    if refused.is_empty() {
        Ok(free)
    } else {
        Err(VerbError::Refused(ProvideRefused::Items(refused)))
    }
}
