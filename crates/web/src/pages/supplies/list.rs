//! `/fournitures`: what is counted, and how much of it is left.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use store::{Kit, Supply};

use super::kits::named_parts;
use crate::error::PageError;
use crate::page::Page;
use crate::state::AppState;
use crate::who::Who;

/// The shelf.
#[derive(Template, WebTemplate)]
#[template(path = "pages/supplies/list.html")]
pub struct Supplies {
    page: Page,
    supplies: Vec<Supply>,
    /// Each kit, and what it holds in words.
    kits: Vec<(Kit, String)>,
}

/// Shows the shelf.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
) -> Result<Supplies, PageError> {
    let supplies = app.store.supplies(who.by()).await?;
    let kits = app.store.kits(who.by()).await?.into_iter();
    let kits = kits.map(|kit| {
        let parts = named_parts(&kit.parts, &supplies);
        (kit, parts)
    });
    let kits = kits.collect();
    Ok(Supplies { page, supplies, kits })
}
