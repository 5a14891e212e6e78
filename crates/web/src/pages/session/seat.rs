//! `/siege`: which seat to sit on, for those who hold several.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::ids::SeatId;
use store::{OpenSessionRefused, Proof};

use super::{open, safe_path};
use crate::error::PageError;
use crate::form::Form;
use crate::page::Page;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::Label as _;
use crate::{cookies, guard};

/// The seats to choose from.
#[derive(Template, WebTemplate)]
#[template(path = "pages/session/seat.html")]
pub struct ChooseSeat {
    page: Page,
    form: Form,
    who: Who,
}

/// Shows the seats.
pub async fn page(page: Page, who: Who, form: Form) -> ChooseSeat {
    ChooseSeat { page, form, who }
}

/// Changes seat: a new session, the old one closed.
pub async fn submit(
    State(app): State<AppState>,
    who: Who,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, PageError> {
    let wanted: SeatId = form.hidden("seat")?;
    // A seat of somebody else is as unknown as one that never was.
    let held = who.seats.iter().find(|held| held.id == wanted).ok_or(PageError::NotFound)?;
    let token = cookies::session_token(&headers).ok_or(PageError::StaleForm)?;
    let proof = Proof::Session(guard::token_hash(&token));
    match open(&app, who.account, held.id, proof, safe_path(form.value("suite"))).await? {
        Ok(response) => Ok(response),
        Err(OpenSessionRefused::Moved) => Err(PageError::StaleForm),
        Err(OpenSessionRefused::SeatGone) => Err(PageError::NotFound),
    }
}
