//! Taking a confirmed import back: the rows it wrote are again as they were, all of them or none.
//!
//! Only while nobody has touched them since. Inventory numbers given by the import are not given again:
//! their labels may be printed.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::ImportId;
use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, ModelTrait,
    QueryFilter, QuerySelect, Set,
};
use serde_json::json;
use uuid::Uuid;

use super::images::{Image, Picture, Table, delete, digest, picture, put};
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Verb;
use crate::census::imports::{ImportState, find};
use crate::entities::{import_change, item, item_move, loan, lot, need};
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
        let mut row = row.into_active_model();
        row.state = Set(ImportState::Undone.code().to_owned());
        row.update(&verb.tx).await?;
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
        let now = now_there.get(&(image.table, image.id)).map(digest).transpose()?;
        touched += usize::from(now != image.after);
    }
    let made = |table| -> Vec<Uuid> {
        let new = |image: &&Image| image.table == table && image.before.is_none();
        images.iter().filter(new).map(|image| image.id).collect()
    };
    let ours: BTreeSet<Uuid> = images.iter().map(|image| image.id).collect();
    let mut others = BTreeSet::new();
    for chunk in made(Table::Households).chunks(500) {
        let chunk = || chunk.iter().copied();
        let needs = need::Entity::find().filter(need::Column::HouseholdId.is_in(chunk()));
        others.extend(needs.all(db).await?.into_iter().map(|row| row.id));
        let loans = loan::Entity::find().filter(loan::Column::HouseholdId.is_in(chunk()));
        others.extend(loans.all(db).await?.into_iter().map(|row| row.id));
    }
    for chunk in made(Table::Lots).chunks(500) {
        let items = item::Entity::find().filter(item::Column::LotId.is_in(chunk.iter().copied()));
        others.extend(items.all(db).await?.into_iter().map(|row| row.id));
    }
    for chunk in made(Table::Donors).chunks(500) {
        let lots = lot::Entity::find().filter(lot::Column::DonorId.is_in(chunk.iter().copied()));
        others.extend(lots.all(db).await?.into_iter().map(|row| row.id));
    }
    Ok(touched + others.difference(&ours).count())
}

/// Puts every row back: what was made goes, what was changed or deleted is as before.
async fn take_back(verb: &Verb, images: Vec<Image>, now_there: &Picture) -> Result<(), Failure> {
    let mut made: BTreeMap<Table, Vec<Uuid>> = BTreeMap::new();
    let mut before: BTreeMap<Table, Vec<(serde_json::Value, bool)>> = BTreeMap::new();
    for image in images {
        let there = now_there.contains_key(&(image.table, image.id));
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
    let refers = |table| !matches!(table, Table::Households | Table::Donors | Table::Lots);
    for (table, ids) in made.iter().rev().filter(|(table, _)| refers(**table)) {
        delete(&verb.tx, *table, ids).await?;
    }
    for (table, rows) in before {
        for (row, there) in rows {
            put(&verb.tx, table, row, there).await?;
        }
    }
    for (table, ids) in made.iter().rev().filter(|(table, _)| !refers(**table)) {
        delete(&verb.tx, *table, ids).await?;
    }
    Ok(())
}
