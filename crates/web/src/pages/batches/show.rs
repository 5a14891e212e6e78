//! `/prets/papiers/{id}`: papers printed together, how far they are; stopped, begun again, opened.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use domain::ids::BatchId;
use store::{Batch, BatchState, KEPT_DAYS};

use crate::error::PageError;
use crate::exports::printed;
use crate::page::{Page, see_other};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::batches as say;
use crate::wording::{French as _, Label as _, capital, count, thousands};

/// A batch.
#[derive(Template, WebTemplate)]
#[template(path = "pages/batches/show.html")]
pub struct Shown {
    page: Page,
    batch: Batch,
    which: String,
}

impl Shown {
    fn running(&self) -> bool {
        self.batch.state == BatchState::Running
    }

    fn title(&self) -> String {
        capital(self.batch.paper.label())
    }

    fn progress(&self) -> String {
        say::progress(&self.batch)
    }

    fn may_resume(&self) -> bool {
        matches!(self.batch.state, BatchState::Stopped | BatchState::Broken)
    }

    fn beside(&self) -> Option<&'static str> {
        self.batch.beside.map(|language| language.label())
    }

    /// "298 papiers, 1 240 pages, 14,2 Mo".
    fn made(&self) -> String {
        let papers = u64::from(self.batch.papers - self.batch.left_out);
        let tenths = (self.batch.size.saturating_mul(10)).div_ceil(1_000_000).max(1);
        format!(
            "{}, {}, {},{}\u{a0}Mo",
            count(papers, "papier", "papiers"),
            count(self.batch.pages.into(), "page", "pages"),
            thousands(tenths / 10),
            tenths % 10
        )
    }

    fn left_out(&self) -> Option<String> {
        let many = u64::from(self.batch.left_out);
        (many > 0).then(|| count(many, "prêt était terminé", "prêts étaient terminés"))
    }

    fn kept_until(&self) -> String {
        self.batch.kept_until().french()
    }

    fn days() -> i64 {
        KEPT_DAYS
    }
}

async fn found(app: &AppState, who: &Who, id: BatchId) -> Result<Batch, PageError> {
    let batch = app.store.batch(id, who.by(), app.clock.now()).await?;
    batch.ok_or(PageError::NotFound)
}

/// Shows how far it is, or what came of it.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<BatchId>,
) -> Result<Shown, PageError> {
    let batch = found(&app, &who, id).await?;
    let schools = app.store.schools(who.by()).await?;
    Ok(Shown { page, which: say::which(&batch.which, &schools), batch })
}

/// Asks it to stop; nothing is kept of it.
pub async fn stop(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<BatchId>,
) -> Result<Response, PageError> {
    found(&app, &who, id).await?;
    app.store.stop_batch(id, who.by()).await?;
    Ok(see_other(&format!("/prets/papiers/{id}")))
}

/// Prints it again, after it was stopped or broke off.
pub async fn resume(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<BatchId>,
) -> Result<Response, PageError> {
    found(&app, &who, id).await?;
    let run = app.store.resume_batch(id, who.by(), app.clock.now()).await?;
    if let Some(run) = run {
        let batch = found(&app, &who, id).await?;
        app.printing.begin(app.clone(), batch, run, who.by());
    }
    Ok(see_other(&format!("/prets/papiers/{id}")))
}

/// Opens the file, while it is read from the database.
pub async fn file(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<BatchId>,
) -> Result<Response, PageError> {
    let batch = found(&app, &who, id).await?;
    if batch.state != BatchState::Ready {
        return Err(PageError::NotFound);
    }
    let name =
        format!("inline; filename=\"{}-{}.pdf\"", batch.paper, batch.begun_at.strftime("%F"));
    let name = HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("inline"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_LENGTH, HeaderValue::from(batch.size)),
        (header::CONTENT_DISPOSITION, name),
    ];
    let body = printed(app.store.clone(), (id, batch.size), who.by());
    Ok((headers, body).into_response())
}
