//! Writing what has changed in a register, and nothing else, many rows a statement.

use std::collections::BTreeMap;

use domain::ids::{ChildId, CiteId, GuardianId, HouseholdId};
use domain::people::equipment::{Connection, Equipment};
use domain::people::language::ContactLanguage;
use domain::people::register::{ChildRecord, GuardianRecord, HouseholdRecord, Register, Was};
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, Iterable,
    PrimaryKeyToColumn, QueryFilter, Value,
};
use uuid::Uuid;

use super::search_key::{label_of, search_key_of};
use crate::base::columns::Instant;
use crate::base::error::Failure;
use crate::base::rows::{Known, Text, execute, values};
use crate::entities::{child, guardian, household};
use crate::intake::images::{Picture, Pictured};

/// Ids of one deletion: far below the 32 766 values that either database binds.
const CHUNK: usize = 1000;

/// Writes those whom the register says it has touched since it was loaded; answers their picture after,
/// `before` being that of the same rows before. Whoever has no use for it gives an empty one.
pub(super) async fn write(
    tx: &DatabaseTransaction,
    cite: CiteId,
    register: &Register,
    before: &Picture,
    now: Timestamp,
) -> Result<Picture, Failure> {
    let touched = register.touched();
    let mut after = Picture::default();
    let home = |id: HouseholdId, record: &HouseholdRecord| {
        let texts = (label_of(register, id), search_key_of(register, id));
        let was = before.row::<household::Model>(id.into())?;
        Ok(household_row(cite, id, record, texts, was, now))
    };
    let (homes, parents) = (register.households(), register.guardians());
    let of_home = [
        household::Column::Label,
        household::Column::SearchKey,
        household::Column::Address,
        household::Column::PostalCode,
        household::Column::Commune,
    ];
    put::<household::Entity, _, _>(tx, &touched.households, homes, &of_home, home, &mut after)
        .await?;
    // Those who are gone go first: another may take their place in a household.
    remove::<guardian::Entity, _, _>(tx, &touched.guardians, parents).await?;
    let parent = |id, record: &_| Ok(guardian_row(id, record));
    let all: Vec<_> = guardian::Column::iter().collect();
    put::<guardian::Entity, _, _>(tx, &touched.guardians, parents, &all, parent, &mut after)
        .await?;
    let pupil = |id, record: &_| Ok(child_row(cite, id, record));
    let (pupils, all): (_, Vec<_>) = (register.children(), child::Column::iter().collect());
    put::<child::Entity, _, _>(tx, &touched.children, pupils, &all, pupil, &mut after).await?;
    remove::<household::Entity, _, _>(tx, &touched.households, homes).await?;
    Ok(after)
}

/// Inserts those who have come and writes `columns` over those who were there; `row` makes a whole row.
///
/// Only whoever was loaded is written over: an id from a form that is somebody's already is a fault.
async fn put<E, Id, R>(
    tx: &DatabaseTransaction,
    touched: &BTreeMap<Id, Was>,
    held: &BTreeMap<Id, R>,
    columns: &[E::Column],
    row: impl Fn(Id, &R) -> Result<E::Model, Failure>,
    after: &mut Picture,
) -> Result<(), Failure>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel> + Pictured,
    Id: Copy + Ord,
{
    let backend = tx.get_database_backend();
    for (was, known) in [(Was::Absent, Known::Refused), (Was::Present, Known::WrittenOver(columns))]
    {
        let ids = touched.iter().filter(|(_, of)| **of == was).map(|(id, _)| *id);
        let ids: Vec<Id> = ids.filter(|id| held.contains_key(id)).collect();
        let mut made = |ids: &[Id]| -> Result<Vec<Value>, Failure> {
            let mut rows = Vec::with_capacity(ids.len());
            for (id, record) in ids.iter().filter_map(|id| Some((id, held.get(id)?))) {
                let row = row(*id, record)?;
                after.add(&row)?;
                rows.push(row);
            }
            Ok(values::<E>(rows))
        };
        let mut text = Text::<E>::of(backend, known);
        let mut chunks = ids.chunks(Text::<E>::most());
        let mut ready = chunks.next().map(&mut made).transpose()?;
        while let Some(now) = ready {
            // The next rows are made while the database takes these.
            let writing = execute(tx, text.of_so_many(now.len()), now);
            let making = async { chunks.next().map(&mut made).transpose() };
            let (written, made) = tokio::join!(writing, making);
            written?;
            ready = made?;
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

/// A household's row; what people do not change of a home, its equipment and its needs, is as it was.
fn household_row(
    cite: CiteId,
    id: HouseholdId,
    record: &HouseholdRecord,
    (label, search_key): (String, String),
    was: Option<household::Model>,
    now: Timestamp,
) -> household::Model {
    let rest = was.unwrap_or_else(|| household::Model {
        id: id.into(),
        cite_id: cite.into(),
        label: String::new(),
        search_key: String::new(),
        address: String::new(),
        postal_code: String::new(),
        commune: String::new(),
        in_qpv: false,
        lost_contact: false,
        contact_language: ContactLanguage::French.code().to_owned(),
        equipment: Equipment::Unknown.code().to_owned(),
        connection: Connection::Unknown.code().to_owned(),
        accepts_loan: true,
        accepts_refurbished: true,
        created_at: Instant::from(now),
        forgotten_at: None,
        no_contact: false,
    });
    household::Model {
        label,
        search_key,
        address: record.address.street.clone(),
        postal_code: record.address.postal_code.clone(),
        commune: record.address.commune.clone(),
        ..rest
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
