//! `/familles`: a few letters or digits find a family.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use store::{FoundHousehold, Search, Which};

use crate::error::PageError;
use crate::form::{Choice, Form};
use crate::page::Page;
use crate::paging::Paging;
use crate::state::AppState;
use crate::who::Who;
use crate::wording::count;

/// The search and what it finds.
#[derive(Template, WebTemplate)]
#[template(path = "pages/families/list.html")]
pub struct Families {
    page: Page,
    form: Form,
    shown: Vec<Choice>,
    families: Vec<FoundHousehold>,
    paging: Paging,
}

impl Families {
    fn searched(&self) -> bool {
        !self.form.value("q").trim().is_empty() || which(&self.form) != Which::All
    }

    fn found(&self) -> String {
        count(self.paging.total, "famille", "familles")
    }
}

/// A filter that means nothing filters nothing.
fn which(form: &Form) -> Which {
    match form.value("voir") {
        "besoin" => Which::InNeed,
        "a-noter" => Which::NotAsked,
        _ => Which::All,
    }
}

/// Searches.
pub async fn page(
    State(app): State<AppState>,
    who: Who,
    page: Page,
    paging: Paging,
    form: Form,
) -> Result<Families, PageError> {
    let search = Search { text: form.value("q"), which: which(&form) };
    let (families, total) =
        app.store.find_households(search, paging.offset(), paging.limit(), who.by()).await?;
    let shown = vec![
        Choice::new("besoin", "Celles dont un besoin reste ouvert"),
        Choice::new("a-noter", "Celles dont l’équipement est à noter"),
    ];
    Ok(Families { page, shown, families, paging: paging.of(total), form })
}
