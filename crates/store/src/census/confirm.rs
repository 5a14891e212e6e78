//! What becomes of a staged file: looked at, then confirmed or dropped.

use std::collections::BTreeSet;

use domain::ids::{ImportId, SchoolId};
use domain::people::census::{Tally, made_by};
use jiff::Timestamp;
use sea_orm::{ActiveModelTrait, ConnectionTrait, IntoActiveModel, Set};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::imports::{ImportState, find};
use super::reckon::reckon;
use super::register::load;
use super::write::write;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::transaction::Submitted;
use crate::entities::import;
use crate::{By, Store};

pub use super::reckon::{CensusFile, DryRun, Pupil, Rows};

/// What a person confirms.
#[derive(Debug, Clone, Copy)]
pub struct ConfirmImport<'a> {
    /// The import.
    pub id: ImportId,
    /// The file, read from the stored bytes.
    pub file: &'a CensusFile,
    /// The lines whose conflict the person accepts.
    pub accepted: &'a BTreeSet<u64>,
    /// The fingerprint of the dry run that was shown.
    pub shown: &'a str,
}

/// Why an import was not confirmed or dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportRefused {
    /// The cité has no such import.
    Unknown,
    /// It is confirmed already.
    Applied,
    /// It was dropped.
    Dropped,
    /// The register has changed since: the file would now do something else than was shown.
    Moved,
}

#[derive(Serialize)]
struct Confirmed<'a>(ImportId, &'a BTreeSet<u64>, &'a str);

impl Store {
    /// What a staged file would do to the register as it is now. Nothing is written.
    ///
    /// # Errors
    /// [`ImportRefused`], except [`ImportRefused::Moved`].
    pub async fn dry_run(
        &self,
        id: ImportId,
        file: &CensusFile,
        by: By,
    ) -> Result<DryRun, VerbError<ImportRefused>> {
        let (_, school) = staged(find(&self.db, id, by).await?)?;
        let mut register = load(&self.db, by.cite).await?;
        Ok(reckon(&mut register, &self.key, id, school, file, &BTreeSet::new())?)
    }

    /// Takes a staged file in, exactly as its dry run has shown, all of it or nothing. The file is not
    /// kept afterwards: it holds birth dates and more, which the register does not want.
    ///
    /// # Errors
    /// [`ImportRefused`].
    pub async fn confirm_import(
        &self,
        order: &ConfirmImport<'_>,
        by: By,
        now: Timestamp,
    ) -> Result<Tally, VerbError<ImportRefused>> {
        let content = Confirmed(order.id, order.accepted, order.shown);
        let form = made_by(order.id, "confirm", 0, 0);
        let verb = match self.begin_once("confirm_import", form, &content, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => {
                let results = self.results(vec![order.id.into()]).await?;
                return Ok(results.get(&Uuid::from(order.id)).copied().unwrap_or_default());
            }
        };
        let (row, school) = staged(find(&verb.tx, order.id, by).await?)?;
        let mut register = load(&verb.tx, by.cite).await?;
        let none = BTreeSet::new();
        let mut done = reckon(&mut register, &self.key, order.id, school, order.file, &none)?;
        if done.digest != order.shown {
            return Err(VerbError::Refused(ImportRefused::Moved));
        }
        // With no accepted line, what was shown is what is to be done: one reckoning serves both.
        if !order.accepted.is_empty() {
            register = load(&verb.tx, by.cite).await?;
            done = reckon(&mut register, &self.key, order.id, school, order.file, order.accepted)?;
        }
        write(&verb.tx, by.cite, &register, now).await?;
        end(&verb.tx, row, ImportState::Applied).await?;
        let facts = json!({ "tally": done.tally, "accepted": order.accepted.len() });
        verb.commit(Subject::Import, order.id, facts).await?;
        Ok(done.tally)
    }

    /// Gives a staged file up; nothing of it is kept.
    ///
    /// # Errors
    /// [`ImportRefused`], except [`ImportRefused::Moved`]; one dropped already is dropped.
    pub async fn drop_import(
        &self,
        id: ImportId,
        by: By,
        now: Timestamp,
    ) -> Result<(), VerbError<ImportRefused>> {
        let verb = self.begin("drop_import", Some(by), now).await?;
        let row = match staged(find(&verb.tx, id, by).await?) {
            Err(VerbError::Refused(ImportRefused::Dropped)) => return Ok(()),
            other => other?.0,
        };
        end(&verb.tx, row, ImportState::Dropped).await?;
        Ok(verb.commit(Subject::Import, id, json!({})).await?)
    }
}

/// An import that can still be confirmed, and its school.
fn staged(
    row: Option<import::Model>,
) -> Result<(import::Model, SchoolId), VerbError<ImportRefused>> {
    let row = row.ok_or(VerbError::Refused(ImportRefused::Unknown))?;
    let state = row.state.parse().map_err(|problem| Failure::row("imports", row.id, problem))?;
    match state {
        ImportState::Staged => {}
        ImportState::Applied => return Err(VerbError::Refused(ImportRefused::Applied)),
        ImportState::Dropped => return Err(VerbError::Refused(ImportRefused::Dropped)),
    }
    let school = row.school_id.ok_or_else(|| Failure::row("imports", row.id, "no school"))?;
    Ok((row, SchoolId(school)))
}

async fn end(
    tx: &impl ConnectionTrait,
    row: import::Model,
    state: ImportState,
) -> Result<(), Failure> {
    let mut row = row.into_active_model();
    row.state = Set(state.code().to_owned());
    row.content = Set(Vec::new());
    row.update(tx).await?;
    Ok(())
}
