//! A batch is asked for: its loans are noted, so that whoever prints it, or prints it again, prints the same.

use domain::ids::BatchId;
use domain::people::language::ContactLanguage;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::choose::{BatchChoice, BatchPaper, chosen};
use super::show::BatchState;
use crate::base::columns::Instant;
use crate::base::error::VerbError;
use crate::base::journal::Subject;
use crate::base::rows;
use crate::base::transaction::Submitted;
use crate::entities::{batch, batch_paper};
use crate::{By, Store};

/// The most papers of one batch.
pub const MOST_PAPERS: usize = 1_000;

/// The most batches of a cité that run or wait at once.
pub const MOST_RUNNING: u64 = 5;

/// An order to print papers together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrintBatch {
    /// The batch's id, minted when the form was shown.
    pub id: BatchId,
    /// Which paper.
    pub paper: BatchPaper,
    /// Of which loans.
    pub which: BatchChoice,
    /// The language beside French for families that are written to in French.
    pub beside: Option<ContactLanguage>,
}

/// Why nothing is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchRefused {
    /// No loan is such.
    NoLoan,
    /// More loans than [`MOST_PAPERS`] are.
    TooMany(usize),
    /// [`MOST_RUNNING`] batches of the cité run or wait.
    OthersRun,
}

impl Store {
    /// Notes a batch that begins, with its loans; gives the number of its run, nothing when it has begun
    /// already.
    ///
    /// # Errors
    /// [`BatchRefused`].
    pub async fn begin_batch(
        &self,
        order: &PrintBatch,
        by: By,
        (today, now): (Date, Timestamp),
    ) -> Result<Option<u32>, VerbError<BatchRefused>> {
        self.tidy_batches(now).await?;
        let verb = match self.begin_once("print_batch", order.id.into(), order, by, now).await? {
            Submitted::New(verb) => verb,
            Submitted::Again => return Ok(None),
        };
        let running = batch::Entity::find()
            .filter(batch::Column::CiteId.eq(Uuid::from(by.cite)))
            .filter(batch::Column::State.eq(BatchState::Running.code()));
        if running.count(&verb.tx).await? >= MOST_RUNNING {
            return Err(VerbError::Refused(BatchRefused::OthersRun));
        }
        let loans = chosen(&verb.tx, order.paper, order.which, today, by).await?;
        match loans.len() {
            0 => return Err(VerbError::Refused(BatchRefused::NoLoan)),
            many if many > MOST_PAPERS => {
                return Err(VerbError::Refused(BatchRefused::TooMany(many)));
            }
            _ => {}
        }
        let row = batch::Model {
            id: order.id.into(),
            cite_id: by.cite.into(),
            account_id: by.account.into(),
            paper: order.paper.code().to_owned(),
            chosen: serde_json::to_string(&order.which).map_err(crate::Failure::from)?,
            beside: order.beside.map(|language| language.code().to_owned()),
            state: BatchState::Running.code().to_owned(),
            run: 1,
            stop_asked: false,
            papers: i64::try_from(loans.len()).unwrap_or(i64::MAX),
            done: 0,
            left_out: 0,
            pages: 0,
            size: 0,
            begun_at: Instant::from(now),
            told_at: Instant::from(now),
        };
        batch::Entity::insert(row.into_active_model()).exec_without_returning(&verb.tx).await?;
        let papers = (1..).zip(&loans).map(|(nth, one)| batch_paper::Model {
            batch_id: order.id.into(),
            nth,
            loan_id: one.loan.into(),
        });
        rows::insert::<batch_paper::Entity>(&verb.tx, papers.collect()).await?;
        let facts = json!({ "paper": order.paper, "papers": loans.len(), "beside": order.beside });
        verb.commit(Subject::Batch, order.id, facts).await?;
        Ok(Some(1))
    }
}
