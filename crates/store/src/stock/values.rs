//! Rows of items as values.

use std::collections::BTreeMap;

use domain::ids::{CiteId, HouseholdId, ItemId, LoanId, LotId};
use domain::stock::{Grade, ItemKind, ItemState};
use jiff::civil::Date;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::base::error::Failure;
use crate::entities::{household, item, loan, loan_item};

/// An item of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// The lot it came in.
    pub lot: LotId,
    /// What it is.
    pub kind: ItemKind,
    /// Its inventory number.
    pub tag: String,
    /// The maker's serial number.
    pub serial: Option<String>,
    /// The radio's number.
    pub imei: Option<String>,
    /// The SIM card's number.
    pub iccid: Option<String>,
    /// The line's telephone number.
    pub msisdn: Option<String>,
    /// The number it had in another register, still on its label perhaps.
    pub former_tag: Option<String>,
    /// Where it stands.
    pub state: ItemState,
    /// The condition last seen.
    pub grade: Grade,
    /// The day it came.
    pub received_on: Date,
}

/// Who has an item, by which loan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The open loan.
    pub loan: LoanId,
    /// The household.
    pub household: HouseholdId,
    /// What it is called.
    pub label: String,
    /// The day it is due back.
    pub due_on: Date,
}

pub(crate) fn item_value(row: item::Model) -> Result<Item, Failure> {
    let wrong = |problem| Failure::row("items", row.id, problem);
    Ok(Item {
        id: ItemId(row.id),
        lot: LotId(row.lot_id),
        kind: row.kind.parse().map_err(wrong)?,
        state: row.state.parse().map_err(wrong)?,
        grade: row.grade.parse().map_err(wrong)?,
        tag: row.tag,
        serial: row.serial,
        imei: row.imei,
        iccid: row.iccid,
        msisdn: row.msisdn,
        former_tag: row.former_tag,
        received_on: row.received_on.0,
    })
}

/// The items of a cité among these ids, by id; a foreign id is not there.
pub(crate) async fn items_by_id(
    db: &impl ConnectionTrait,
    ids: &[Uuid],
    cite: CiteId,
) -> Result<BTreeMap<Uuid, item::Model>, Failure> {
    let mut found = BTreeMap::new();
    for chunk in ids.chunks(500) {
        let rows = item::Entity::find()
            .filter(item::Column::Id.is_in(chunk.iter().copied()))
            .all(db)
            .await?;
        // Not asked for in the query: SQLite would rather go through the whole cité than look up fifty ids.
        let mine = rows.into_iter().filter(|row| row.cite_id == Uuid::from(cite));
        found.extend(mine.map(|row| (row.id, row)));
    }
    Ok(found)
}

/// Who has each of these items now.
pub(crate) async fn holders(
    db: &impl ConnectionTrait,
    items: &[Uuid],
) -> Result<BTreeMap<Uuid, Holder>, Failure> {
    let lines = loan_item::Entity::find()
        .filter(loan_item::Column::ItemId.is_in(items.iter().copied()))
        .filter(loan_item::Column::ClosedAt.is_null())
        .all(db)
        .await?;
    let loans =
        loan::Entity::find().filter(loan::Column::Id.is_in(lines.iter().map(|line| line.loan_id)));
    let loans: BTreeMap<_, _> = loans.all(db).await?.into_iter().map(|row| (row.id, row)).collect();
    let labels = labels(db, loans.values().map(|loan| loan.household_id)).await?;
    let mut holders = BTreeMap::new();
    for line in lines {
        let Some(loan) = loans.get(&line.loan_id) else { continue };
        let holder = Holder {
            loan: LoanId(loan.id),
            household: HouseholdId(loan.household_id),
            label: labels.get(&loan.household_id).cloned().unwrap_or_default(),
            due_on: loan.due_on.0,
        };
        holders.insert(line.item_id, holder);
    }
    Ok(holders)
}

/// What these households are called.
pub(crate) async fn labels(
    db: &impl ConnectionTrait,
    homes: impl IntoIterator<Item = Uuid>,
) -> Result<BTreeMap<Uuid, String>, Failure> {
    let rows = household::Entity::find().filter(household::Column::Id.is_in(homes)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.label)).collect())
}
