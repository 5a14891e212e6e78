//! `/recensement`: the schools of the census.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use store::School;

use crate::error::PageError;
use crate::page::Page;
use crate::state::AppState;
use crate::who::Who;

/// The schools.
#[derive(Template, WebTemplate)]
#[template(path = "pages/census/list.html")]
pub struct Census {
    page: Page,
    schools: Vec<School>,
}

/// Shows the schools.
pub async fn page(State(app): State<AppState>, who: Who, page: Page) -> Result<Census, PageError> {
    Ok(Census { page, schools: app.store.schools(who.by()).await? })
}
