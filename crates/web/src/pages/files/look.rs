//! Reading a file and comparing it, taking it in: beside the requests, since a long file takes its time.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::ids::ImportId;
use domain::people::census::Tally;
use exchange::FileError;
use store::{By, ConfirmImport, DryRun, ImportRefused, VerbError};
use tokio::sync::watch;

use super::opened::{Opened, beside};
use crate::error::PageError;
use crate::intake::ReadFile;
use crate::state::AppState;
use crate::who::Who;
use crate::work::{Phase, Waited, Works};

/// Files being read or taken in on this node.
#[derive(Debug, Clone, Default)]
pub struct FileWork {
    looks: Works<(ImportId, String), Arc<Outcome>>,
    taken: Works<ImportId, Arc<Result<Tally, VerbError<ImportRefused>>>>,
}

/// A file that was read and compared with the register.
#[derive(Debug)]
pub(super) struct Looked {
    pub file: ReadFile,
    pub run: DryRun,
    /// The number of the journal's last line when it was compared.
    seq: i64,
}

type Outcome = Result<Looked, NotLooked>;

/// Why a file could not be looked at.
#[derive(Debug)]
pub(super) enum NotLooked {
    File(FileError),
    Refused(ImportRefused),
    Fault(String),
}

/// Reads and compares a file, or says where that stands. Whoever has `waited` for it is shown it even if
/// the register has moved meanwhile: a confirmation compares again.
pub(super) async fn look(
    app: &AppState,
    who: &Who,
    opened: &Opened,
    waited: bool,
) -> Result<Waited<Arc<Outcome>>, PageError> {
    let seq = app.store.journal_seq().await?;
    let key = (opened.import.id, opened.import.settings.clone());
    if let Some(Waited::Done(known)) = app.files.looks.wait_if_there(&key).await {
        let still = known.as_ref().as_ref().is_ok_and(|looked| looked.seq == seq);
        if still || waited {
            return Ok(Waited::Done(known));
        }
        app.files.looks.forget(|other| *other == key);
    }
    let (opened, app, by) = (opened.clone(), app.clone(), who.by());
    let looks = app.files.looks.clone();
    Ok(looks
        .wait_for(key, |phase| async move {
            Arc::new(read_and_compared(&app, opened, by, seq, &phase).await)
        })
        .await)
}

async fn read_and_compared(
    app: &AppState,
    opened: Opened,
    by: By,
    seq: i64,
    phase: &watch::Sender<Phase>,
) -> Outcome {
    let (id, today) = (opened.import.id, app.clock.today());
    let bytes = app.store.import_content(id, by).await;
    let bytes = bytes.map_err(|error| NotLooked::Fault(format!("{error:?}")))?;
    let reading = beside(move || opened.read(&bytes.unwrap_or_default(), today)).await;
    let file = reading.map_err(|error| NotLooked::Fault(format!("{error:?}")))?;
    let file = file.map_err(NotLooked::File)?;
    phase.send_replace(Phase::Comparing);
    match app.store.dry_run(id, &file.file, by).await {
        Ok(run) => Ok(Looked { file, run, seq }),
        Err(VerbError::Refused(why)) => Err(NotLooked::Refused(why)),
        Err(error) => Err(NotLooked::Fault(format!("{error:?}"))),
    }
}

/// Takes a file in as it was shown, or says where that stands.
pub(super) async fn take(
    app: &AppState,
    who: &Who,
    looked: Arc<Outcome>,
    id: ImportId,
    accepted: BTreeSet<u64>,
    shown: String,
) -> Waited<Arc<Result<Tally, VerbError<ImportRefused>>>> {
    let (app, by) = (app.clone(), who.by());
    let taken = app.files.taken.clone();
    let waited = taken.wait_for(id, |phase| async move {
        phase.send_replace(Phase::Writing);
        let Ok(looked) = looked.as_ref() else {
            return Arc::new(Err(VerbError::Refused(ImportRefused::Moved)));
        };
        let order =
            ConfirmImport { id, file: &looked.file.file, accepted: &accepted, shown: &shown };
        let done = app.store.confirm_import(&order, by, app.clock.now()).await;
        app.files.looks.forget(|(import, _)| *import == id);
        Arc::new(done)
    });
    let waited = waited.await;
    if !matches!(waited, Waited::Underway(_)) {
        taken.forget(|known| *known == id);
    }
    waited
}

/// Where the taking in of a file stands, if it was begun on this node and its end was not told yet.
pub(super) async fn taking(
    app: &AppState,
    id: ImportId,
) -> Option<Waited<Arc<Result<Tally, VerbError<ImportRefused>>>>> {
    let waited = app.files.taken.wait_if_there(&id).await?;
    if !matches!(waited, Waited::Underway(_)) {
        app.files.taken.forget(|known| *known == id);
    }
    Some(waited)
}
