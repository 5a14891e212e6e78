//! `/cartes-sim/{id}/code`: a PIN or a PUK, once, for the agent who asked.
//!
//! Never by GET: no address, no history and no log line leads to a code. The answer is kept by no cache,
//! and the same button pressed again shows nothing.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::ids::ItemId;
use domain::sim::SimSecret;
use store::{Item, ShowSecret};

use crate::error::PageError;
use crate::form::Form;
use crate::page::Page;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{Label as _, sims as say};

/// The code.
#[derive(Template, WebTemplate)]
#[template(path = "pages/sims/secret.html")]
pub struct Secret {
    page: Page,
    item: Item,
    secret: SimSecret,
}

/// Shows it once.
pub async fn show(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, PageError> {
    let form_id = form.hidden("id")?;
    let file = app.store.item(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let order = ShowSecret { form: form_id, item: id, secret: form.hidden("code")? };
    let secret = app
        .store
        .show_secret(&order, who.by(), app.clock.now())
        .await
        .map_err(|error| PageError::of_verb(error, say::show_secret))?;
    let mut response = Secret { page, item: file.item, secret }.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
