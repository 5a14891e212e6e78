//! `/orientations`: a referent's own referrals, and where each stands.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use store::MyReferral;

use crate::error::PageError;
use crate::page::Page;
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::French as _;

/// The list.
#[derive(Template, WebTemplate)]
#[template(path = "pages/referrals/list.html")]
pub struct Mine {
    page: Page,
    referrals: Vec<MyReferral>,
    paging: Paging,
}

/// Lists.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
) -> Result<Mine, PageError> {
    let (referrals, total) =
        app.store.my_referrals(paging.offset(), paging.limit(), who.by()).await?;
    Ok(Mine { page, referrals, paging: paging.of(total) })
}
