//! Which school or organisation answers for an item, beside the family that may have it.

use std::collections::BTreeMap;

use domain::ids::ProvisionId;
use domain::loan::Outcome;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set,
};
use uuid::Uuid;

use crate::base::columns::Instant;
use crate::base::error::Failure;
use crate::base::transaction::Verb;
use crate::entities::{organisation, provision, provision_item, school};

/// Who answers for an item now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldBy {
    /// By which provision.
    pub provision: ProvisionId,
    /// The school or the organisation.
    pub name: String,
    /// Is it a school?
    pub school: bool,
    /// The day it is due back, if it is a loan.
    pub due_on: Option<Date>,
}

/// The open provision of each of these items that has one.
pub(crate) async fn open_provisions(
    db: &impl ConnectionTrait,
    items: &[Uuid],
) -> Result<BTreeMap<Uuid, provision::Model>, Failure> {
    let mut open = BTreeMap::new();
    for chunk in items.chunks(500) {
        let lines = provision_item::Entity::find()
            .filter(provision_item::Column::ItemId.is_in(chunk.iter().copied()))
            .filter(provision_item::Column::ClosedAt.is_null())
            .all(db)
            .await?;
        let rows = lines.iter().map(|line| line.provision_id);
        let rows = provision::Entity::find().filter(provision::Column::Id.is_in(rows));
        let rows: BTreeMap<_, _> =
            rows.all(db).await?.into_iter().map(|row| (row.id, row)).collect();
        for line in lines {
            let row = rows.get(&line.provision_id).cloned();
            let row = row.ok_or_else(|| Failure::row("provision_items", line.item_id, "no head"));
            open.insert(line.item_id, row?);
        }
    }
    Ok(open)
}

/// Who answers for each of these items now, but for those at the desk.
pub(crate) async fn custodians(
    db: &impl ConnectionTrait,
    items: &[Uuid],
) -> Result<BTreeMap<Uuid, HeldBy>, Failure> {
    let open = open_provisions(db, items).await?;
    let names = names(db, open.values()).await?;
    let held = |row: &provision::Model| HeldBy {
        provision: ProvisionId(row.id),
        name: names.get(&row.id).cloned().unwrap_or_default(),
        school: row.school_id.is_some(),
        due_on: row.due_on.map(|day| day.0),
    };
    Ok(open.iter().map(|(item, row)| (*item, held(row))).collect())
}

/// The name of the school or the organisation of each of these provisions.
pub(super) async fn names(
    db: &impl ConnectionTrait,
    rows: impl IntoIterator<Item = &provision::Model> + Clone,
) -> Result<BTreeMap<Uuid, String>, Failure> {
    let ids = rows.clone().into_iter().filter_map(|row| row.school_id);
    let schools = school::Entity::find().filter(school::Column::Id.is_in(ids)).all(db).await?;
    let ids = rows.clone().into_iter().filter_map(|row| row.organisation_id);
    let others = organisation::Entity::find().filter(organisation::Column::Id.is_in(ids));
    let others = others.all(db).await?.into_iter().map(|row| (row.id, row.name));
    let known: BTreeMap<Uuid, String> =
        schools.into_iter().map(|row| (row.id, row.name)).chain(others).collect();
    let name = |row: &provision::Model| {
        let holder = row.school_id.or(row.organisation_id)?;
        Some((row.id, known.get(&holder)?.clone()))
    };
    Ok(rows.into_iter().filter_map(name).collect())
}

/// The item is lost: whoever answered for it does no longer.
pub(crate) async fn lose(verb: &Verb, item: Uuid, now: Timestamp) -> Result<(), Failure> {
    let open = provision_item::Entity::find()
        .filter(provision_item::Column::ItemId.eq(item))
        .filter(provision_item::Column::ClosedAt.is_null());
    if let Some(line) = open.one(&verb.tx).await? {
        close(verb, line, Outcome::Lost, now).await?;
    }
    Ok(())
}

/// Closes a line.
pub(super) async fn close(
    verb: &Verb,
    line: provision_item::Model,
    outcome: Outcome,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut line = line.into_active_model();
    line.grade_in = Set(outcome.grade().map(|grade| grade.code().to_owned()));
    line.outcome = Set(Some(outcome.code().to_owned()));
    line.closed_at = Set(Some(Instant::from(now)));
    line.update(&verb.tx).await?;
    Ok(())
}
