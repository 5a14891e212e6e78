//! `/remises/{id}`: what a family was given at a hand-over.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::LoanId;
use store::{Gift, Signed};

use crate::error::PageError;
use crate::form::Form;
use crate::page::Page;
use crate::papers::{Beside, gift_receipt, print};
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label as _};

/// The gift's page.
#[derive(Template, WebTemplate)]
#[template(path = "pages/loans/gift.html")]
pub struct ShowGift {
    page: Page,
    gift: Gift,
    lent: bool,
    signatures: Vec<Signed>,
}

/// Shows the gift.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    Path(id): Path<LoanId>,
) -> Result<ShowGift, PageError> {
    let gift = app.store.gift(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let lent = app.store.handed_out(id, who.by()).await?.lent;
    let signatures = app.store.signatures(id, who.by()).await?;
    Ok(ShowGift { page, gift, lent, signatures })
}

/// Prints the receipt.
pub async fn paper(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<LoanId>,
    form: Form,
) -> Result<Response, PageError> {
    let gift = app.store.gift(id, who.by()).await?.ok_or(PageError::NotFound)?;
    let home = app.store.household(gift.household, who.by()).await?.ok_or(PageError::NotFound)?;
    let cite = app.store.cite(who.cite()).await?;
    let signatures = app.store.signatures(id, who.by()).await?;
    let (paper, imprint) = gift_receipt(&gift, &home, &cite, &signatures)?;
    print(paper, Beside::of(form.value("langue"))?, imprint, "quittance-de-don").await
}
