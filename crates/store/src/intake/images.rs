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
use serde_json::value::{RawValue, to_raw_value};
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
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Image {
    /// Its table.
    pub table: Table,
    /// Its id.
    pub id: Uuid,
    /// The row before, as JSON; none if it is new.
    pub before: Option<Box<RawValue>>,
    /// Digest of the row after; none if it is gone.
    pub after: Option<String>,
}

/// Rows as they stand, by table and id, each as JSON.
#[derive(Debug, Default)]
pub(crate) struct Picture(BTreeMap<(Table, Uuid), Box<RawValue>>);

/// A row that an import may write.
pub(crate) trait Pictured: Serialize {
    /// Its table.
    const TABLE: Table;
    /// Its id.
    fn id(&self) -> Uuid;
}

/// For each table its entity: the only place that says which.
macro_rules! tables {
    ($($table:ident: $entity:ident),+) => {
        $(impl Pictured for $entity::Model {
            const TABLE: Table = Table::$table;
            fn id(&self) -> Uuid {
                self.id
            }
        })+

        /// The rows that exist among these.
        pub(crate) async fn picture(
            db: &impl ConnectionTrait,
            rows: &BTreeMap<Table, Vec<Uuid>>,
        ) -> Result<Picture, Failure> {
            let mut picture = Picture::default();
            for (table, ids) in rows {
                match table {
                    $(Table::$table => picture.take::<$entity::Entity>(db, ids).await?,)+
                }
            }
            Ok(picture)
        }

        /// Deletes rows.
        pub(super) async fn delete(
            tx: &DatabaseTransaction,
            table: Table,
            ids: &[Uuid],
        ) -> Result<(), Failure> {
            match table {
                $(Table::$table => delete_from::<$entity::Entity>(tx, ids).await,)+
            }
        }

        /// Puts a row back as it was; `there` says whether one of its id stands.
        pub(super) async fn put(
            tx: &DatabaseTransaction,
            table: Table,
            row: &RawValue,
            there: bool,
        ) -> Result<(), Failure> {
            match table {
                $(Table::$table => put_into::<$entity::Entity>(tx, row, there).await,)+
            }
        }
    };
}

tables! {
    Schools: school, Households: household, Donors: donor, Lots: lot, Guardians: guardian,
    Children: child, Items: item, Needs: need
}

impl Picture {
    /// Adds a row as it was written: it would be read back as it is.
    pub(crate) fn add<Row: Pictured>(&mut self, row: &Row) -> Result<(), Failure> {
        self.0.insert((Row::TABLE, row.id()), to_raw_value(row)?);
        Ok(())
    }

    /// A row of it.
    pub(crate) fn row<Row: Pictured + DeserializeOwned>(
        &self,
        id: Uuid,
    ) -> Result<Option<Row>, Failure> {
        let text = self.0.get(&(Row::TABLE, id));
        Ok(text.map(|text| serde_json::from_str(text.get())).transpose()?)
    }

    /// The digest of a row of it.
    pub(super) fn digest(&self, table: Table, id: Uuid) -> Option<String> {
        self.0.get(&(table, id)).map(|row| digest(row))
    }

    /// Is this row in it?
    pub(super) fn holds(&self, table: Table, id: Uuid) -> bool {
        self.0.contains_key(&(table, id))
    }

    /// How many rows.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    async fn take<E>(&mut self, db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<(), Failure>
    where
        E: EntityTrait,
        E::Model: Pictured,
    {
        for chunk in ids.chunks(CHUNK) {
            let these = Expr::col("id").is_in(chunk.iter().copied());
            for row in E::find().filter(these).all(db).await? {
                self.add(&row)?;
            }
        }
        Ok(())
    }
}

/// What differs between two pictures.
fn differences(before: Picture, after: &Picture) -> Vec<Image> {
    let mut before = before.0;
    let mut images = Vec::new();
    for ((table, id), row) in &after.0 {
        let was = before.remove(&(*table, *id));
        if was.as_ref().is_none_or(|was| was.get() != row.get()) {
            images.push(Image { table: *table, id: *id, before: was, after: Some(digest(row)) });
        }
    }
    let gone = before.into_iter();
    images.extend(gone.map(|((table, id), row)| Image {
        table,
        id,
        before: Some(row),
        after: None,
    }));
    images
}

/// Images as JSON, in one piece from the start: they may be as long as the file.
fn written(images: &[Image]) -> Result<Vec<u8>, Failure> {
    let before = images.iter().filter_map(|image| image.before.as_ref());
    let length: usize = before.map(|row| row.get().len()).sum();
    let mut written = Vec::with_capacity(length + 140 * images.len());
    serde_json::to_writer(&mut written, images)?;
    Ok(written)
}

/// A digest that tells one row from another.
fn digest(row: &RawValue) -> String {
    hex::encode(&Sha256::digest(row.get())[..16])
}

/// Keeps what an import changed, and forgets what imports of more than a month ago replaced.
pub(crate) async fn keep(
    tx: &DatabaseTransaction,
    import: Uuid,
    before: Picture,
    after: &Picture,
    now: Timestamp,
) -> Result<(), Failure> {
    let images = differences(before, after);
    let row = import_change::Model {
        import_id: import,
        images: written(&images)?,
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

async fn put_into<E>(tx: &DatabaseTransaction, row: &RawValue, there: bool) -> Result<(), Failure>
where
    E: EntityTrait,
    E::Model: DeserializeOwned + IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelTrait<Entity = E> + ActiveModelBehavior + Send,
{
    let row: E::Model = serde_json::from_str(row.get())?;
    let row = row.into_active_model();
    if there {
        row.reset_all().update(tx).await?;
    } else {
        E::insert(row).exec_without_returning(tx).await?;
    }
    Ok(())
}
