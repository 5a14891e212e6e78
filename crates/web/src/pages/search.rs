//! `/recherche`: a family or an item. « Qui a le 0042 ? » is answered by four digits.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use store::{FoundHousehold, FoundItem, ItemSearch, Search};

use crate::error::PageError;
use crate::form::Form;
use crate::page::Page;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::{French as _, Label as _};

/// The search and both answers.
#[derive(Template, WebTemplate)]
#[template(path = "pages/search.html")]
pub struct Everything {
    page: Page,
    form: Form,
    items: Vec<FoundItem>,
    families: Vec<FoundHousehold>,
}

/// Searches both.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    form: Form,
) -> Result<Everything, PageError> {
    let text = form.value("q").trim().to_owned();
    let (mut items, mut families) = (Vec::new(), Vec::new());
    if !text.is_empty() {
        let search = ItemSearch { text: text.clone(), ..ItemSearch::default() };
        items = app.store.find_items(&search, 0, 20, who.by()).await?.0;
        let search = Search { text: &text, with_needs: false };
        families = app.store.find_households(search, 0, 20, who.by()).await?.0;
    }
    Ok(Everything { page, form, items, families })
}
