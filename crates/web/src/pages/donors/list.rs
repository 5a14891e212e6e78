//! `/donateurs`: every lot given, with where its items are.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use domain::stock::ItemState;
use store::DonorLot;

use crate::error::PageError;
use crate::page::Page;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label as _, count, kinds};

/// The lots.
#[derive(Template, WebTemplate)]
#[template(path = "pages/donors/list.html")]
pub struct List {
    page: Page,
    lots: Vec<DonorLot>,
}

impl List {
    fn received(&self, lot: &DonorLot) -> String {
        count(lot.received(), lot.kind.label(), kinds(lot.kind))
    }

    fn lent(&self, lot: &DonorLot) -> u64 {
        lot.count(&[ItemState::Lent])
    }
}

/// Shows them.
pub async fn page(State(app): State<AppState>, who: Who, page: Page) -> Result<List, PageError> {
    Ok(List { page, lots: app.store.donor_lots(who.by()).await? })
}
