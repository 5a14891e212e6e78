//! Writing what has changed between two registers, and nothing else.

use std::collections::BTreeMap;

use domain::ids::{ChildId, CiteId, GuardianId, HouseholdId};
use domain::people::equipment::{Connection, Equipment};
use domain::people::language::ContactLanguage;
use domain::people::register::{ChildRecord, GuardianRecord, HouseholdRecord, Register};
use jiff::Timestamp;
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, QueryFilter, Set,
};
use uuid::Uuid;

use super::register::Loaded;
use super::search_key::{label_of, search_key_of};
use crate::base::columns::Instant;
use crate::base::error::Failure;
use crate::entities::{child, guardian, household};

/// Rows of one statement: far below what either database binds.
const CHUNK: usize = 500;

/// Writes `after` over what was loaded.
pub(super) async fn write(
    tx: &DatabaseTransaction,
    cite: CiteId,
    before: &Loaded,
    after: &Register,
    now: Timestamp,
) -> Result<(), Failure> {
    write_households(tx, cite, before, after, now).await?;
    let gone: Vec<Uuid> =
        missing(before.register.guardians.keys(), |id| after.guardians.contains_key(id));
    for chunk in gone.chunks(CHUNK) {
        guardian::Entity::delete_many()
            .filter(guardian::Column::Id.is_in(chunk.to_vec()))
            .exec(tx)
            .await?;
    }
    let known = &before.register;
    write_changed::<guardian::Entity, _, _>(tx, &known.guardians, &after.guardians, guardian_row)
        .await?;
    write_changed::<child::Entity, _, _>(tx, &known.children, &after.children, |id, record| {
        child_row(cite, id, record)
    })
    .await?;
    let gone: Vec<Uuid> =
        missing(before.register.households.keys(), |id| after.households.contains_key(id));
    for chunk in gone.chunks(CHUNK) {
        household::Entity::delete_many()
            .filter(household::Column::Id.is_in(chunk.to_vec()))
            .exec(tx)
            .await?;
    }
    Ok(())
}

fn missing<'a, Id: Copy + Into<Uuid> + 'a>(
    ids: impl Iterator<Item = &'a Id>,
    kept: impl Fn(&Id) -> bool,
) -> Vec<Uuid> {
    ids.filter(|id| !kept(id)).map(|id| (*id).into()).collect()
}

async fn write_households(
    tx: &DatabaseTransaction,
    cite: CiteId,
    before: &Loaded,
    after: &Register,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut fresh = Vec::new();
    for (id, record) in &after.households {
        let texts = (label_of(after, *id), search_key_of(after, *id));
        match before.register.households.get(id) {
            None => fresh.push(household_row(cite, *id, record, texts, now).into_active_model()),
            Some(known) if known == record && before.texts.get(id) == Some(&texts) => {}
            Some(_) => {
                let row = household::ActiveModel {
                    id: Set((*id).into()),
                    label: Set(texts.0),
                    search_key: Set(texts.1),
                    address: Set(record.address.street.clone()),
                    postal_code: Set(record.address.postal_code.clone()),
                    commune: Set(record.address.commune.clone()),
                    ..Default::default()
                };
                row.update(tx).await?;
            }
        }
    }
    for chunk in fresh.chunks(CHUNK) {
        household::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn household_row(
    cite: CiteId,
    id: HouseholdId,
    record: &HouseholdRecord,
    (label, search_key): (String, String),
    now: Timestamp,
) -> household::Model {
    household::Model {
        id: id.into(),
        cite_id: cite.into(),
        label,
        search_key,
        address: record.address.street.clone(),
        postal_code: record.address.postal_code.clone(),
        commune: record.address.commune.clone(),
        in_qpv: false,
        lost_contact: false,
        contact_language: ContactLanguage::French.code().to_owned(),
        equipment: Equipment::Unknown.code().to_owned(),
        connection: Connection::Unknown.code().to_owned(),
        accepts_loan: true,
        accepts_refurbished: true,
        created_at: Instant::from(now),
        forgotten_at: None,
    }
}

/// Inserts the records that are new and updates those that are not as before; `row` makes a record's
/// whole row.
async fn write_changed<E, Id, R>(
    tx: &DatabaseTransaction,
    before: &BTreeMap<Id, R>,
    after: &BTreeMap<Id, R>,
    row: impl Fn(Id, &R) -> E::Model,
) -> Result<(), Failure>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelTrait<Entity = E> + ActiveModelBehavior + Send,
    Id: Copy + Ord,
    R: PartialEq,
{
    let mut fresh = Vec::new();
    for (id, record) in after {
        match before.get(id) {
            Some(known) if known == record => {}
            Some(_) => {
                row(*id, record).into_active_model().reset_all().update(tx).await?;
            }
            None => fresh.push(row(*id, record).into_active_model()),
        }
    }
    for chunk in fresh.chunks(CHUNK) {
        E::insert_many(chunk.to_vec()).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn guardian_row(id: GuardianId, record: &GuardianRecord) -> guardian::Model {
    guardian::Model {
        id: id.into(),
        household_id: record.household.into(),
        family_name: record.family_name.clone(),
        first_name: record.first_name.clone(),
        match_key: record.match_key.clone(),
        lives_elsewhere: record.lives_elsewhere,
        mobile: record.mobile.as_ref().map(ToString::to_string),
        phone: record.phone.as_ref().map(ToString::to_string),
        email: record.email.clone(),
    }
}

fn child_row(cite: CiteId, id: ChildId, record: &ChildRecord) -> child::Model {
    child::Model {
        id: id.into(),
        cite_id: cite.into(),
        household_id: record.household.into(),
        school_id: record.school.into(),
        family_name: record.family_name.clone(),
        first_name: record.first_name.clone(),
        match_key: record.match_key.clone(),
        birth_year: record.birth_year.into(),
        birth_seal: record.birth_seal.clone(),
        level: record.level.code().to_owned(),
        grade_label: record.grade_label.clone(),
        class_name: record.class_name.clone(),
    }
}
