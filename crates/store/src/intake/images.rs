//! Pictures of rows before and after an import: what it changed, so that it can be undone.
//!
//! A row's picture before is kept whole, since it must come back; of the picture after, a digest is
//! enough to tell whether anybody has touched the row since.

use std::collections::BTreeMap;

use jiff::{Timestamp, ToSpan};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction,
    EntityTrait, IntoActiveModel, QueryFilter,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::base::columns::Instant;
use crate::base::error::Failure;
use crate::entities::{child, donor, guardian, household, import_change, item, lot, need, school};

/// Rows of one statement: far below what either database binds.
const CHUNK: usize = 500;
/// An import can be undone for so long; then what it replaced is forgotten.
const KEPT_DAYS: i64 = 30;

domain::vocabulary! {
    /// The tables that imports write, those that others refer to first.
    Table {
        /// Schools.
        Schools = "schools",
        /// Households.
        Households = "households",
        /// Donors.
        Donors = "donors",
        /// Lots.
        Lots = "lots",
        /// Guardians.
        Guardians = "guardians",
        /// Children.
        Children = "children",
        /// Items.
        Items = "items",
        /// Needs.
        Needs = "needs",
    }
}

/// What became of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Image {
    /// Its table.
    pub table: Table,
    /// Its id.
    pub id: Uuid,
    /// The row before; none if it is new.
    pub before: Option<Value>,
    /// Digest of the row after; none if it is gone.
    pub after: Option<String>,
}

/// Rows as they stand, by table and id.
pub(crate) type Picture = BTreeMap<(Table, Uuid), Value>;

/// The rows that exist among these.
pub(crate) async fn picture(
    db: &impl ConnectionTrait,
    rows: &BTreeMap<Table, Vec<Uuid>>,
) -> Result<Picture, Failure> {
    let mut picture = Picture::new();
    for (table, ids) in rows {
        let found = match table {
            Table::Schools => rows_of::<school::Entity>(db, ids).await,
            Table::Households => rows_of::<household::Entity>(db, ids).await,
            Table::Donors => rows_of::<donor::Entity>(db, ids).await,
            Table::Lots => rows_of::<lot::Entity>(db, ids).await,
            Table::Guardians => rows_of::<guardian::Entity>(db, ids).await,
            Table::Children => rows_of::<child::Entity>(db, ids).await,
            Table::Items => rows_of::<item::Entity>(db, ids).await,
            Table::Needs => rows_of::<need::Entity>(db, ids).await,
        }?;
        picture.extend(found.into_iter().map(|(id, row)| ((*table, id), row)));
    }
    Ok(picture)
}

async fn rows_of<E>(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<(Uuid, Value)>, Failure>
where
    E: EntityTrait,
    E::Model: Serialize,
{
    let mut found = Vec::new();
    for chunk in ids.chunks(CHUNK) {
        let rows = E::find().filter(Expr::col("id").is_in(chunk.iter().copied())).all(db).await?;
        for row in rows {
            let row = serde_json::to_value(row)?;
            let id = row.get("id").and_then(Value::as_str).and_then(|id| id.parse().ok());
            found.push((
                id.ok_or_else(|| Failure::row("import_changes", "", "a row without id"))?,
                row,
            ));
        }
    }
    Ok(found)
}

/// What differs between two pictures.
pub(super) fn differences(mut before: Picture, after: &Picture) -> Result<Vec<Image>, Failure> {
    let mut images = Vec::new();
    for ((table, id), row) in after {
        let was = before.remove(&(*table, *id));
        if was.as_ref() != Some(row) {
            images.push(Image { table: *table, id: *id, before: was, after: Some(digest(row)?) });
        }
    }
    let gone = before.into_iter();
    images.extend(gone.map(|((table, id), row)| Image {
        table,
        id,
        before: Some(row),
        after: None,
    }));
    Ok(images)
}

/// A digest that tells one row from another.
pub(super) fn digest(row: &Value) -> Result<String, Failure> {
    Ok(hex::encode(&Sha256::digest(serde_json::to_vec(row)?)[..16]))
}

/// Keeps what an import changed, and forgets what imports of more than a month ago replaced.
pub(crate) async fn keep(
    tx: &DatabaseTransaction,
    import: Uuid,
    before: Picture,
    after: &Picture,
    now: Timestamp,
) -> Result<(), Failure> {
    let images = differences(before, after)?;
    let row = import_change::Model {
        import_id: import,
        images: serde_json::to_vec(&images)?,
        applied_at: Instant::from(now),
    };
    import_change::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    let since = now.saturating_sub((KEPT_DAYS * 24).hours()).unwrap_or(Timestamp::MIN);
    import_change::Entity::delete_many()
        .filter(import_change::Column::AppliedAt.lt(Instant::from(since).milliseconds()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Deletes rows.
pub(super) async fn delete(
    tx: &DatabaseTransaction,
    table: Table,
    ids: &[Uuid],
) -> Result<(), Failure> {
    match table {
        Table::Schools => delete_from::<school::Entity>(tx, ids).await,
        Table::Households => delete_from::<household::Entity>(tx, ids).await,
        Table::Donors => delete_from::<donor::Entity>(tx, ids).await,
        Table::Lots => delete_from::<lot::Entity>(tx, ids).await,
        Table::Guardians => delete_from::<guardian::Entity>(tx, ids).await,
        Table::Children => delete_from::<child::Entity>(tx, ids).await,
        Table::Items => delete_from::<item::Entity>(tx, ids).await,
        Table::Needs => delete_from::<need::Entity>(tx, ids).await,
    }
}

async fn delete_from<E: EntityTrait>(
    tx: &DatabaseTransaction,
    ids: &[Uuid],
) -> Result<(), Failure> {
    for chunk in ids.chunks(CHUNK) {
        let rows = Expr::col("id").is_in(chunk.iter().copied());
        E::delete_many().filter(rows).exec(tx).await?;
    }
    Ok(())
}

/// Puts a row back as it was; `there` says whether one of its id stands.
pub(super) async fn put(
    tx: &DatabaseTransaction,
    table: Table,
    row: Value,
    there: bool,
) -> Result<(), Failure> {
    match table {
        Table::Schools => put_into::<school::Entity>(tx, row, there).await,
        Table::Households => put_into::<household::Entity>(tx, row, there).await,
        Table::Donors => put_into::<donor::Entity>(tx, row, there).await,
        Table::Lots => put_into::<lot::Entity>(tx, row, there).await,
        Table::Guardians => put_into::<guardian::Entity>(tx, row, there).await,
        Table::Children => put_into::<child::Entity>(tx, row, there).await,
        Table::Items => put_into::<item::Entity>(tx, row, there).await,
        Table::Needs => put_into::<need::Entity>(tx, row, there).await,
    }
}

async fn put_into<E>(tx: &DatabaseTransaction, row: Value, there: bool) -> Result<(), Failure>
where
    E: EntityTrait,
    E::Model: DeserializeOwned + IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelTrait<Entity = E> + ActiveModelBehavior + Send,
{
    let row: E::Model = serde_json::from_value(row)?;
    let row = row.into_active_model();
    if there {
        row.reset_all().update(tx).await?;
    } else {
        E::insert(row).exec_without_returning(tx).await?;
    }
    Ok(())
}
