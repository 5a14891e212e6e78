//! What the columns of a file say, kept for the next file with the same titles.

use domain::people::census::ImportKind;
use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, ModelTrait, QueryFilter,
    QueryOrder, Set,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::base::columns::Instant;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::mapping;
use crate::{By, Store};

/// A mapping to keep. One of the same kind and titles is replaced.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct SaveMapping<'a> {
    /// Minted when the form was shown.
    pub id: Uuid,
    /// Of which files.
    pub kind: ImportKind,
    /// What people call it.
    pub name: &'a str,
    /// The folded titles it is found by.
    pub titles: &'a [String],
    /// What the columns say, as the edge writes it.
    pub columns: &'a str,
}

/// A kept mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedMapping {
    /// Its id.
    pub id: Uuid,
    /// Of which files.
    pub kind: ImportKind,
    /// What people call it.
    pub name: String,
    /// What the columns say, as the edge wrote it.
    pub columns: String,
    /// Since when.
    pub saved_at: Timestamp,
}

impl Store {
    /// Keeps a mapping.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_mapping(
        &self,
        new: &SaveMapping<'_>,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<std::convert::Infallible>> {
        let verb = match self.begin_once("save_mapping", new.id, new, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let titles = serde_json::to_string(new.titles).map_err(Failure::from)?;
        let same = mapping::Entity::find()
            .filter(mapping::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(mapping::Column::Kind.eq(new.kind.code()))
            .filter(mapping::Column::Titles.eq(titles.as_str()));
        let id = if let Some(known) = same.one(&verb.tx).await? {
            let id = known.id;
            let mut known = known.into_active_model();
            known.name = Set(new.name.to_owned());
            known.columns = Set(new.columns.to_owned());
            known.saved_at = Set(Instant::from(now));
            known.update(&verb.tx).await?;
            id
        } else {
            let row = mapping::Model {
                id: new.id,
                cite_id: by.cite.into(),
                kind: new.kind.code().to_owned(),
                name: new.name.to_owned(),
                titles,
                columns: new.columns.to_owned(),
                saved_at: Instant::from(now),
            };
            mapping::Entity::insert(row.into_active_model())
                .exec_without_returning(&verb.tx)
                .await?;
            new.id
        };
        Ok(verb.commit(Subject::Mapping, id, json!({ "kind": new.kind })).await?)
    }

    /// Forgets a mapping of the asker's cité; answers whether there was one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_mapping(&self, id: Uuid, by: By, now: Timestamp) -> Result<bool, Failure> {
        let verb = self.begin("forget_mapping", Some(by), now).await?;
        let mine =
            mapping::Entity::find_by_id(id).filter(mapping::Column::CiteId.eq(Uuid::from(by.cite)));
        let Some(row) = mine.one(&verb.tx).await? else { return Ok(false) };
        row.delete(&verb.tx).await?;
        verb.commit(Subject::Mapping, id, json!({})).await?;
        Ok(true)
    }

    /// The mapping kept for files of this kind with these titles.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn mapping_for(
        &self,
        kind: ImportKind,
        titles: &[String],
        by: By,
    ) -> Result<Option<SavedMapping>, Failure> {
        let row = mapping::Entity::find()
            .filter(mapping::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(mapping::Column::Kind.eq(kind.code()))
            .filter(mapping::Column::Titles.eq(serde_json::to_string(titles)?))
            .one(&self.db)
            .await?;
        row.map(value).transpose()
    }

    /// The cité's mappings, by name.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn mappings(&self, by: By) -> Result<Vec<SavedMapping>, Failure> {
        let rows = mapping::Entity::find()
            .filter(mapping::Column::CiteId.eq(Uuid::from(by.cite)))
            .order_by_asc(mapping::Column::Name)
            .order_by_asc(mapping::Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(value).collect()
    }
}

fn value(row: mapping::Model) -> Result<SavedMapping, Failure> {
    Ok(SavedMapping {
        kind: row.kind.parse().map_err(|problem| Failure::row("mappings", row.id, problem))?,
        id: row.id,
        name: row.name,
        columns: row.columns,
        saved_at: row.saved_at.timestamp(),
    })
}
