//! From the database into a file, a page of rows at a time.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use documents::{DocumentError, Imprint, render};
use domain::export::ExportFormat;
use store::{Failure, Store};

use super::place::{self, Place};
use super::reports::Report;
use super::{Export, decisions};

/// Takes the file's bytes as they are made, and makes the maker wait when it is full.
pub trait Sink: Send {
    /// Takes some bytes.
    fn take(&mut self, bytes: Vec<u8>) -> impl Future<Output = io::Result<()>> + Send;
}

/// Why a file is not whole.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] Failure),
    /// Nobody takes the bytes any more, or the disk is full.
    #[error(transparent)]
    Output(#[from] io::Error),
    /// A paper could not be set.
    #[error(transparent)]
    Paper(#[from] DocumentError),
}

/// What was written and not yet given on: a page of rows at most.
#[derive(Clone, Default)]
struct Spill(Arc<Mutex<Vec<u8>>>);

impl Spill {
    fn drain(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Spill {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Makes a whole file, its beginning before the first row is read.
///
/// # Errors
/// [`Broken`]: what was taken so far is no file.
pub async fn pour(store: &Store, export: &Export, sink: &mut impl Sink) -> Result<(), Broken> {
    let report = Report::of(store, export).await?;
    match (export.order.format.sheet(), report) {
        (Some(format), Some(report)) => book(&report, format, sink).await,
        (Some(format), None) => sheet(store, export, format, sink).await,
        (None, report) => pages(store, export, report, sink).await,
    }
}

/// A report's sheets, one after the other.
async fn book(report: &Report, format: ExportFormat, sink: &mut impl Sink) -> Result<(), Broken> {
    let spill = Spill::default();
    let (heads, sheets): (Vec<_>, Vec<_>) =
        report.sheets().into_iter().map(|sheet| (sheet.head, sheet.rows)).unzip();
    let mut file = exchange::out::begin_book(format, heads, spill.clone())?;
    for (nth, rows) in sheets.into_iter().enumerate() {
        if nth > 0 {
            file.next_sheet()?;
        }
        for row in rows {
            file.row(&row)?;
        }
    }
    file.finish()?;
    Ok(sink.take(spill.drain()).await?)
}

async fn sheet(
    store: &Store,
    export: &Export,
    format: ExportFormat,
    sink: &mut impl Sink,
) -> Result<(), Broken> {
    let spill = Spill::default();
    let mut file = exchange::out::begin(format, export.head(), spill.clone())?;
    sink.take(spill.drain()).await?;
    let mut at = Some(Place::Start);
    while let Some(here) = at {
        let (rows, next) = place::page(store, &export.order, here).await?;
        for row in rows {
            file.row(&row)?;
        }
        at = next;
        sink.take(spill.drain()).await?;
    }
    file.finish()?;
    sink.take(spill.drain()).await?;
    Ok(())
}

/// Pages are set as a whole: a report on the fund, or the decisions of one plan.
async fn pages(
    store: &Store,
    export: &Export,
    report: Option<Report>,
    sink: &mut impl Sink,
) -> Result<(), Broken> {
    let imprint = Imprint { identifier: format!("export/{}", export.order.id), at: export.now };
    let set = if let Some(report) = report {
        tokio::task::spawn_blocking(move || report.set(&imprint)).await
    } else {
        let paper = decisions::paper(store, export).await?;
        tokio::task::spawn_blocking(move || render(&paper, &imprint)).await
    };
    sink.take(set.map_err(io::Error::other)??).await?;
    Ok(())
}
