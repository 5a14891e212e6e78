//! Taking a confirmed import back: the rows it wrote are again as they were, all of them or none.
//!
//! Only while nobody has touched them since. Inventory numbers given by the import are not given again:
//! their labels may be printed.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::ImportId;
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ModelTrait, PaginatorTrait, QueryFilter, QuerySelect,
};
use serde_json::json;
use serde_json::value::RawValue;
use uuid::Uuid;

use super::images::{Image, Picture, Table, delete, picture, put};
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Verb;
use crate::census::imports::{ImportState, find};
use crate::entities::{
    census_link, child, guardian, import, import_change, incident, item, item_move, loan,
    loan_item, lot, need, pin, referral, reservation, sim, stocktake_difference, stocktake_scan,
};
use crate::{By, Store};

/// Why an import was not undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoRefused {
    /// The cité has no such import.
    Unknown,
    /// It was never confirmed, or is undone already.
    NotApplied,
    /// What it replaced is no longer kept.
    TooLate,
    /// So many of its rows have been changed or used since.
    Touched(usize),
}

impl Store {
    /// Can this import still be undone, as far as what it replaced is kept?
    ///
    /// # Errors
    /// When the database fails.
    pub async fn can_undo(&self, id: ImportId, by: By) -> Result<bool, Failure> {
        let Some(row) = find(&self.db, id, by).await? else { return Ok(false) };
        let kept = import_change::Entity::find_by_id(row.id)
            .select_only()
            .column(import_change::Column::ImportId)
            .into_tuple::<Uuid>()
            .one(&self.db)
            .await?;
        Ok(row.state == ImportState::Applied.code() && kept.is_some())
    }

    /// Undoes a confirmed import; one undone already is undone.
    ///
    /// # Errors
    /// [`UndoRefused`]; nothing is changed then.
    pub async fn undo_import(
        &self,
        id: ImportId,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<UndoRefused>> {
        let refused = |why| Err(VerbError::Refused(why));
        let verb = self.begin("undo_import", Some(by), now).await?;
        let Some(row) = find(&verb.tx, id, by).await? else { return refused(UndoRefused::Unknown) };
        let state: ImportState =
            row.state.parse().map_err(|problem| Failure::row("imports", row.id, problem))?;
        match state {
            ImportState::Applied => {}
            ImportState::Undone => return Ok(()),
            ImportState::Staged | ImportState::Dropped => return refused(UndoRefused::NotApplied),
        }
        let Some(kept) = import_change::Entity::find_by_id(row.id).one(&verb.tx).await? else {
            return refused(UndoRefused::TooLate);
        };
        let images: Vec<Image> = serde_json::from_slice(&kept.images).map_err(Failure::from)?;
        let now_there = stands(&verb.tx, &images).await?;
        let touched = touched(&verb.tx, &images, &now_there).await?;
        if touched > 0 {
            return refused(UndoRefused::Touched(touched));
        }
        take_back(&verb, images, &now_there).await?;
        kept.delete(&verb.tx).await?;
        import::Entity::update_many()
            .col_expr(import::Column::State, Expr::value(ImportState::Undone.code()))
            .filter(import::Column::Id.eq(row.id))
            .exec(&verb.tx)
            .await?;
        Ok(verb.commit(Subject::Import, id, json!({ "rows": now_there.len() })).await?)
    }
}

/// The rows as they stand now.
async fn stands(db: &impl ConnectionTrait, images: &[Image]) -> Result<Picture, Failure> {
    let mut ids: BTreeMap<Table, Vec<Uuid>> = BTreeMap::new();
    for image in images {
        ids.entry(image.table).or_default().push(image.id);
    }
    picture(db, &ids).await
}

/// How many rows are not as the import left them, or are used by something that came later.
async fn touched(
    db: &impl ConnectionTrait,
    images: &[Image],
    now_there: &Picture,
) -> Result<usize, Failure> {
    let mut touched = 0;
    for image in images {
        touched += usize::from(now_there.digest(image.table, image.id) != image.after);
    }
    let ours: BTreeSet<Uuid> = images.iter().map(|image| image.id).collect();
    let made = |image: &&Image| image.before.is_none();
    let mut new: BTreeMap<Table, Vec<Uuid>> = BTreeMap::new();
    for image in images.iter().filter(made) {
        new.entry(image.table).or_default().push(image.id);
    }
    let items = new.get(&Table::Items).map_or(&[][..], Vec::as_slice);
    touched += moved_since(db, items).await? + described_since(db, items).await?;
    let mut others = BTreeSet::new();
    for (table, ids) in new {
        for chunk in ids.chunks(500) {
            others.extend(users_of(db, table, chunk).await?);
        }
    }
    // A list of needs holds every need of its homes: what a round opened since stands on what it told.
    if images.iter().any(|image| image.table == Table::Needs) {
        let homes = images.iter().filter(|image| image.table == Table::Households);
        let homes: Vec<Uuid> = homes.map(|image| image.id).collect();
        for chunk in homes.chunks(500) {
            let (home, id) = (need::Column::HouseholdId, need::Column::Id);
            others.extend(naming::<need::Entity>(db, home, id, chunk).await?);
        }
    }
    Ok(touched + others.difference(&ours).count())
}

/// The rows, of whatever table, that refer to these: each stands on what the undoing would take away.
async fn users_of(
    db: &impl ConnectionTrait,
    table: Table,
    ids: &[Uuid],
) -> Result<Vec<Uuid>, Failure> {
    let mut users = Vec::new();
    macro_rules! refer {
        ($($entity:ident.$column:ident as $key:ident),+) => {{
            $(
                let (column, key) = ($entity::Column::$column, $entity::Column::$key);
                users.extend(naming::<$entity::Entity>(db, column, key, ids).await?);
            )+
        }};
    }
    match table {
        Table::Schools => {
            refer!(child.SchoolId as Id, import.SchoolId as Id);
            refer!(census_link.SchoolId as Id, referral.SchoolId as Id);
        }
        Table::Households => {
            refer!(guardian.HouseholdId as Id, child.HouseholdId as Id, need.HouseholdId as Id);
            refer!(loan.HouseholdId as Id, referral.HouseholdId as Id);
        }
        Table::Donors => refer!(lot.DonorId as Id),
        Table::Lots => refer!(item.LotId as Id),
        Table::Items => {
            refer!(loan_item.ItemId as LoanId, reservation.ItemId as Id, incident.ItemId as Id);
            refer!(
                stocktake_scan.ItemId as StocktakeId,
                stocktake_difference.ItemId as StocktakeId
            );
        }
        Table::Needs => {
            refer!(loan_item.NeedId as LoanId, reservation.NeedId as Id, pin.NeedId as RoundId);
        }
        Table::Guardians | Table::Children => {}
    }
    Ok(users)
}

/// The `key` of the rows whose `column` names one of these.
async fn naming<E: EntityTrait>(
    db: &impl ConnectionTrait,
    column: E::Column,
    key: E::Column,
    ids: &[Uuid],
) -> Result<Vec<Uuid>, Failure> {
    let rows = E::find().select_only().column(key);
    let rows = rows.filter(column.is_in(ids.iter().copied()));
    Ok(rows.into_tuple().all(db).await?)
}

/// How many of these items, all received by one verb, have moved since: one lent and come back has its row
/// as before, and its life would be lost.
async fn moved_since(db: &impl ConnectionTrait, items: &[Uuid]) -> Result<usize, Failure> {
    let mut moves: Vec<(Uuid, i64)> = Vec::new();
    for chunk in items.chunks(500) {
        let rows = item_move::Entity::find()
            .select_only()
            .columns([item_move::Column::ItemId, item_move::Column::Seq])
            .filter(item_move::Column::ItemId.is_in(chunk.iter().copied()));
        moves.extend(rows.into_tuple::<(Uuid, i64)>().all(db).await?);
    }
    let received = moves.iter().map(|(_, seq)| *seq).min();
    let later = moves.iter().filter(|(_, seq)| Some(*seq) > received);
    Ok(later.map(|(item, _)| *item).collect::<BTreeSet<_>>().len())
}

/// Of how many of these items somebody has described the SIM card: an import describes none.
async fn described_since(db: &impl ConnectionTrait, items: &[Uuid]) -> Result<usize, Failure> {
    let mut described = 0;
    for chunk in items.chunks(500) {
        let cards = sim::Entity::find().filter(sim::Column::ItemId.is_in(chunk.iter().copied()));
        described += usize::try_from(cards.count(db).await?).unwrap_or(usize::MAX);
    }
    Ok(described)
}

/// Puts every row back: what was made goes, what was changed or deleted is as before.
async fn take_back(verb: &Verb, images: Vec<Image>, now_there: &Picture) -> Result<(), Failure> {
    let mut made: BTreeMap<Table, Vec<Uuid>> = BTreeMap::new();
    let mut before: BTreeMap<Table, Vec<(Box<RawValue>, bool)>> = BTreeMap::new();
    for image in images {
        let there = now_there.holds(image.table, image.id);
        match image.before {
            Some(row) => before.entry(image.table).or_default().push((row, there)),
            None => made.entry(image.table).or_default().push(image.id),
        }
    }
    for chunk in made.get(&Table::Items).map(Vec::as_slice).unwrap_or_default().chunks(500) {
        item_move::Entity::delete_many()
            .filter(item_move::Column::ItemId.is_in(chunk.iter().copied()))
            .exec(&verb.tx)
            .await?;
    }
    // Rows that others refer to come back first and go last.
    let refers =
        |table| !matches!(table, Table::Schools | Table::Households | Table::Donors | Table::Lots);
    for (table, ids) in made.iter().rev().filter(|(table, _)| refers(**table)) {
        delete(&verb.tx, *table, ids).await?;
    }
    for (table, rows) in before {
        for (row, there) in rows {
            put(&verb.tx, table, &row, there).await?;
        }
    }
    for (table, ids) in made.iter().rev().filter(|(table, _)| !refers(**table)) {
        delete(&verb.tx, *table, ids).await?;
    }
    Ok(())
}
