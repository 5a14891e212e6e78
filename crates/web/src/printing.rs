//! Papers printed together: one batch at a time on each node, beside the requests. Each paper is gathered,
//! set and written before the next, so that memory holds one of them; the database is told how far it is,
//! says whether somebody wants it stopped, and takes the file in pieces. It can be left, found again, and
//! seen from any node.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use documents::{BundleError, Press};
use domain::ids::BatchId;
use store::{Batch, BatchEnd, By, LONGEST_PART};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::PageError;
use crate::papers::OneOfMany;
use crate::state::AppState;

/// How often a batch tells where it stands, at most.
const TELLS_EVERY: Duration = Duration::from_millis(500);
/// How often one that waits for its turn tells that it is alive.
const WAITS: Duration = Duration::from_secs(5);

/// The printer of this node.
#[derive(Debug, Clone)]
pub struct Printing(Arc<Semaphore>);

impl Default for Printing {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(1)))
    }
}

/// Why a run ends before its file is whole.
#[derive(Debug, thiserror::Error)]
enum Ended {
    #[error("somebody wants it stopped")]
    Stopped,
    #[error("no loan of it runs any more")]
    Nothing,
    #[error(transparent)]
    Paper(#[from] BundleError),
    #[error("{0:?}")]
    Register(PageError),
    #[error(transparent)]
    Database(#[from] store::Failure),
    #[error("the words of the papers are wrong: {0}")]
    Words(#[from] documents::TextFault),
}

impl Printing {
    /// Begins a run of a batch that was noted.
    pub fn begin(&self, app: AppState, batch: Batch, run: u32, by: By) {
        let printer = Arc::clone(&self.0);
        tokio::spawn(async move {
            let id = batch.id;
            let end = match turn(&app, printer, (id, run)).await {
                None => BatchEnd::Stopped,
                Some(permit) => {
                    let (app, here) = (app.clone(), Handle::current());
                    let printed = tokio::task::spawn_blocking(move || {
                        let _permit = permit;
                        print(&app, &here, &batch, run, by)
                    });
                    match printed.await {
                        Ok(Ok(end)) => end,
                        Ok(Err(Ended::Stopped)) => BatchEnd::Stopped,
                        Ok(Err(why)) => {
                            tracing::error!(%id, %why, "papers printed together broke off");
                            BatchEnd::Broken
                        }
                        Err(why) => {
                            tracing::error!(%id, %why, "papers printed together broke off");
                            BatchEnd::Broken
                        }
                    }
                }
            };
            if let Err(failure) = app.store.end_batch((id, run), end, app.clock.now()).await {
                tracing::error!(%id, %failure, "the end of papers printed together was not noted");
            }
        });
    }
}

/// Waits for the printer, telling meanwhile that somebody waits; nothing when it is stopped first.
async fn turn(
    app: &AppState,
    printer: Arc<Semaphore>,
    batch: (BatchId, u32),
) -> Option<OwnedSemaphorePermit> {
    let mut coming = std::pin::pin!(printer.acquire_owned());
    loop {
        if let Ok(permit) = tokio::time::timeout(WAITS, &mut coming).await {
            return permit.ok();
        }
        // A database that fails for a moment stops nothing.
        if let Ok(false) = app.store.tell_batch(batch, (0, 0), app.clock.now()).await {
            return None;
        }
    }
}

fn print(
    app: &AppState,
    here: &Handle,
    batch: &Batch,
    run: u32,
    by: By,
) -> Result<BatchEnd, Ended> {
    let key = (batch.id, run);
    let loans = here.block_on(app.store.batch_loans(batch.id, by))?;
    let today = app.clock.today();
    let press = Press::shared()?;
    let pieces = Pieces { app, here, key, nth: 0, size: 0, full: Vec::new() };
    let mut file = press.bind(pieces)?;
    let (mut told, mut left_out) = (Instant::now(), 0_u32);
    for (done, loan) in (1_u32..).zip(loans) {
        let one = OneOfMany::of(&app.store, (loan, batch.paper), batch.beside, by, today);
        match here.block_on(one).map_err(Ended::Register)? {
            Some(one) => one.add_to(&mut file)?,
            None => left_out += 1,
        }
        if done == batch.papers || told.elapsed() >= TELLS_EVERY {
            told = Instant::now();
            let tell = app.store.tell_batch(key, (done, left_out), app.clock.now());
            if let Ok(false) = here.block_on(tell) {
                return Err(Ended::Stopped);
            }
        }
    }
    let pages = u32::try_from(file.pages()).unwrap_or(u32::MAX);
    if pages == 0 {
        return Err(Ended::Nothing);
    }
    let size = file.finish()?.size;
    Ok(BatchEnd::Ready { pages, size })
}

/// Gives the file to the database in pieces.
struct Pieces<'a> {
    app: &'a AppState,
    here: &'a Handle,
    key: (BatchId, u32),
    nth: u32,
    size: u64,
    full: Vec<u8>,
}

impl Pieces<'_> {
    fn give(&mut self) -> io::Result<()> {
        let piece = std::mem::take(&mut self.full);
        if piece.is_empty() {
            return Ok(());
        }
        self.size += piece.len() as u64;
        let keep = self.app.store.keep_batch_part(self.key, self.nth, piece, self.app.clock.now());
        self.nth += 1;
        match self.here.block_on(keep) {
            Ok(true) => Ok(()),
            Ok(false) => Err(io::Error::other("the run is over")),
            Err(failure) => Err(io::Error::other(failure)),
        }
    }
}

impl Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = LONGEST_PART - self.full.len();
        let taken = bytes.get(..room).unwrap_or(bytes);
        self.full.extend_from_slice(taken);
        if self.full.len() == LONGEST_PART {
            self.give()?;
        }
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.give()
    }
}
