//! `/orientations/recues`: what referents sent in and waits for the agent.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use store::Referral;

use crate::error::PageError;
use crate::page::Page;
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::French as _;

/// The list.
#[derive(Template, WebTemplate)]
#[template(path = "pages/referrals/received.html")]
pub struct Received {
    page: Page,
    referrals: Vec<Referral>,
    paging: Paging,
}

/// Lists.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
) -> Result<Received, PageError> {
    let (referrals, total) =
        app.store.received_referrals(paging.offset(), paging.limit(), who.by()).await?;
    Ok(Received { page, referrals, paging: paging.of(total) })
}
