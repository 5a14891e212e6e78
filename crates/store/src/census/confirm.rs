//! What becomes of a staged file: looked at, then confirmed or dropped.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{HouseholdId, ImportId, SchoolId};
use domain::people::census::{Tally, made_by};
use domain::people::register::{Register, Was};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::imports::{ImportState, find};
use super::reckon::{reckon, shown};
use super::register::load;
use super::write::write;
use crate::base::error::{Failure, VerbError};
use crate::base::journal::Subject;
use crate::base::room::with_room;
use crate::base::transaction::{Submitted, Verb};
use crate::entities::{household, import};
use crate::intake::images::{self, Picture, Table, picture};
use crate::intake::{needs, receive, schools, stock};
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
    /// It was confirmed and undone.
    Undone,
    /// The register has changed since: the file would now do something else than was shown.
    Moved,
    /// Another lot of the cité has the label of one that would come in.
    LabelTaken,
    /// A kind has used up its 999 999 numbers.
    NumbersExhausted,
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
        Ok(match &file.rows {
            Rows::Needs { entries, .. } => {
                let known = needs::load(&self.db, of_a_school(school, id)?, by).await?;
                shown(needs::reckon(&known, &self.key, entries).0, file.rejected)?
            }
            Rows::Stock(list) => {
                let known = stock::load(&self.db, list).await?;
                shown(stock::reckon(&known, list, by), file.rejected)?
            }
            Rows::Schools(entries) => {
                let known = schools::load(&self.db, by).await?;
                shown(schools::reckon(&known, entries, id, by).0, file.rejected)?
            }
            Rows::Pupils(_) | Rows::Guardians(_) | Rows::Families { .. } => {
                let school = of_a_school(school, id)?;
                let (mut register, _) = load(&self.db, by.cite).await?;
                reckon(&mut register, &self.key, id, school, file, &BTreeSet::new())?
            }
        })
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
        let tally = with_room(&verb.tx, self.take(&verb, order, school, by, now)).await?;
        end(&verb.tx, row.id, ImportState::Applied).await?;
        let facts = json!({ "tally": tally, "accepted": order.accepted.len() });
        verb.commit(Subject::Import, order.id, facts).await?;
        Ok(tally)
    }

    /// Writes what the file does, and keeps what it replaces.
    async fn take(
        &self,
        verb: &Verb,
        order: &ConfirmImport<'_>,
        school: Option<SchoolId>,
        by: By,
        now: Timestamp,
    ) -> Result<Tally, VerbError<ImportRefused>> {
        let (tally, before, after) = match &order.file.rows {
            Rows::Needs { entries, today } => {
                let mut known = needs::load(&verb.tx, of_a_school(school, order.id)?, by).await?;
                let (lines, changed) = needs::reckon(&known, &self.key, entries);
                let run = order.as_shown(shown(lines, order.file.rejected)?)?;
                let (before, after) =
                    needs::write(verb, &mut known, &changed, order.id, *today, by).await?;
                (run.tally, before, after)
            }
            Rows::Stock(list) => {
                let known = stock::load(&verb.tx, list).await?;
                let run = shown(stock::reckon(&known, list, by), order.file.rejected)?;
                let run = order.as_shown(run)?;
                let (before, after) = receive::write(verb, &known, list, order.id, by, now).await?;
                (run.tally, before, after)
            }
            Rows::Schools(entries) => {
                let known = schools::load(&verb.tx, by).await?;
                let (lines, changed) = schools::reckon(&known, entries, order.id, by);
                let run = order.as_shown(shown(lines, order.file.rejected)?)?;
                let (before, after) = schools::write(verb, changed).await?;
                (run.tally, before, after)
            }
            Rows::Pupils(_) | Rows::Guardians(_) | Rows::Families { .. } => {
                self.take_families(verb, order, of_a_school(school, order.id)?, by, now).await?
            }
        };
        images::keep(&verb.tx, order.id.into(), before, &after, now).await?;
        Ok(tally)
    }

    async fn take_families(
        &self,
        verb: &Verb,
        order: &ConfirmImport<'_>,
        school: SchoolId,
        by: By,
        now: Timestamp,
    ) -> Result<(Tally, Picture, Picture), VerbError<ImportRefused>> {
        let (mut register, homes) = load(&verb.tx, by.cite).await?;
        let none = BTreeSet::new();
        let mut done = reckon(&mut register, &self.key, order.id, school, order.file, &none)?;
        done = order.as_shown(done)?;
        // With no accepted line, what was shown is what is to be done: one reckoning serves both.
        if !order.accepted.is_empty() {
            (register, _) = load(&verb.tx, by.cite).await?;
            done = reckon(&mut register, &self.key, order.id, school, order.file, order.accepted)?;
        }
        let was = before(&verb.tx, &register, &homes).await?;
        let is = write(&verb.tx, by.cite, &register, &was, now).await?;
        Ok((done.tally, was, is))
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
        end(&verb.tx, row.id, ImportState::Dropped).await?;
        Ok(verb.commit(Subject::Import, id, json!({})).await?)
    }
}

impl ConfirmImport<'_> {
    /// The run, if it is the one that was shown.
    fn as_shown(&self, run: DryRun) -> Result<DryRun, VerbError<ImportRefused>> {
        if run.digest == self.shown {
            Ok(run)
        } else {
            Err(VerbError::Refused(ImportRefused::Moved))
        }
    }
}

/// The rows that a register has touched, as they were when it was loaded; `homes` are its households then.
async fn before(
    tx: &DatabaseTransaction,
    register: &Register,
    homes: &[household::Model],
) -> Result<Picture, Failure> {
    fn known<Id: Copy + Into<Uuid>>(touched: &BTreeMap<Id, Was>) -> Vec<Uuid> {
        let there = touched.iter().filter(|(_, was)| **was == Was::Present);
        there.map(|(id, _)| (*id).into()).collect()
    }
    let touched = register.touched();
    let rows = BTreeMap::from([
        (Table::Guardians, known(&touched.guardians)),
        (Table::Children, known(&touched.children)),
    ]);
    let mut picture = picture(tx, &rows).await?;
    for home in homes.iter().filter(|row| touched.households.contains_key(&HouseholdId(row.id))) {
        picture.add(home)?;
    }
    Ok(picture)
}

fn of_a_school(school: Option<SchoolId>, id: ImportId) -> Result<SchoolId, Failure> {
    school.ok_or_else(|| Failure::row("imports", id, "no school"))
}

/// An import that can still be confirmed, and its school.
pub(super) fn staged(
    row: Option<import::Head>,
) -> Result<(import::Head, Option<SchoolId>), VerbError<ImportRefused>> {
    let row = row.ok_or(VerbError::Refused(ImportRefused::Unknown))?;
    let state = row.state.parse().map_err(|problem| Failure::row("imports", row.id, problem))?;
    match state {
        ImportState::Staged => {}
        ImportState::Applied => return Err(VerbError::Refused(ImportRefused::Applied)),
        ImportState::Dropped => return Err(VerbError::Refused(ImportRefused::Dropped)),
        ImportState::Undone => return Err(VerbError::Refused(ImportRefused::Undone)),
    }
    let school = row.school_id.map(SchoolId);
    Ok((row, school))
}

async fn end(tx: &impl ConnectionTrait, import: Uuid, state: ImportState) -> Result<(), Failure> {
    import::Entity::update_many()
        .col_expr(import::Column::State, Expr::value(state.code()))
        .col_expr(import::Column::Content, Expr::value(Vec::<u8>::new()))
        .filter(import::Column::Id.eq(import))
        .exec(tx)
        .await?;
    Ok(())
}
