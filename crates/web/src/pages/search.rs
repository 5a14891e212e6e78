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
use crate::wording::{French as _, Label as _, count};

/// The search and both answers.
#[derive(Template, WebTemplate)]
#[template(path = "pages/search.html")]
pub struct Everything {
    page: Page,
    form: Form,
    items: Vec<FoundItem>,
    /// How many items there are, shown or not.
    items_found: u64,
    families: Vec<FoundHousehold>,
    /// How many families there are, shown or not.
    families_found: u64,
}

/// Rows of each kind on the page; more is for the lists, which have pages.
const SHOWN: u64 = 20;

/// What to do when there are more than are shown.
pub(crate) fn more(found: u64, shown: usize, (one, several): (&str, &str)) -> Option<String> {
    (found > shown as u64).then(|| {
        format!("{} en tout, les {shown} premières lignes sont montrées : ajoutez un prénom ou quelques chiffres.", count(found, one, several))
    })
}

impl Everything {
    fn more_items(&self) -> Option<String> {
        more(self.items_found, self.items.len(), ("objet", "objets"))
    }

    fn more_families(&self) -> Option<String> {
        more(self.families_found, self.families.len(), ("famille", "familles"))
    }
}

/// Searches both.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    form: Form,
) -> Result<Everything, PageError> {
    let text = form.value("q").trim().to_owned();
    let (mut items, mut families) = ((Vec::new(), 0), (Vec::new(), 0));
    if !text.is_empty() {
        let search = ItemSearch { text: text.clone(), ..ItemSearch::default() };
        items = app.store.find_items(&search, 0, SHOWN, who.by()).await?;
        let search = Search { text: &text, ..Search::default() };
        families = app.store.find_households(search, 0, SHOWN, who.by()).await?;
    }
    let ((items, items_found), (families, families_found)) = (items, families);
    Ok(Everything { page, form, items, items_found, families, families_found })
}
