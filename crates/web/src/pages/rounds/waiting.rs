//! `/attributions/attente`: who waits, in the order of the last adopted plan.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use store::Waiting;

use crate::error::PageError;
use crate::page::Page;
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::rounds as say;
use crate::wording::{French as _, count};

/// The waiting list.
#[derive(Template, WebTemplate)]
#[template(path = "pages/rounds/waiting.html")]
pub struct WaitingList {
    page: Page,
    rows: Vec<Waiting>,
    paging: Paging,
}

impl WaitingList {
    fn many(&self) -> String {
        count(self.paging.total, "besoin en attente", "besoins en attente")
    }
}

/// Lists.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
) -> Result<WaitingList, PageError> {
    let (rows, total) = app.store.waiting_list(paging.offset(), paging.limit(), who.by()).await?;
    Ok(WaitingList { page, rows, paging: paging.of(total) })
}
