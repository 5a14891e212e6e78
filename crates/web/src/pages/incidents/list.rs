//! `/incidents`: what was broken, lost or stolen; the open ones first.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use store::Incident;

use crate::error::PageError;
use crate::page::Page;
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label as _, capital, count};

/// The list.
#[derive(Template, WebTemplate)]
#[template(path = "pages/incidents/list.html")]
pub struct Incidents {
    page: Page,
    incidents: Vec<Incident>,
    open: u64,
    paging: Paging,
}

impl Incidents {
    fn many(&self) -> String {
        count(self.open, "déclaration à suivre", "déclarations à suivre")
    }

    fn what(&self, incident: &Incident) -> String {
        capital(incident.kind.label())
    }

    fn left(&self, incident: &Incident) -> String {
        count(incident.left() as u64, "étape à faire", "étapes à faire")
    }
}

/// Lists.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
) -> Result<Incidents, PageError> {
    let (incidents, total) = app.store.incidents(paging.offset(), paging.limit(), who.by()).await?;
    let open = app.store.open_incidents(who.by()).await?;
    Ok(Incidents { page, incidents, open, paging: paging.of(total) })
}
