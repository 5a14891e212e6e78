//! Writing what has changed in a register, and nothing else, many rows a statement.

use std::collections::BTreeMap;

use domain::ids::{ChildId, CiteId, GuardianId, HouseholdId};
use domain::people::equipment::{Connection, Equipment};
use domain::people::language::ContactLanguage;
use domain::people::register::{ChildRecord, GuardianRecord, HouseholdRecord, Register, Was};
use jiff::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, Iterable, PrimaryKeyToColumn,
    QueryFilter,
};
use uuid::Uuid;

use super::search_key::{label_of, search_key_of};
use crate::base::columns::Instant;
use crate::base::error::Failure;
use crate::entities::{child, guardian, household};

/// Rows of one statement: with at most 15 columns a row, below the 32 766 values that either database
/// binds.
const CHUNK: usize = 1000;

/// Writes those whom the register says it has touched since it was loaded.
pub(super) async fn write(
    tx: &DatabaseTransaction,
    cite: CiteId,
    register: &Register,
    now: Timestamp,
) -> Result<(), Failure> {
    let touched = register.touched();
    let home = |id, record: &_| {
        let texts = (label_of(register, id), search_key_of(register, id));
        household_row(cite, id, record, texts, now)
    };
    let (homes, parents) = (register.households(), register.guardians());
    // What people do not change of a home, its equipment and its needs, stays.
    let of_home = [
        household::Column::Label,
        household::Column::SearchKey,
        household::Column::Address,
        household::Column::PostalCode,
        household::Column::Commune,
    ];
    put::<household::Entity, _, _>(tx, &touched.households, homes, &of_home, home).await?;
    // Those who are gone go first: another may take their place in a household.
    remove::<guardian::Entity, _, _>(tx, &touched.guardians, parents).await?;
    let all: Vec<_> = guardian::Column::iter().collect();
    put::<guardian::Entity, _, _>(tx, &touched.guardians, parents, &all, guardian_row).await?;
    let pupil = |id, record: &_| child_row(cite, id, record);
    let all: Vec<_> = child::Column::iter().collect();
    put::<child::Entity, _, _>(tx, &touched.children, register.children(), &all, pupil).await?;
    remove::<household::Entity, _, _>(tx, &touched.households, homes).await
}

/// Inserts those who have come and writes `columns` over those who were there; `row` makes a whole row.
///
/// Only whoever was loaded is written over: an id from a form that is somebody's already is a fault.
async fn put<E, Id, R>(
    tx: &DatabaseTransaction,
    touched: &BTreeMap<Id, Was>,
    held: &BTreeMap<Id, R>,
    columns: &[E::Column],
    row: impl Fn(Id, &R) -> E::Model,
) -> Result<(), Failure>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
    Id: Copy + Ord,
{
    let known = OnConflict::columns(E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column))
        .update_columns(columns.iter().copied())
        .to_owned();
    for was in [Was::Absent, Was::Present] {
        let mut rows = touched
            .iter()
            .filter(|(_, of)| **of == was)
            .filter_map(|(id, _)| Some(row(*id, held.get(id)?).into_active_model()));
        loop {
            let chunk: Vec<E::ActiveModel> = rows.by_ref().take(CHUNK).collect();
            if chunk.is_empty() {
                break;
            }
            let mut insert = E::insert_many(chunk);
            if was == Was::Present {
                insert = insert.on_conflict(known.clone());
            }
            insert.exec_without_returning(tx).await?;
        }
    }
    Ok(())
}

/// Deletes those who were there and are no more.
async fn remove<E, Id, R>(
    tx: &DatabaseTransaction,
    touched: &BTreeMap<Id, Was>,
    held: &BTreeMap<Id, R>,
) -> Result<(), Failure>
where
    E: EntityTrait,
    Id: Copy + Ord + Into<Uuid>,
{
    let gone: Vec<Uuid> = touched
        .iter()
        .filter(|(id, was)| **was == Was::Present && !held.contains_key(id))
        .map(|(id, _)| (*id).into())
        .collect();
    for chunk in gone.chunks(CHUNK) {
        let mut these = E::delete_many();
        for key in E::PrimaryKey::iter() {
            these = these.filter(key.into_column().is_in(chunk.to_vec()));
        }
        these.exec(tx).await?;
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
