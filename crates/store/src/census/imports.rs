//! Files handed in, and the list of them.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{ImportId, SchoolId};
use domain::people::census::{ImportKind, Tally};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::confirm::{ImportRefused, staged};
use crate::base::columns::Instant;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::{import, journal, school};
use crate::{By, Store};

/// The largest file kept, in bytes.
pub const LARGEST_IMPORT: usize = 50 * 1024 * 1024;

domain::vocabulary! {
    /// Where an imported file stands.
    ImportState {
        /// Waiting to be looked at.
        Staged = "staged",
        /// Confirmed: its rows are in the register, the file itself is no longer kept.
        Applied = "applied",
        /// Given up: nothing was taken in, the file is no longer kept.
        Dropped = "dropped",
        /// Confirmed, then taken back: the registers are as before.
        Undone = "undone",
    }
}

/// A file handed in.
#[derive(Debug, Clone, Copy)]
pub struct StageImport<'a> {
    /// Its id, minted when the form was shown.
    pub id: ImportId,
    /// What it is said to be.
    pub kind: ImportKind,
    /// Whose school's, if it is about people.
    pub school: Option<SchoolId>,
    /// Its name on the sender's machine.
    pub file_name: &'a str,
    /// Its bytes.
    pub content: &'a [u8],
    /// How it is to be read, as the edge writes it (JSON).
    pub settings: &'a str,
}

/// A file that was handed in, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// What it is.
    pub kind: ImportKind,
    /// Whose school's, if it is about people.
    pub school: Option<SchoolId>,
    /// Its name on the sender's machine.
    pub file_name: String,
    /// How it is to be read, as the edge wrote it (JSON).
    pub settings: String,
    /// The lines whose conflict a person has accepted so far.
    pub accepted: BTreeSet<u64>,
    /// Where it stands.
    pub state: ImportState,
    /// When it came.
    pub staged_at: Timestamp,
    /// How many bytes of it are kept; none once it is confirmed or dropped.
    pub bytes: u64,
    /// What it did, once applied.
    pub result: Option<Tally>,
}

/// Why a file was not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StageRefused {
    /// The cité has no such school, or the file needs one and has none.
    UnknownSchool,
    /// Above [`LARGEST_IMPORT`].
    TooLarge,
}

#[derive(Serialize)]
struct Staged<'a>(ImportKind, Option<SchoolId>, &'a str, String, &'a str);

impl Store {
    /// Keeps a file until it is confirmed or dropped. Nothing of it enters the register yet.
    ///
    /// # Errors
    /// [`StageRefused`].
    pub async fn stage_import(
        &self,
        new: &StageImport<'_>,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<StageRefused>> {
        if new.content.len() > LARGEST_IMPORT {
            return Err(VerbError::Refused(StageRefused::TooLarge));
        }
        let digest = hex::encode(Sha256::digest(new.content));
        let order = Staged(new.kind, new.school, new.file_name, digest, new.settings);
        let verb = match self.begin_once("stage_import", new.id.into(), &order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(()),
        };
        let unknown = Err(VerbError::Refused(StageRefused::UnknownSchool));
        match new.school {
            None if new.kind.is_of_a_school() => return unknown,
            None => {}
            Some(id) => {
                let known = school::Entity::find_by_id(Uuid::from(id)).one(&verb.tx).await?;
                if known.is_none_or(|school| school.cite_id != Uuid::from(by.cite)) {
                    return unknown;
                }
            }
        }
        let row = import::Model {
            id: new.id.into(),
            cite_id: by.cite.into(),
            school_id: new.school.map(Into::into),
            kind: new.kind.code().to_owned(),
            file_name: new.file_name.to_owned(),
            content: new.content.to_vec(),
            settings: new.settings.to_owned(),
            accepted: "[]".to_owned(),
            state: ImportState::Staged.code().to_owned(),
            base_seq: verb.seq,
            staged_at: Instant::from(now),
        };
        import::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
        let facts = json!({ "kind": new.kind, "school": new.school, "bytes": new.content.len() });
        Ok(verb.commit(Subject::Import, new.id, facts).await?)
    }

    /// An import, without its bytes.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn import(&self, id: ImportId, by: By) -> Result<Option<Import>, Failure> {
        let Some(row) = find(&self.db, id, by).await? else { return Ok(None) };
        let results = self.results(vec![row.id]).await?;
        value(row, &results).map(Some)
    }

    /// An import's bytes; none is left once it is confirmed or dropped.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn import_content(&self, id: ImportId, by: By) -> Result<Option<Vec<u8>>, Failure> {
        let content = import::Entity::find_by_id(Uuid::from(id))
            .filter(import::Column::CiteId.eq(Uuid::from(by.cite)))
            .select_only()
            .column(import::Column::Content)
            .into_tuple();
        Ok(content.one(&self.db).await?)
    }

    /// The cité's census files, the latest first, and how many there are.
    ///
    /// # Errors
    /// When the database fails or a row is wrong.
    pub async fn imports(
        &self,
        offset: u64,
        limit: u64,
        by: By,
    ) -> Result<(Vec<Import>, u64), Failure> {
        let mine = import::Entity::find().filter(import::Column::CiteId.eq(Uuid::from(by.cite)));
        let total = mine.clone().count(&self.db).await?;
        let page = mine.order_by_desc(import::Column::StagedAt).order_by_desc(import::Column::Id);
        let page = page.offset(offset).limit(limit).into_partial_model::<import::Head>();
        let rows = page.all(&self.db).await?;
        let results = self.results(rows.iter().map(|row| row.id).collect()).await?;
        let imports = rows.into_iter().map(|row| value(row, &results)).collect::<Result<_, _>>()?;
        Ok((imports, total))
    }

    /// Keeps how a waiting file is to be read, and the conflicts accepted so far, so that it can be left
    /// and found again.
    ///
    /// # Errors
    /// [`ImportRefused`], except [`ImportRefused::Moved`].
    pub async fn settle_import(
        &self,
        id: ImportId,
        settings: &str,
        accepted: &BTreeSet<u64>,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<ImportRefused>> {
        let verb = self.begin("settle_import", Some(by), now).await?;
        let (row, _) = staged(find(&verb.tx, id, by).await?)?;
        let written = serde_json::to_string(accepted).map_err(Failure::from)?;
        if row.settings == settings && row.accepted == written {
            return Ok(());
        }
        import::Entity::update_many()
            .col_expr(import::Column::Settings, Expr::value(settings))
            .col_expr(import::Column::Accepted, Expr::value(written))
            .filter(import::Column::Id.eq(row.id))
            .exec(&verb.tx)
            .await?;
        let facts = json!({ "accepted": accepted.len() });
        Ok(verb.commit(Subject::Import, id, facts).await?)
    }

    pub(super) async fn results(
        &self,
        imports: Vec<Uuid>,
    ) -> Result<BTreeMap<Uuid, Tally>, Failure> {
        #[derive(serde::Deserialize)]
        struct Facts {
            tally: Tally,
        }
        let lines = journal::Entity::find()
            .filter(journal::Column::SubjectId.is_in(imports))
            .filter(journal::Column::Verb.eq("confirm_import"))
            .all(&self.db)
            .await?;
        lines
            .into_iter()
            .map(|line| Ok((line.subject_id, serde_json::from_str::<Facts>(&line.facts)?.tally)))
            .collect()
    }
}

pub(crate) async fn find(
    db: &impl ConnectionTrait,
    id: ImportId,
    by: By,
) -> Result<Option<import::Head>, Failure> {
    let mine = import::Entity::find_by_id(Uuid::from(id))
        .filter(import::Column::CiteId.eq(Uuid::from(by.cite)));
    Ok(mine.into_partial_model().one(db).await?)
}

fn value(row: import::Head, results: &BTreeMap<Uuid, Tally>) -> Result<Import, Failure> {
    let wrong = |problem: domain::codes::UnknownCode| Failure::row("imports", row.id, problem);
    Ok(Import {
        id: ImportId(row.id),
        kind: row.kind.parse().map_err(wrong)?,
        school: row.school_id.map(SchoolId),
        state: row.state.parse().map_err(wrong)?,
        staged_at: row.staged_at.timestamp(),
        result: results.get(&row.id).copied(),
        accepted: serde_json::from_str(&row.accepted)?,
        bytes: u64::try_from(row.bytes)
            .map_err(|problem| Failure::row("imports", row.id, problem))?,
        settings: row.settings,
        file_name: row.file_name,
    })
}
